//! Replies, and what serde_json says of an input.

use std::ffi::{CStr, c_char};

use serde::Deserialize;
use serde_json::Value;

unsafe extern "C" {
    fn aro_plugin_free(pointer: *mut c_char);
}

/// Reads a reply and frees it. A reply is a JSON object, or what a system object gives.
pub(crate) fn taken(reply: *mut c_char) -> Value {
    assert!(!reply.is_null(), "the reply is NULL");
    // SAFETY: a reply is a NUL-terminated string, and it lives until it is freed.
    let text = unsafe { CStr::from_ptr(reply) }.to_owned();
    // SAFETY: the plugin gave it, and it is freed once.
    unsafe { aro_plugin_free(reply) };
    let text = text.into_string().expect("the reply is UTF-8");
    let value = read(&text).unwrap_or_else(|error| panic!("the reply is no JSON: {error}: {text}"));
    assert!(levels(&value) <= 512, "the reply is too deep: {text}");
    value
}

/// Reads JSON of any depth. Hosts read 512 levels, and the SDK refuses a reply that is deeper.
pub(crate) fn read(text: &str) -> serde_json::Result<Value> {
    let mut json = serde_json::Deserializer::from_str(text);
    json.disable_recursion_limit();
    let value = Value::deserialize(&mut json)?;
    json.end().map(|()| value)
}

fn levels(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(levels).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(levels).max().unwrap_or_default(),
        _ => 0,
    }
}

/// The code, if it is the reply of an error.
pub(crate) fn code(reply: &Value) -> Option<u64> {
    reply.get("error").filter(|error| error.is_string()).and(reply.get("error_code")?.as_u64())
}

/// Without members that are null, which replies leave out.
pub(crate) fn pruned(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(pruned).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key.clone(), pruned(value))).collect())
        }
        value => value.clone(),
    }
}
