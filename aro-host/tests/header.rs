//! The header, and what the library exports.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{LIBRARY, skipped};
use tempfile::TempDir;

fn include() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include")
}

fn header() -> String {
    fs::read_to_string(include().join("aro_host.h")).unwrap()
}

/// Runs a compiler; `None` if it is not installed.
fn compile(compiler: &str, standard: &str, source: &Path, program: &Path) -> Option<Output> {
    let mut command = Command::new(compiler);
    command.args([standard, "-Wall", "-Wextra", "-Werror", "-pedantic", "-I"]).arg(include());
    command.arg(source).arg("-o").arg(program).arg("-L").arg(LIBRARY.parent().unwrap()).arg("-laro_host");
    let Ok(output) = command.output() else {
        skipped(&format!("there is no `{compiler}`"));
        return None;
    };
    assert!(output.status.success(), "{compiler} {standard}: {}", String::from_utf8_lossy(&output.stderr));
    Some(output)
}

fn run(program: &Path, arguments: &[&Path]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).env("LD_LIBRARY_PATH", LIBRARY.parent().unwrap());
    // A process that ends by a signal does not delete its copies of libraries.
    command.env("TMPDIR", program.parent().unwrap()).output().unwrap()
}

#[test]
fn the_header_compiles_as_c11_and_cpp17_and_is_the_layout_of_the_library() {
    let dir = TempDir::new().unwrap();
    let source = "#include \"aro_host.h\"\n#include \"aro_host.h\"\n#include <stdio.h>\n\
        int main(void) {\n\
        AroHostConfig config = {sizeof config, ARO_HOST_RELAXED, 0, NULL, NULL, 0, 0};\n\
        AroHost *host = NULL;\n\
        AroHostStatus status = aro_host_create(&config, &host);\n\
        printf(\"%d %zu %zu %zu %d\", (int)status, sizeof(AroHostConfig), sizeof(AroHostText), aro_host_last_error_length(host), (int)aro_host_destroy(host));\n\
        return 0;\n}\n";
    for (compiler, standard, file) in
        [("cc", "-std=c11", "a.c"), ("c++", "-std=c++17", "a.cpp"), ("c++", "-std=c++20", "b.cpp")]
    {
        let (path, program) = (dir.path().join(file), dir.path().join("program"));
        fs::write(&path, source).unwrap();
        if compile(compiler, standard, &path, &program).is_none() {
            continue;
        }
        let output = run(&program, &[]);
        let sizes = (size_of::<support::Config>(), size_of::<support::Text>());
        let expected = format!("0 {} {} 0 0", sizes.0, sizes.1);
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    }
}

#[test]
fn the_library_exports_what_the_header_declares_and_nothing_else() {
    let header = header();
    let declared: BTreeSet<String> = header
        .split("aro_host_")
        .skip(1)
        .filter_map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
            rest[end..].starts_with('(').then(|| format!("aro_host_{}", &rest[..end]))
        })
        .collect();
    let symbols = aro_host_testkit::Symbols::read(&*LIBRARY).unwrap();
    assert_eq!(symbols.exports(), &declared);
    assert_eq!(declared.len(), 22);
}

#[test]
#[cfg(target_os = "linux")]
fn the_library_is_without_the_testkits_isolation() {
    use object::{Object, ObjectSymbol};
    let bytes = fs::read(&*LIBRARY).unwrap();
    let file = object::File::parse(bytes.as_slice()).unwrap();
    let names: Vec<String> = file.symbols().filter_map(|symbol| symbol.name().ok().map(str::to_owned)).collect();
    assert!(names.iter().any(|name| name.contains("aro_host_testkit")), "the file has the names of functions");
    let isolation = names.iter().filter(|name| name.contains("isolation") || name.contains("before_main"));
    assert_eq!(isolation.count(), 0, "no function runs before `main`");
}

#[test]
fn a_cpp_exception_that_leaves_a_callback_ends_the_process_with_a_message() {
    let dir = TempDir::new().unwrap();
    if !support::package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let (path, program) = (dir.path().join("throws.cpp"), dir.path().join("throws"));
    fs::write(&path, include_str!("support/throws.cpp")).unwrap();
    if compile("c++", "-std=c++17", &path, &program).is_none() {
        return;
    }
    for kind in ["event", "invoke", "reload"] {
        let output = run(&program, &[Path::new(kind), &dir.path().join("one")]);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains("Rust cannot catch foreign exceptions"), "{kind}: {stderr}");
        assert!(!stderr.contains("the call has returned"), "{kind}: {stderr}");
        #[cfg(unix)]
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&output.status), Some(6), "{kind}: SIGABRT");
    }
    let caught = run(&program, &[Path::new("caught"), &dir.path().join("one")]);
    assert!(caught.status.success(), "{}", String::from_utf8_lossy(&caught.stderr));
}

#[test]
fn the_readmes_example_compiles_and_prints_what_it_says() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let block = |language: &str| {
        let begin = readme.find(&format!("```{language}\n")).unwrap() + language.len() + 4;
        readme[begin..].split("```").next().unwrap().to_owned()
    };
    let dir = TempDir::new().unwrap();
    let (path, program) = (dir.path().join("readme.c"), dir.path().join("readme"));
    fs::write(&path, block("c")).unwrap();
    if compile("cc", "-std=c11", &path, &program).is_none() {
        return;
    }
    let package = dir.path().join("Plugins/validator");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("examples/validator");
    let library = aro_host_testkit::build_cdylib(&root).unwrap();
    fs::create_dir_all(package.join("target/release")).unwrap();
    fs::copy(root.join("plugin.yaml"), package.join("plugin.yaml")).unwrap();
    fs::copy(&library, package.join("target/release").join(library.file_name().unwrap())).unwrap();
    let mut command = Command::new(&program);
    let output = command.current_dir(dir.path()).env("LD_LIBRARY_PATH", LIBRARY.parent().unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), block("text"));
}
