//! Errors say what to do next.

use std::fs;
use std::path::Path;

use crate::support::{new_plugin, run};

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

#[test]
fn a_plugin_that_crashes_when_it_is_asked_is_an_error() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let manifest =
        "[package]\nname = \"crashing\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n";
    package(dir.path(), manifest, &[]);
    let function =
        |name: &str, body: &str| format!("#[unsafe(no_mangle)] pub extern \"C\" fn {name}() -> *mut i8 {{ {body} }}\n");
    for (body, part) in [
        ("std::process::abort()", "metadata cannot be read"),
        ("std::process::exit(0)", "metadata cannot be read"),
        ("std::ptr::null_mut()", "metadata cannot be read"),
        ("c\"{\".as_ptr().cast_mut().cast()", "metadata cannot be read"),
    ] {
        let source = function("aro_plugin_info", body) + &function("aro_plugin_free", "std::ptr::null_mut()");
        fs::write(dir.path().join("src/lib.rs"), source).expect("src/lib.rs");
        run(dir.path(), ["build", "--offline"]).fails_with(&[part, "help: "]);
        assert!(!dir.path().join("plugin.yaml").exists());
    }
}

#[test]
fn whatever_is_in_the_place_of_plugin_yaml_is_not_lost() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "obstructed", &[]);
    let yaml = plugin.join("plugin.yaml");
    fs::write(&yaml, b"name: \xff\n").expect("plugin.yaml");
    run(&plugin, ["build", "--offline"]).fails_with(&["cannot read", "plugin.yaml"]);
    assert_eq!(fs::read(&yaml).expect("plugin.yaml"), b"name: \xff\n");
    fs::remove_file(&yaml).expect("plugin.yaml");
    fs::create_dir(&yaml).expect("a folder");
    run(&plugin, ["build", "--offline"]).fails_with(&["is no ordinary file", "remove it"]);
    assert!(yaml.is_dir());
}
