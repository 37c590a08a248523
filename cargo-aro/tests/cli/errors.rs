//! Errors say what to do next.

use std::fs;
use std::path::Path;

use crate::support::run;

fn package(dir: &Path, manifest: &str, files: &[&str]) {
    fs::create_dir_all(dir.join("src")).expect("a folder");
    fs::write(dir.join("Cargo.toml"), manifest).expect("a file");
    for file in files {
        fs::write(dir.join(file), "").expect("a file");
    }
}

#[test]
fn outside_of_a_package_the_error_names_the_command_that_makes_one() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    run(dir.path(), ["build"]).fails_with(&["there is no Cargo.toml", "cargo aro new NAME"]);
    run(dir.path(), ["build", "--manifest-path", "no/Cargo.toml"]).fails_with(&["there is no file", "no/Cargo.toml"]);
}

#[test]
fn a_package_that_is_no_plugin_gets_the_lines_to_write() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let head = "[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    package(dir.path(), head, &["src/main.rs"]);
    run(dir.path(), ["build"]).fails_with(&["has no library", "crate-type = [\"cdylib\", \"rlib\"]"]);
    package(dir.path(), head, &["src/lib.rs"]);
    run(dir.path(), ["build"]).fails_with(&["is built as lib", "crate-type = [\"cdylib\", \"rlib\"]"]);
    package(dir.path(), "[package\n", &[]);
    run(dir.path(), ["build"]).fails_with(&["cargo does not accept", "correct what cargo reports"]);
}

#[test]
fn of_several_plugins_in_a_workspace_one_is_chosen_by_its_name() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"3\"\n")
        .expect("a file");
    for name in ["a", "b"] {
        let manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n");
        package(&dir.path().join(name), &manifest, &["src/lib.rs"]);
    }
    run(dir.path(), ["build"]).fails_with(&["several plugins", "--package NAME", "`a`, `b`"]);
    run(dir.path(), ["build", "--package", "c"]).fails_with(&["has no package `c`", "`a`, `b`"]);
}
