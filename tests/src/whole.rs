//! Calls of the plugin `fixtures/whole`.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use aro_host_testkit::{Plugin, Reply, ReplyError};
use serde_json::{Value, json};
use tempfile::TempDir;

pub use crate::recorder::error_of;

/// The package of the plugin.
pub const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/whole");

/// The plugin, one for all tests of a process.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn whole() -> &'static Plugin {
    static PLUGIN: LazyLock<Plugin> = LazyLock::new(|| Plugin::build(FOLDER).expect("the fixture builds"));
    &PLUGIN
}

/// A copy of the plugin's library. It is removed with the folder.
///
/// # Panics
///
/// If it cannot be built or copied.
#[must_use]
pub fn copy() -> (TempDir, PathBuf) {
    let built = aro_host_testkit::build_cdylib(FOLDER).expect("the fixture builds");
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join(built.file_name().expect("a file"));
    fs::copy(built, &copy).expect("a copy");
    (folder, copy)
}

/// The plugin, loaded from another file, so that it is in its initial state. The file is
/// removed, which has no effect on a loaded library.
///
/// # Panics
///
/// If it cannot be built or copied.
#[must_use]
pub fn fresh() -> Plugin {
    let (_folder, copy) = copy();
    Plugin::open(copy).expect("a library")
}

/// The reply of a call that must not fail.
///
/// # Panics
///
/// If it fails.
pub fn success(reply: &Reply) -> Value {
    assert_eq!(reply.error(), None, "{reply}");
    reply.json().expect("JSON")
}

/// The result of an action of the shared plugin, which must not fail.
///
/// # Panics
///
/// If it fails.
pub fn answer(action: &str, input: &Value) -> Value {
    success(&whole().execute(action, input).expect("a reply"))
}

/// The error of an action of the shared plugin, which must fail.
///
/// # Panics
///
/// If it does not fail.
pub fn refusal(action: &str, input: &Value) -> ReplyError {
    error_of(&whole().execute(action, input).expect("a reply"))
}

/// The reply of a qualifier of the shared plugin.
///
/// # Panics
///
/// If there is no reply.
pub fn qualify(name: &str, value: &Value, with: &Value) -> Reply {
    let mut input = json!({ "value": value, "type": type_of(value) });
    if with.is_object() {
        input["_with"] = with.clone();
    }
    whole().qualifier(name, &input).expect("a reply")
}

/// ARO's name for the type of a value.
#[must_use]
pub fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null | Value::String(_) => "String",
        Value::Bool(_) => "Bool",
        Value::Number(number) if number.is_f64() => "Double",
        Value::Number(_) => "Int",
        Value::Array(_) => "List",
        Value::Object(_) => "Object",
    }
}
