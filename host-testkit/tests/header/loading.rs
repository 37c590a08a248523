//! Descriptions that come from a loaded library, which is written in C here.

use std::path::PathBuf;

use aro_host_testkit::header::TypedExports;
use aro_host_testkit::{LoadError, TypedLibrary};
use tempfile::TempDir;

use crate::support::compile;

const OWN: &str = "int tiny_last_error(const char **m, unsigned long *n) { *m = \"\"; *n = 0; return 0; }\n\
                   void tiny_free(void *p) { (void)p; }\n";

/// Compiles a library; nothing without a C compiler.
fn library(source: &str) -> Option<(TempDir, PathBuf)> {
    let dir = TempDir::new().unwrap();
    let library = compile(dir.path(), source, &[])?;
    Some((dir, library))
}

fn describing(expression: &str) -> Option<(TempDir, PathBuf)> {
    library(&format!("{OWN}const char *tiny_describe(void) {{ return {expression}; }}\n"))
}

fn error(library: Option<(TempDir, PathBuf)>) -> Option<LoadError> {
    let (_dir, library) = library?;
    Some(TypedLibrary::open(library).expect_err("it has no description"))
}

#[test]
fn a_library_written_in_c_can_describe_itself_too() {
    let json = "{\\\"typed_abi\\\":1,\\\"crate\\\":\\\"tiny\\\",\\\"version\\\":\\\"1\\\",\\\"hash\\\":\\\"0\\\",\\\"free\\\":\\\"tiny_free\\\",\
                \\\"last_error\\\":\\\"tiny_last_error\\\",\\\"describe\\\":\\\"tiny_describe\\\"}";
    let Some((_dir, file)) = describing(&format!("\"{json}\"")) else { return };
    let library = TypedLibrary::open(&file).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(library.crate_name(), "tiny");
    assert_eq!(library.path(), file);
    let exports = TypedExports::of(&library).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(exports.symbols().collect::<Vec<_>>(), ["tiny_free", "tiny_last_error", "tiny_describe"]);
}

/// A function of the author's can look like one of another crate.
#[test]
fn the_crate_is_the_one_with_the_shortest_name() {
    let more = "int tiny_a_last_error; void tiny_a_free(void) {} const char *tiny_a_describe(void) { return 0; }\n";
    let source = format!(
        "{OWN}{more}const char *tiny_describe(void) {{ return \"{{\\\"typed_abi\\\":1,\\\"crate\\\":\\\"tiny\\\"}}\"; }}\n"
    );
    let Some((_dir, file)) = library(&source) else { return };
    assert_eq!(TypedLibrary::open(&file).unwrap().crate_name(), "tiny");
}

#[test]
fn a_library_without_typed_functions_is_refused_before_it_is_loaded() {
    for source in [OWN, "const char *tiny_describe(void) { return \"{}\"; }\n", "int describe;\n"] {
        // What runs when the library is loaded ends the process.
        let source = format!("{source}__attribute__((constructor)) static void fatal(void) {{ __builtin_trap(); }}\n");
        let Some(error) = error(library(&source)) else { return };
        assert!(matches!(error, LoadError::NotTyped { .. }), "{error}");
        assert!(error.to_string().contains("aro_export"), "{error}");
    }
}

#[test]
fn a_description_that_is_no_string_is_an_error() {
    for (expression, reason) in [("0", "`tiny_describe` returns NULL"), ("\"\\xff\"", "is not JSON")] {
        let Some(error) = error(describing(expression)) else { return };
        assert!(matches!(error, LoadError::NotTyped { .. }) && error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn a_file_that_is_not_there_or_no_library_is_named() {
    let dir = TempDir::new().unwrap();
    let nothing = dir.path().join("nothing.so");
    let error = TypedLibrary::open(&nothing).expect_err("nothing");
    assert!(matches!(error, LoadError::NotFound { .. }) && error.to_string().contains("nothing.so"), "{error}");
    std::fs::write(&nothing, "no library").unwrap();
    let error = TypedLibrary::open(&nothing).expect_err("no library");
    assert!(error.to_string().contains("nothing.so"), "{error}");
}
