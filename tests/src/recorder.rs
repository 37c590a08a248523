//! Calls of the plugin `fixtures/recorder`.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use aro_host_testkit::{Plugin, Reply, ReplyError};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The package of the plugin.
pub const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/recorder");

/// The plugin, one for all tests of a process.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn recorder() -> &'static Plugin {
    static PLUGIN: LazyLock<Plugin> = LazyLock::new(|| Plugin::build(FOLDER).expect("the fixture builds"));
    &PLUGIN
}

/// The plugin, loaded from another file, so that it shares nothing with that of [`recorder`].
///
/// # Panics
///
/// If it cannot be built or copied.
#[must_use]
pub fn fresh_recorder() -> (TempDir, PathBuf, Plugin) {
    let built = aro_host_testkit::build_cdylib(FOLDER).expect("the fixture builds");
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join(built.file_name().expect("a file"));
    fs::copy(built, &copy).expect("a copy");
    let plugin = Plugin::open(&copy).expect("a library");
    (folder, copy, plugin)
}

/// The reply of an action that must not fail.
///
/// # Panics
///
/// If it fails.
pub fn answer(action: &str, input: &Value) -> Value {
    answer_text(action, &input.to_string())
}

/// The same with the envelope as a string.
///
/// # Panics
///
/// If it fails.
pub fn answer_text(action: &str, input: &str) -> Value {
    let reply = recorder().execute_text(action, input).expect("a reply");
    assert_eq!(reply.error(), None, "{action} refuses {input}");
    reply.json().expect("JSON")
}

/// The error of an action that must fail.
///
/// # Panics
///
/// If it does not fail.
pub fn refusal(action: &str, input: &Value) -> ReplyError {
    refusal_text(action, &input.to_string())
}

/// The same with the envelope as a string.
///
/// # Panics
///
/// If it does not fail.
pub fn refusal_text(action: &str, input: &str) -> ReplyError {
    error_of(&recorder().execute_text(action, input).expect("a reply"))
}

/// The error in a reply that must be an error, with only the four members that the ABI defines.
///
/// # Panics
///
/// If it is none.
pub fn error_of(reply: &Reply) -> ReplyError {
    let whole = reply.json().expect("JSON");
    let known = ["error", "error_code", "category", "details"];
    let members = whole.as_object().expect("an object");
    assert!(members.keys().all(|key| known.contains(&key.as_str())), "{reply}");
    reply.error().unwrap_or_else(|| panic!("no error: {reply}"))
}

/// The envelope of `Verb the <r> from the <object>.`, with `with { … }` if `with` is an object, as
/// the eager path sends it.
#[must_use]
pub fn eager(object: &str, value: &Value, with: &Value) -> Value {
    let mut envelope = json!({
        "data": value,
        "object": value,
        object: value,
        "result": { "base": "r", "specifiers": [] },
        "source": { "base": object, "specifiers": [] },
        "preposition": "from",
    });
    for (key, value) in with.as_object().into_iter().flatten() {
        envelope[key] = value.clone();
    }
    let mut copy = envelope.clone();
    if with.is_object() {
        copy["_with"] = with.clone();
    }
    envelope["_with"] = copy;
    envelope
}

/// The same statement's envelope on the legacy and compiled paths.
#[must_use]
pub fn legacy(object: &str, value: &Value, with: &Value) -> Value {
    let mut envelope = json!({ "data": value, "object": value, object: value });
    for (key, value) in with.as_object().into_iter().flatten() {
        envelope[key] = value.clone();
    }
    envelope["_with"] = envelope.clone();
    envelope
}
