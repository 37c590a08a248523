//! Builds the plugins.
//!
//! The testkit could do it, but in release it takes a minute to compile, for which every check would wait.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;

use crate::plugin::Which;

type Built = HashMap<(Which, String), PathBuf>;

static BUILT: LazyLock<Mutex<Built>> = LazyLock::new(Mutex::default);

/// The release library of a plugin: the file that its variable names, else built if need be. The report sets the variables, since valgrind would
/// follow a cargo that is started under it.
///
/// # Panics
///
/// When it cannot be built.
#[must_use]
pub fn library(which: Which) -> PathBuf {
    std::env::var_os(which.variable()).map_or_else(|| library_in(which, "release"), PathBuf::from)
}

/// The library of a plugin, built in this profile; once per process.
///
/// # Panics
///
/// When it cannot be built.
#[must_use]
pub fn library_in(which: Which, profile: &str) -> PathBuf {
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    built.entry((which, profile.to_owned())).or_insert_with(|| build(which, profile)).clone()
}

fn build(which: Which, profile: &str) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins").join(which.folder()));
    cargo.args(["build", "--quiet", "--lib", "--profile", profile, "--message-format=json-render-diagnostics"]);
    let output = cargo.stderr(Stdio::inherit()).output().unwrap_or_else(|error| panic!("cargo: {error}"));
    assert!(output.status.success(), "cargo could not build {which:?}");
    // cargo tells of the package itself last.
    let messages = String::from_utf8_lossy(&output.stdout);
    let artifacts = messages.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut cdylibs = artifacts.filter(|message| message["target"]["crate_types"][0] == "cdylib");
    let artifact = cdylibs.next().unwrap_or_else(|| panic!("cargo named no library of {which:?}"));
    artifact["filenames"][0].as_str().map(PathBuf::from).unwrap_or_else(|| panic!("cargo named no file of {which:?}"))
}
