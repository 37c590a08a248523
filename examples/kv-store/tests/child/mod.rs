//! A plugin with its own store: a test runs its own program again, with `ARO_KV_PATH` set.
//!
//! The plugin reads the variable in its init, and a process loads a library once, so each store
//! needs its own process.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aro_host_testkit::Plugin;

/// The variable with the library that the parent has built; set in a child only.
const LIBRARY: &str = "KV_STORE_TEST_LIBRARY";

/// Builds the plugin's library.
pub(crate) fn library() -> PathBuf {
    aro_host_testkit::plugin!().path().to_owned()
}

/// In a child: the plugin, before its first call.
pub(crate) fn plugin() -> Option<Plugin> {
    std::env::var_os(LIBRARY).map(|library| Plugin::open(library).unwrap())
}

/// Starts the test `name` of this program in its own process, whose plugin keeps its values in
/// `store`. Its output is piped.
pub(crate) fn command(name: &str, library: &Path, store: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env(LIBRARY, library)
        .env("ARO_KV_PATH", store)
        .env_remove("ARO_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}
