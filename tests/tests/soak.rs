//! The short form of `scripts/soak`: a host in C makes many calls, and many loads.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::process::Command;

use aro_host_testkit::build_cdylib;
use aro_tests::hosts::{root, run, tool};

/// Runs `tests/c/soak.c`, if there is a compiler. It fails if memory grows by more than a megabyte.
fn soak(kind: &str, numbers: &[&str]) {
    let Some(compiler) = tool("cc", &["--version"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("soak");
    let mut compile = Command::new(compiler);
    compile.args(["-std=c11", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-pedantic", "-D_GNU_SOURCE", "-pthread"]);
    run(compile.arg(root().join("tests/c/soak.c")).arg("-o").arg(&program).arg("-ldl"));
    let library = build_cdylib(root().join("tests/fixtures/faults")).unwrap();
    let figures = run(Command::new(program).arg(kind).arg(library).args(numbers));
    assert!(figures.starts_with(numbers.last().unwrap()) || figures.contains(" calls of "), "{figures}");
}

#[test]
fn memory_stays_flat_while_threads_make_small_calls_of_all_kinds() {
    soak("calls", &["4", "200000", "3600"]);
}

#[test]
fn nothing_stays_mapped_or_allocated_after_many_loads_that_were_shut_down() {
    soak("loads", &["500"]);
}
