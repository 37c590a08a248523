//! The tour in the README, run as it is written there.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::assert_data_eq;

use crate::support::target_dir;

const README: &str = include_str!("../../README.md");

/// The transcript: blocks of code may be in it.
fn transcript() -> &'static str {
    let (_, rest) = README.split_once("```console\n").expect("the README has a transcript");
    rest.split_once("\n```\n\n").expect("the block ends").0
}

/// A program `cargo` would find `cargo-aro` on the path; here its folder is put there.
fn path() -> std::ffi::OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-aro")).parent().expect("a folder").to_owned();
    let old = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&old))).expect("a path")
}

fn run(line: &str, dir: &Path) -> String {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{{ {line}; }} 2>&1")]).current_dir(dir).env("PATH", path());
    shell.env("CARGO_TARGET_DIR", target_dir()).env("CARGO_NET_OFFLINE", "true").env("CARGO_TERM_COLOR", "never");
    shell.env_remove("CARGO_MANIFEST_DIR").env_remove("CARGO_PKG_NAME");
    let output = shell.output().expect("there is a shell");
    let said = String::from_utf8(output.stdout).expect("the output is UTF-8");
    assert!(output.status.success(), "$ {line}\n{said}");
    said
}

#[test]
fn the_readmes_tour_prints_what_the_readme_shows() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let mut dir: PathBuf = fs::canonicalize(root.path()).expect("the folder");
    let mut seen = Vec::new();
    for step in format!("\n{}", transcript()).split("\n$ ").skip(1) {
        let (line, expected) = step.split_once('\n').unwrap_or((step, ""));
        if let Some(folder) = line.strip_prefix("cd ") {
            dir = dir.join(folder);
            continue;
        }
        let said = run(line, &dir);
        let expected = if expected.is_empty() { String::new() } else { format!("{expected}\n") };
        assert_data_eq!(said, expected);
        seen.push(line.split(' ').take(3).collect::<Vec<_>>().join(" "));
    }
    let place = |command: &str| {
        let place = seen.iter().position(|line| *line == format!("cargo aro {command}"));
        place.unwrap_or_else(|| panic!("{command} is not in the tour: {seen:?}"))
    };
    assert!(["new", "build", "check", "call", "run", "install", "uninstall"].map(place).is_sorted(), "{seen:?}");
}
