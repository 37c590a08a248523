//! Loaders refuse what was built for something else.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use aro_host_testkit::{LoadError, Plugin, TypedLibrary};
use tempfile::TempDir;

use crate::library::{built, c, typed};

/// Compiles a library in C; `None`, with a note, where there is no compiler.
fn compiled(name: &str, source: &str) -> Option<(TempDir, PathBuf)> {
    let folder = tempfile::tempdir().unwrap();
    let (code, library) = (folder.path().join("library.c"), folder.path().join(format!("lib{name}.so")));
    std::fs::write(&code, source).unwrap();
    let mut cc = Command::new("cc");
    match cc.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&code).status() {
        Ok(status) if status.success() => Some((folder, library)),
        other => {
            let _ = writeln!(std::io::stderr(), "skipped: cc cannot make a shared library: {other:?}");
            None
        }
    }
}

fn describing(json: &str) -> String {
    format!(
        "const char *old_describe(void) {{ return {json:?}; }}\n\
         void old_free(void *pointer) {{ (void)pointer; }}\n\
         int old_last_error(const char **message, unsigned long *length) {{ (void)message; (void)length; return 0; }}\n"
    )
}

#[test]
fn a_typed_library_is_loaded_with_its_version_and_its_hash() {
    let path = built("../examples/geometry");
    let geometry = TypedLibrary::open(&path).unwrap();
    assert_eq!((geometry.crate_name(), &geometry.describe()["typed_abi"]), ("geometry", &1.into()));
    assert!(geometry.address("geometry_distance").is_some() && geometry.address("geometry_nothing").is_none());
    let again = TypedLibrary::open_expecting(&path, geometry.hash()).unwrap();
    assert_eq!(again.describe(), geometry.describe());
    // A plugin with typed functions is one too.
    assert_eq!(TypedLibrary::open(built("fixtures/whole")).unwrap().crate_name(), "whole");
}

#[test]
fn a_typed_library_with_another_hash_is_refused_with_both() {
    let path = built("../examples/geometry");
    let hash = TypedLibrary::open(&path).unwrap().hash().to_owned();
    let error = TypedLibrary::open_expecting(&path, "0123456789abcdef").unwrap_err();
    assert!(matches!(error, LoadError::TypedHash { .. }));
    let message = error.to_string();
    assert!(message.contains(&hash) && message.contains("0123456789abcdef"), "{message}");
    let other = TypedLibrary::open(built("fixtures/typed")).unwrap();
    assert_ne!(other.hash(), hash);
}

#[test]
fn a_typed_library_of_another_version_is_refused_with_both_versions() {
    let json = "{\"typed_abi\":2,\"crate\":\"old\",\"hash\":\"0\"}";
    let Some((_folder, path)) = compiled("old", &describing(json)) else { return };
    let error = TypedLibrary::open(&path).unwrap_err();
    assert!(matches!(error, LoadError::AbiVersion { expected: 1, found: 2, .. }), "{error}");
    let message = error.to_string();
    assert!(message.contains("version 2 of the typed ABI") && message.contains("version 1 is expected"), "{message}");
}

#[test]
fn a_library_that_describes_nothing_is_refused() {
    for json in ["", "[]", "{}", "{\"typed_abi\":\"1\"}"] {
        let Some((_folder, path)) = compiled("old", &describing(json)) else { return };
        assert!(matches!(TypedLibrary::open(&path), Err(LoadError::NotTyped { .. })), "{json}");
    }
    let Some((_folder, path)) = compiled("other", "int other_add(int a, int b) { return a + b; }\n") else { return };
    let error = TypedLibrary::open(&path).unwrap_err();
    assert!(error.to_string().contains("`<crate>_describe`"), "{error}");
}

#[test]
fn a_plugin_for_another_version_of_the_abi_is_refused_with_both_versions() {
    let plugin = |version: &str| {
        format!(
            "char *aro_plugin_info(void) {{ return \"{{\\\"name\\\":\\\"old\\\",\\\"version\\\":\\\"1\\\"{version}}}\"; }}\n\
             void aro_plugin_free(char *text) {{ (void)text; }}\n"
        )
    };
    let Some((_folder, path)) = compiled("old", &plugin(",\\\"abi_version\\\":7")) else { return };
    let error = Plugin::open(&path).unwrap().info().unwrap_err();
    let message = error.to_string();
    assert!(message.contains("version 7 of the ARO plugin ABI"), "{message}");
    assert!(message.contains("version 1 is expected"), "{message}");
    // Plugins that are not made with the SDK state none.
    let Some((_other, path)) = compiled("none", &plugin("")) else { return };
    assert_eq!(Plugin::open(&path).unwrap().info().unwrap().name, "old");
}

/// The hash is over signatures and layouts, and the fixture's are fixed: whoever changes what the
/// hash is made of sees it here.
#[test]
fn the_hash_does_not_depend_on_documentation_or_on_the_build() {
    let release =
        Plugin::builder(format!("{}/fixtures/typed", env!("CARGO_MANIFEST_DIR"))).release(true).build_cdylib().unwrap();
    let hash = typed().describe()["hash"].clone();
    assert_eq!(TypedLibrary::open(release).unwrap().hash(), hash);
    assert_eq!(c!(typed(), "add"(1 => i32, 1 => i32) -> i32), 2);
}
