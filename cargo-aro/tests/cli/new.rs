//! `cargo aro new`: what it makes builds, passes its tests, and is formatted.

use std::fs;
use std::path::Path;
use std::process::Command;

use aro_host_testkit::{Host, HostPath, Manifest, check_program};

use crate::support::{Ran, cargo, new_plugin, run};

/// Tests the plugin, in the target folder of this workspace.
fn test(plugin: &Path) -> Ran {
    let ran: Ran = cargo(plugin).args(["test", "--offline", "--color=never"]).output().expect("cargo starts").into();
    let ran = ran.ok();
    assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
    ran
}

fn program_of(plugin: &Path) -> String {
    let readme = fs::read_to_string(plugin.join("README.md")).expect("README.md");
    let (_, rest) = readme.split_once("```aro\n").expect("the README has a program");
    rest.split_once("```").expect("the block ends").0.to_owned()
}

/// The plugin with these kinds passes these tests.
fn assert_is_green(name: &str, kinds: &[&str], tests: &[&str]) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), name, kinds);
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition=2024", "src/lib.rs", "tests/plugin.rs"]).current_dir(&plugin);
    Ran::from(rustfmt.output().expect("rustfmt starts")).ok();
    let ran = test(&plugin);
    for test in tests.iter().chain(&["aro_plugin_metadata_is_complete_and_consistent"]) {
        assert!(ran.stdout.contains(&format!("test {test} ... ok")), "{test} is not in\n{}", ran.stdout);
    }
    check_program(&program_of(&plugin)).expect("the compiler takes the README's program");
    let manifest = Manifest::read(&plugin).expect("plugin.yaml is accepted");
    assert_eq!(manifest.host_path(), HostPath::Eager);
}

const ACTION: &str = "a_name_is_greeted_on_every_host";
const QUALIFIER: &str = "a_qualifier_takes_the_initials_where_the_host_has_it";
const SERVICE: &str = "a_service_counts_on_every_host";
const OBJECT: &str = "a_note_that_was_written_is_read";
const EVENT: &str = "an_event_reaches_the_plugin_where_the_host_delivers_it";

#[test]
fn a_plugin_without_a_named_kind_has_an_action() {
    assert_is_green("plain", &[], &[ACTION]);
}

#[test]
fn a_plugin_with_a_qualifier_alone_is_green() {
    assert_is_green("only-qualifier", &["--qualifier"], &[QUALIFIER]);
}

#[test]
fn a_plugin_with_a_service_alone_is_green() {
    assert_is_green("only-service", &["--service"], &[SERVICE]);
}

#[test]
fn a_plugin_with_a_system_object_alone_is_green_and_says_that_no_released_host_calls_it() {
    assert_is_green("only-object", &["--object"], &[OBJECT]);
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "noted", &["--object"]);
    for file in ["src/lib.rs", "README.md"] {
        let text = fs::read_to_string(plugin.join(file)).expect(file);
        assert!(text.to_lowercase().contains("no released host calls system objects"), "{text}");
    }
}

#[test]
fn a_plugin_with_a_handler_alone_is_green() {
    assert_is_green("only-event", &["--event"], &[EVENT]);
}

#[test]
fn a_plugin_with_all_kinds_is_green() {
    let kinds = ["--action", "--qualifier", "--service", "--object", "--event"];
    assert_is_green("all-kinds", &kinds, &[ACTION, QUALIFIER, SERVICE, OBJECT, EVENT]);
}

#[test]
fn a_host_runs_the_readmes_program_with_the_built_plugin() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let kinds = ["--action", "--qualifier", "--service", "--object", "--event"];
    let plugin = new_plugin(dir.path(), "answering", &kinds);
    let application = dir.path().join("app");
    fs::create_dir(&application).expect("a folder");
    let program = program_of(&plugin);
    fs::write(application.join("main.aro"), &program).expect("the program");
    run(&plugin, [Path::new("install"), &application, Path::new("--debug"), Path::new("--offline")]).ok();
    let mut host = Host::eager();
    host.load_application(&application);
    let outcome = host.run_application(&program).expect("the program is supported");
    let said = ["Hello, Ada Lovelace!", "2", "AL"].map(|line| format!("[Application-Start] {line}"));
    assert_eq!(outcome.output[..3], said, "{outcome:?}");
    assert!(outcome.calls().any(|call| call.function == "aro_plugin_on_event"), "the event is delivered");
}

#[test]
fn the_library_unwinds_and_is_a_cdylib_and_an_rlib_and_ci_builds_for_five_targets() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "shape", &[]);
    let manifest = fs::read_to_string(plugin.join("Cargo.toml")).expect("Cargo.toml");
    for line in ["crate-type = [\"cdylib\", \"rlib\"]", "panic = \"unwind\""] {
        assert!(manifest.contains(line), "{manifest}");
    }
    let workflow = fs::read_to_string(plugin.join(".github/workflows/ci.yml")).expect("the workflow");
    assert_eq!(workflow.matches("target: ").count(), 5, "{workflow}");
    assert!(workflow.contains("path: target/${{ matrix.target }}/release/${{ matrix.library }}"), "{workflow}");
    assert!(plugin.join(".gitignore").is_file());
}

#[test]
fn the_sdk_is_named_by_path_or_git() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let git = ["--git", "https://example.org/sdk.git", "--rev", "abc"];
    run(dir.path(), [&["new", "from-git"], &git[..]].concat()).ok();
    let manifest = fs::read_to_string(dir.path().join("from-git/Cargo.toml")).expect("Cargo.toml");
    assert!(manifest.contains("aro-sdk = { git = \"https://example.org/sdk.git\", rev = \"abc\" }"), "{manifest}");
    run(dir.path(), ["new", "wrong", "--path", "."]).fails_with(&["is not the folder of the SDK's repository"]);
    run(dir.path(), ["new", "wrong", "--path", ".", "--git", "u"]).fails_with(&["cannot be used with"]);
    assert!(!dir.path().join("wrong").exists());
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left_after_an_error() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(dir.path().join("there")).expect("a folder");
    run(dir.path(), ["new", "there"]).fails_with(&["exists already", "cargo aro init"]);
    run(dir.path(), ["new", "There"]).fails_with(&["cannot be a plugin's name", "`there`"]);
    run(dir.path(), ["new", "match"]).fails_with(&["Rust or cargo has the word already"]);
    run(dir.path(), ["new", ".."]).fails_with(&["cannot be a plugin's name"]);
    let left: Vec<_> = fs::read_dir(dir.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["there"]);
}

#[test]
fn inside_a_workspace_that_does_not_list_it_the_plugin_has_its_own() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nmembers = [\"plugins/*\"]\nresolver = \"3\"\n")
        .expect("a file");
    run(dir.path(), ["new", "apart"]).ok();
    run(dir.path(), ["new", "plugins/listed"]).ok();
    run(dir.path(), ["new", "later"]).ok();
    let manifest = |name: &str| fs::read_to_string(dir.path().join(name).join("Cargo.toml")).expect("Cargo.toml");
    for name in ["apart", "later"] {
        assert!(manifest(name).contains("\n[workspace]\n"), "{name}");
    }
    assert!(!manifest("plugins/listed").contains("[workspace]"));
    // Cargo warns of a profile in a member.
    assert!(manifest("apart").contains("[profile.release]") && !manifest("plugins/listed").contains("[profile"));
}
