//! The plugin `fixtures/faults`.

use std::path::PathBuf;

use aro_host_testkit::{Plugin, Reply, ReplyError, build_cdylib};
use serde_json::{Value, json};

pub(crate) use aro_tests::whole::{error_of, success};

pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/faults");

/// The built library.
pub(crate) fn library() -> PathBuf {
    build_cdylib(FOLDER).expect("the fixture builds")
}

/// The plugin in its initial state, from a file of its own.
pub(crate) fn fresh() -> Plugin {
    fresh_from(library())
}

pub(crate) fn fresh_from(library: PathBuf) -> Plugin {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join(library.file_name().expect("a file"));
    std::fs::copy(library, &copy).expect("a copy");
    Plugin::open(copy).expect("a plugin")
}

/// Whether everything is wanted, however long it takes.
pub(crate) fn all() -> bool {
    std::env::var_os("ARO_FAULTS").is_some_and(|value| value == "all")
}

pub(crate) fn execute(plugin: &Plugin, action: &str) -> Reply {
    plugin.execute(action, &json!({})).expect("a reply")
}

pub(crate) fn result(plugin: &Plugin, action: &str) -> Value {
    success(&execute(plugin, action))["result"].clone()
}

pub(crate) fn refused(plugin: &Plugin, action: &str) -> ReplyError {
    error_of(&execute(plugin, action))
}
