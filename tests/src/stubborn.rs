//! The plugin `fixtures/stubborn`.

use std::fs;
use std::path::PathBuf;

use aro_host_testkit::Plugin;
use tempfile::TempDir;

/// The package of the plugin.
pub const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/stubborn");

/// The plugin, loaded from its own copy of the library, so that it is in its initial state.
///
/// # Panics
///
/// If it cannot be built or copied.
#[must_use]
pub fn fresh_stubborn() -> (TempDir, PathBuf, Plugin) {
    let built = aro_host_testkit::build_cdylib(FOLDER).expect("the fixture builds");
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join(built.file_name().expect("a file"));
    fs::copy(built, &copy).expect("a copy");
    let plugin = Plugin::open(&copy).expect("a library");
    (folder, copy, plugin)
}
