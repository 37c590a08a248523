//! Runs a test of the same binary in its own process.

use std::env;
use std::ffi::OsStr;
use std::process::{Command, Output};

/// Runs the ignored test `name` of this binary with these environment variables.
///
/// # Panics
///
/// If it cannot be started.
#[must_use]
pub fn output<S: AsRef<OsStr>>(name: &str, variables: &[(&str, S)]) -> Output {
    let mut child = Command::new(env::current_exe().expect("this binary's path"));
    child.args(["--ignored", "--exact", name, "--nocapture", "--test-threads=1"]);
    child.env_remove("ARO_LOG").env_remove("RUST_BACKTRACE");
    child.envs(variables.iter().map(|(name, value)| (name, value)));
    child.output().expect("a child process")
}

/// The same for a test that must pass. Returns its stderr.
///
/// # Panics
///
/// If it does not pass.
#[must_use]
pub fn stderr<S: AsRef<OsStr>>(name: &str, variables: &[(&str, S)]) -> String {
    let output = output(name, variables);
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && stdout.contains("1 passed"), "{name}: {}\n{stdout}\n{stderr}", output.status);
    stderr
}
