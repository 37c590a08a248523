//! The README's plugin, made from the README's own blocks as a newcomer would make it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::Plugin;
use serde_json::json;

const README: &str = include_str!("../../README.md");

/// The block of this language that holds `mark`.
fn block(language: &str, mark: &str) -> String {
    let opening = format!("```{language}\n");
    let mut blocks = README.split(&opening).skip(1).filter_map(|rest| rest.split_once("\n```")).map(|(text, _)| text);
    let text = blocks.find(|text| text.contains(mark)).unwrap_or_else(|| panic!("no {language} block with {mark}"));
    format!("{text}\n")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Where this workspace's dependencies are built already.
fn target_dir() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// A package of the README's blocks with these marks. Always the same folder, so that a second run
/// finds what the first has built.
fn package(name: &str, plugin: &str, test: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let write = |name: &str, text: &str| {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let mut manifest = block("toml", "[package]").replace("\"slugs\"", &format!("{name:?}"));
    for folder in ["sdk", "host-testkit"] {
        let written = format!("\"../aro-plugin-sdk-rust/{folder}\"");
        assert!(manifest.contains(&written), "{manifest}");
        // A TOML literal: a backslash in the path is one.
        manifest = manifest.replace(&written, &format!("'{}'", root().join(folder).display()));
    }
    // The folder is inside this workspace, the package is not part of it.
    write("Cargo.toml", &format!("{manifest}\n[workspace]\n"));
    write("src/lib.rs", &block("rust", plugin));
    write("tests/plugin.rs", &block("rust", test));
    // The same versions as here, so that nothing has to be fetched.
    fs::copy(root().join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    dir
}

/// Runs `cargo test` in the package: these tests pass, and that of the metadata, without warnings.
fn assert_tests_pass(dir: &Path, names: &[&str]) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut test = Command::new(cargo);
    test.current_dir(dir).arg("test").arg("--target-dir").arg(target_dir());
    let output = test.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    for name in names.iter().chain(&["aro_plugin_metadata_is_complete_and_consistent"]) {
        assert!(said.contains(&format!("test {name} ... ok")), "{said}");
    }
    assert!(!said.contains("warning"), "{said}");
}

#[test]
fn the_readmes_plugin_has_fifteen_lines_passes_its_test_of_ten_and_replies_as_shown() {
    assert_eq!(block("rust", "aro_sdk::plugin!").lines().count(), 15);
    assert_eq!(block("rust", "for_each_host").lines().count(), 10);

    let dir = package("slugs", "handle = \"Slugs\"", "a_title_becomes_a_slug");
    assert_tests_pass(&dir, &["a_title_becomes_a_slug_on_every_host"]);

    let plugin = Plugin::builder(&dir).target_dir(target_dir()).build().unwrap();
    let replies = block("json", "slug") + &block("json", "error");
    let inputs = [
        json!({ "data": "Hello, ARO world!" }),
        json!({ "title": "Hello, ARO world!" }),
        json!({ "data": "?!" }),
        json!({ "data": 42 }),
    ];
    for input in inputs {
        let reply = plugin.execute("Slugify", &input).unwrap().to_string();
        assert!(replies.lines().any(|line| line == reply), "{input} gives {reply}, the README says\n{replies}");
    }
    let joined = plugin.execute("Slugify", &json!({ "data": "a b", "separator": "_" })).unwrap();
    assert_eq!(joined.json().unwrap()["slug"], "a_b");
}
