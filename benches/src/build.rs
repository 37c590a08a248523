//! Builds the plugins in release mode.
//!
//! Not by the testkit: to compile it in release mode takes a minute, for which every check would
//! wait.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;

use crate::plugin::PluginKind;
use aro_json_scan::Backend;

type Built = HashMap<(PluginKind, String), PathBuf>;

static BUILT: LazyLock<Mutex<Built>> = LazyLock::new(Mutex::default);

/// The release library of a plugin: the file that its variable names, else cargo builds it. The
/// report sets the variables, since valgrind would also trace cargo.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn library(which: PluginKind) -> PathBuf {
    env::var_os(which.variable()).map_or_else(|| library_in(which, "release"), PathBuf::from)
}

/// The environment variables that name the release libraries, for a program that must not start
/// cargo.
///
/// # Panics
///
/// If one cannot be built.
pub fn libraries() -> impl Iterator<Item = (String, PathBuf)> {
    let all = PluginKind::ALL.into_iter().chain(Backend::available().map(PluginKind::Validator));
    let all = all.map(|which| (which.variable(), library(which)));
    all.chain([(EMBEDDED.to_owned(), embedded_library())])
}

/// The environment variable that may name the embeddable host's library.
const EMBEDDED: &str = "ARO_BENCH_EMBEDDED_HOST";

/// The release library of the embeddable host, found as that of a plugin.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn embedded_library() -> PathBuf {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| cargo_build("../aro-host", "release", |_| {}));
    env::var_os(EMBEDDED).map_or_else(|| BUILT.clone(), PathBuf::from)
}

/// The library of a plugin, built in this profile; once per process.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn library_in(which: PluginKind, profile: &str) -> PathBuf {
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    built.entry((which, profile.to_owned())).or_insert_with(|| build(which, profile)).clone()
}

fn build(which: PluginKind, profile: &str) -> PathBuf {
    cargo_build(which.folder(), profile, |cargo| {
        if let PluginKind::Validator(backend) = which {
            force(cargo, backend);
        }
    })
}

/// Builds the package in a folder, which is relative to this package. Returns its cdylib.
fn cargo_build(folder: &str, profile: &str, options: impl FnOnce(&mut Command)) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    cargo.args(["build", "--quiet", "--lib", "--profile", profile, "--message-format=json-render-diagnostics"]);
    options(&mut cargo);
    let output = cargo.stderr(Stdio::inherit()).output().unwrap_or_else(|error| panic!("cargo: {error}"));
    assert!(output.status.success(), "cargo could not build {folder}");
    // cargo reports the package itself last.
    let messages = String::from_utf8_lossy(&output.stdout);
    let artifacts = messages.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut cdylibs = artifacts.filter(|message| message["target"]["crate_types"][0] == "cdylib");
    let artifact = cdylibs.next().unwrap_or_else(|| panic!("cargo named no library of {folder}"));
    artifact["filenames"][0].as_str().map(PathBuf::from).unwrap_or_else(|| panic!("cargo named no file of {folder}"))
}

/// Forces the plugin to this backend. It has its own target folder, because in a common one
/// it would replace the library of another backend.
fn force(cargo: &mut Command, backend: Backend) {
    let flags = env::var("RUSTFLAGS").unwrap_or_default();
    cargo.env("RUSTFLAGS", format!("{flags} --cfg json_scan_backend=\"{}\"", backend.name()));
    // If this variable is set, cargo ignores `RUSTFLAGS`.
    cargo.env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo.arg("--target-dir").arg(target_folder().join("backends").join(backend.name()));
}

/// The target folder of cargo.
fn target_folder() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(["metadata", "--no-deps", "--format-version=1"]);
    let output = cargo.stderr(Stdio::inherit()).output().unwrap_or_else(|error| panic!("cargo: {error}"));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    metadata["target_directory"].as_str().map(PathBuf::from).expect("cargo names its target folder")
}
