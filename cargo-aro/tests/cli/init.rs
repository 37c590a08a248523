//! `cargo aro init`: with what it writes and what it prints, an existing package is a plugin.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Ran, cargo, run, sdk};

/// All files below a folder, but for what cargo builds.
fn contents(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.is_file() {
                found.insert(path.clone(), fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    found
}

/// Does by hand what `init` says: appends the lines to the files.
fn follow(instructions: &str) {
    for section in instructions.split("Write into `").skip(1) {
        let (path, lines) = section.split_once("`:\n\n").expect("a path and lines");
        let text = fs::read_to_string(path).expect(path);
        fs::write(path, format!("{text}\n{}", lines.trim_end().to_owned() + "\n")).expect(path);
    }
}

fn package(dir: &Path, name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = dir.join(format!("an öld {name}"));
    let manifest = format!("[package]\nname = \"{name}\"\nversion = \"1.2.3\"\nedition = \"2021\"\n");
    for (path, text) in [("Cargo.toml", manifest.as_str())].iter().chain(files) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// `init` changes nothing that is there, and after its instructions the tests pass.
fn becomes_a_plugin(folder: &Path, arguments: &[&str], expected: &[&str]) {
    let before = contents(folder);
    let ran = run(folder, [&["init"], arguments].concat()).ok();
    let after = contents(folder);
    for (path, text) in &before {
        assert_eq!(after.get(path), Some(text), "{}", path.display());
    }
    for path in expected {
        assert!(after.contains_key(&folder.join(path)), "{path} is not in {:?}", after.keys());
    }
    follow(&ran.stdout);
    fs::copy(sdk().join("Cargo.lock"), folder.join("Cargo.lock")).expect("Cargo.lock");
    let tested: Ran = cargo(folder).args(["test", "--offline", "--color=never"]).output().expect("cargo").into();
    let tested = tested.ok();
    assert!(tested.stdout.contains("aro_plugin_metadata_is_complete_and_consistent ... ok"), "{}", tested.stdout);
    run(folder, ["build", "--check", "--offline"]).ok();
    let again = run(folder, [&["init"], arguments].concat()).ok();
    assert!(again.stdout.is_empty(), "{}", again.stdout);
}

#[test]
fn a_library_with_a_readme_and_tests_becomes_a_plugin() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("src/lib.rs", "//! Old.\n\npub fn old() {}\n"),
        ("README.md", "# Old\n"),
        ("tests/plugin.rs", "#[test]\nfn old() {}\n"),
        (".gitignore", "/target\n*.bak\n"),
    ];
    let folder = package(dir.path(), "old_crate", &files);
    let new = ["src/aro_plugin.rs", "tests/aro_plugin.rs", "plugin.yaml", ".github/workflows/ci.yml"];
    becomes_a_plugin(&folder, &["--action", "--service"], &new);
    let yaml = fs::read_to_string(folder.join("plugin.yaml")).expect("plugin.yaml");
    assert!(yaml.contains("name: old-crate\n") && yaml.contains("version: 1.2.3\n"), "{yaml}");
}

#[test]
fn a_program_becomes_a_plugin_too() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = package(dir.path(), "tool", &[("src/main.rs", "fn main() {}\n")]);
    becomes_a_plugin(&folder, &["--qualifier"], &["src/lib.rs", "tests/plugin.rs", "README.md", ".gitignore"]);
}

#[test]
fn without_a_package_the_error_names_the_command_that_makes_one() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    run(dir.path(), ["init"]).fails_with(&["there is no Cargo.toml", "cargo aro new NAME"]);
    run(dir.path(), ["init", "nowhere"]).fails_with(&["there is no Cargo.toml in `nowhere`"]);
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
}
