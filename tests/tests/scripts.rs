//! The scripts for other systems say why they skip, on a machine that has not what they need.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A machine without the packages, whose programs of these names are these shell scripts.
struct Machine {
    programs: TempDir,
    cache: TempDir,
}

impl Machine {
    fn new(programs: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, script) in programs {
            let path = folder.path().join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self { programs: folder, cache: tempfile::tempdir().unwrap() }
    }

    fn run(&self, script: &str, arguments: &[&str]) -> Output {
        let path = std::env::var("PATH").unwrap();
        Command::new(workspace().join(script))
            .args(arguments)
            .env("PATH", format!("{}:{path}", self.programs.path().display()))
            .env("ARO_TARGETS_CACHE", self.cache.path())
            .env("ARO_WASM_CACHE", self.cache.path())
            .output()
            .unwrap()
    }
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

const TARGETS: [&str; 4] = [
    "i686-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu` (qemu-aarch64)",
    "s390x-unknown-linux-gnu` (qemu-s390x)",
    "x86_64-pc-windows-gnu` (wine)",
];

#[test]
fn targets_that_lack_a_package_are_skipped_with_its_name() {
    let machine = Machine::new(&[("dpkg-query", "exit 1"), ("apt-get", "exit 100"), ("sudo", "shift; exec \"$@\"")]);
    let output = machine.run("scripts/targets", &["ci"]);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    for target in TARGETS {
        let line = stdout.lines().find(|line| line.starts_with("| `") && line.contains(target));
        let line = line.unwrap_or_else(|| panic!("{target}: {stdout}"));
        assert!(line.contains("skipped: apt-get cannot install gcc-"), "{line}");
    }
    // Where nothing may be missing, it is a failure. The table keeps what was measured.
    let table = workspace().join("CONTRIBUTING.md");
    let before = fs::read(&table).unwrap();
    assert!(!machine.run("scripts/targets", &["--require", "i686-unknown-linux-gnu"]).status.success());
    assert!(fs::read(table).unwrap() == before);
}

#[test]
fn there_is_no_compiler_for_webassembly_if_the_source_of_std_is_not_to_be_had() {
    // The mirrors are out of reach.
    let machine = Machine::new(&[("apt-get", "exit 100")]);
    let rustc = Command::new("rustc").args(["--print", "sysroot"]).output().unwrap();
    let sysroot = String::from_utf8(rustc.stdout).unwrap();
    if Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library").is_dir() {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "skipped: the toolchain has the source of std");
        return;
    }
    for kind in ["abort", "unwind", "wasi"] {
        let output = machine.run("scripts/wasm-std", &[kind]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
        assert!(stderr.contains("no standard library for WebAssembly: apt has no source for Debian"), "{stderr}");
    }
}

#[test]
fn an_unknown_target_or_kind_is_an_error_that_lists_the_known_ones() {
    let machine = Machine::new(&[]);
    let output = machine.run("scripts/targets", &["riscv64gc-unknown-linux-gnu"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && stderr.contains("expected ci, all or one of: i686"), "{output:?}");
    let output = machine.run("scripts/wasm-std", &["js"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && stderr.contains("scripts/wasm-std abort|unwind|wasi"), "{output:?}");
}

#[test]
fn an_unknown_part_of_nightly_or_sanitizer_is_an_error_that_lists_the_known_ones() {
    let machine = Machine::new(&[]);
    for (script, known) in
        [("scripts/nightly", "sanitizers valgrind soak"), ("scripts/sanitizers", "address or thread")]
    {
        let output = machine.run(script, &["everything"]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && stderr.contains(known), "{output:?}");
    }
}
