//! Help, colours and streams.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use crate::support::{aro, run};

#[test]
fn without_a_command_the_help_is_shown() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let ran = run(dir.path(), [] as [&str; 0]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("Usage: cargo aro") && ran.stderr.contains("Examples:"), "{}", ran.stderr);
}

#[test]
fn each_command_has_help_with_examples() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for command in [
        "new",
        "init",
        "build",
        "inspect",
        "call",
        "run",
        "repl",
        "install",
        "uninstall",
        "static",
        "header",
        "completions",
    ] {
        let help = run(dir.path(), [command, "--help"]).ok().stdout;
        assert!(help.contains(&format!("Usage: cargo aro {command}")), "{help}");
        assert!(help.contains("Examples:\n  cargo aro "), "{help}");
        assert!(help.contains("--quiet") && help.contains("--color"), "{help}");
    }
}

#[test]
fn colours_are_only_on_a_terminal_or_if_they_are_asked_for() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let coloured = |arguments: &[&str], no_color: bool| {
        let mut command = aro(dir.path());
        command.arg("build").args(arguments);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let output = command.output().expect("the program starts");
        assert_eq!(output.status.code(), Some(1));
        output.stderr.contains(&0x1b)
    };
    assert!(!coloured(&[], false));
    assert!(!coloured(&["--color", "never"], false));
    assert!(coloured(&["--color", "always"], false));
    assert!(!coloured(&["--color", "auto"], true));
}

/// `script`, of util-linux, runs a command on a terminal of its own.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_there_are_colours_but_not_under_no_color() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let on_terminal = |variable: Option<&str>| {
        let mut script = std::process::Command::new("script");
        let command = concat!("'", env!("CARGO_BIN_EXE_cargo-aro"), "' aro build");
        script.args(["-qec", command, "/dev/null"]).current_dir(dir.path()).stdin(Stdio::null());
        script.env_remove("NO_COLOR").env_remove("CLICOLOR").env_remove("CI").env("TERM", "xterm-256color");
        variable.map(|variable| script.env(variable, "1"));
        script.output().ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some(plain) = on_terminal(Some("NO_COLOR")) else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `script`, which makes a terminal");
        return;
    };
    let coloured = on_terminal(None).expect("script ran before");
    assert!(coloured.contains("\u{1b}[") && coloured.contains("there is no Cargo.toml"), "{coloured:?}");
    assert!(!plain.contains("\u{1b}[") && plain.contains("there is no Cargo.toml"), "{plain:?}");
}

#[test]
fn a_closed_stream_is_no_panic() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut child = aro(dir.path())
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
}

#[test]
fn a_quiet_command_that_does_its_work_prints_nothing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let quiet = |folder: &Path, arguments: &[&str]| {
        let ran = run(folder, [arguments, &["--quiet"]].concat()).ok();
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""), "{arguments:?}");
    };
    quiet(dir.path(), &["new", "hushed"]);
    let plugin = dir.path().join("hushed");
    fs::create_dir(plugin.join("app")).expect("a folder");
    fs::write(plugin.join("app/main.aro"), "").expect("a program");
    fs::remove_file(plugin.join("plugin.yaml")).expect("plugin.yaml");
    quiet(&plugin, &["init"]);
    quiet(&plugin, &["build", "--offline"]);
    quiet(&plugin, &["install", "app", "--debug", "--offline"]);
    quiet(&plugin, &["uninstall", "app"]);
}
