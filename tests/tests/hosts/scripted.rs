//! The programs in Python, by cffi, and Node, by koffi.

use std::process::Command;

use aro_tests::hosts::{node, python};

use crate::library::{GEOMETRY, INCLUDE, folder, sources};
use crate::output::{assert_no_growth, assert_ok};

fn python_program(what: &str) -> Option<Command> {
    let mut command = Command::new(python()?);
    command.arg(sources("python").join("main.py")).arg(&GEOMETRY.shared).arg(INCLUDE.join("geometry.txt")).arg(what);
    // No `__pycache__` in the sources.
    command.env("PYTHONPYCACHEPREFIX", folder("python"));
    Some(command)
}

/// V8 with a small and fixed space for young objects, and without threads that free memory when
/// they like. Otherwise V8's own reserves are all that a measurement of the process shows.
const STEADY: &[&str] = &["--single-threaded", "--min-semi-space-size=1", "--max-semi-space-size=1"];

fn node_program(flags: &[&str], what: &str) -> Option<Command> {
    let (node, modules) = node()?;
    let mut command = Command::new(node);
    command.args(flags).arg("--expose-gc").arg(sources("node").join("main.js"));
    command.arg(&GEOMETRY.shared).arg(INCLUDE.join("geometry.txt")).arg(what).env("NODE_PATH", modules);
    Some(command)
}

#[test]
fn python_calls_the_library_with_exceptions_and_buffers() {
    let Some(mut program) = python_program("check") else { return };
    assert_ok(&mut program);
}

#[test]
fn node_calls_the_library_with_exceptions_and_typed_arrays() {
    let Some(mut program) = node_program(&[], "check") else { return };
    assert_ok(&mut program);
}

#[test]
fn a_million_calls_from_python_leave_no_memory_behind() {
    let Some(mut program) = python_program("memory") else { return };
    assert_no_growth(&mut program);
}

#[test]
fn a_million_calls_from_node_leave_no_memory_behind() {
    let Some(mut program) = node_program(STEADY, "memory") else { return };
    assert_no_growth(&mut program);
}
