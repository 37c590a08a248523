//! `cargo aro check`.

use std::fs;

use serde_json::Value;

use crate::support::{new_plugin, plugin_in_c, run, shared_plugin};

#[test]
fn a_new_plugin_with_items_of_all_kinds_passes_every_check() {
    let ran = run(shared_plugin(), ["check", "--offline"]).ok();
    for check in ["plugin.yaml", "conformance", "leaks", "reload", "fuzz"] {
        let line = ran.stdout.lines().find(|line| line.starts_with(check)).unwrap_or_default();
        assert!(line.contains(" ok ") || line.contains(" skipped "), "{check}: {}", ran.stdout);
    }
    assert!(ran.stderr.contains("Checked `sampler`: nothing was found"), "{}", ran.stderr);
    let ran = run(shared_plugin(), ["check", "--offline", "--json", "--only", "conformance"]).ok();
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((&json["passed"], &json["checks"][0]["result"]), (&true.into(), &"passed".into()));
}

#[test]
fn what_is_wrong_is_named_by_its_rule_and_counted_and_the_exit_status_says_so() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Some(library) = plugin_in_c(&dir.path().join("ä b")) else { return };
    let library = library.display().to_string();
    let check = |arguments: &[&str]| run(dir.path(), [&["check", library.as_str()], arguments].concat());
    let actions = ["--action", "Size", "--action", "Crash"];
    let ran = check(&actions).fails_with(&["1 info-role", "1 kills-host", "--accept"]);
    for part in [
        "plugin.yaml  skipped",
        "conformance  failed",
        "[kills-host] action `Crash`",
        "observed: killed by SIGABRT",
        "fix: ",
        "leaks        failed",
        "fuzz         failed",
    ] {
        assert!(ran.stdout.contains(part), "`{part}` is not in\n{}", ran.stdout);
    }
    let ran = check(&[&actions[..], &["--json"]].concat());
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((&json["passed"], &json["findings_by_rule"]["info-role"]), (&false.into(), &1.into()));
    assert_eq!(ran.code, Some(1));
    // Each call leaks 100 bytes.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        let leak = check(&["--only", "leaks", "--action", "Size"]).fails_with(&["1 leak"]);
        assert!(leak.stdout.contains("[leak] the action `size`"), "{}", leak.stdout);
        let accepted = ["--accept", "leak=it keeps its last size"];
        let ran = check(&[&["--only", "leaks", "--action", "Size"], &accepted[..]].concat()).ok();
        assert!(ran.stderr.contains("because it keeps its last size"), "{}", ran.stderr);
    }
    check(&["--only", "leaks", "--action", "Hang", "--timeout", "1"]).fails_with(&["1 crash"]);
    check(&["--action", "Nobody"]).fails_with(&["no action with the name `Nobody`", "it has Size"]);
    check(&["--accept", "leek=a"]).fails_with(&["there is no rule `leek`"]);
    check(&["--accept", "leak="]).fails_with(&["write why"]);
    check(&["--only", "everything"]).fails_with(&["plugin.yaml, conformance, leaks, reload, fuzz"]);
}

#[test]
fn plugin_yaml_and_static_libraries_are_compared_with_the_package() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "compared", &["--action"]);
    let check = || run(&plugin, ["check", "--offline", "--only", "plugin.yaml"]);
    assert!(check().ok().stderr.contains("cargo aro build --release"));
    let yaml = fs::read_to_string(plugin.join("plugin.yaml")).expect("plugin.yaml");
    for (from, to, part) in [
        ("handle: Compared", "handle: Other", "handle"),
        ("libcompared.so", "libother.so", "output"),
        ("name: compared", "name: [", "hosts do not accept"),
        ("handle: Compared", "handle: Compared\nhandle: Twice", ""),
    ] {
        fs::write(plugin.join("plugin.yaml"), yaml.replace(from, to)).expect("plugin.yaml");
        let ran = check().fails_with(&["plugin-yaml"]);
        assert!(ran.stdout.contains(part) || cfg!(not(target_os = "linux")), "`{part}` is not in\n{}", ran.stdout);
    }
    fs::remove_file(plugin.join("plugin.yaml")).expect("plugin.yaml");
    assert!(check().fails_with(&["plugin-yaml"]).stdout.contains("the file is missing"));
    fs::write(plugin.join("plugin.yaml"), &yaml).expect("plugin.yaml");
    fs::create_dir_all(plugin.join("target/release")).expect("a folder");
    fs::write(plugin.join("target/release/libcompared.a"), "!<arch>\n").expect("an archive");
    assert!(check().fails_with(&["static-library"]).stdout.contains("cargo aro static"));
}
