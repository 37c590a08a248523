//! Inputs for calls: well-formed and malformed ones.

use std::ffi::CString;

use aro_abi::envelope::{ActionInput, Descriptor, Members};
use aro_abi::{HostPath, RETRY_TEXT};
use serde_json::{Map, Value, json};

use crate::host::envelope::{encoded, encoded_members};

/// A name that no action, qualifier or method has.
pub(super) const UNKNOWN_NAME: &str = "AroTestkitKnowsNoSuchName";

/// `Verb the <r> from the <s> with { … }.` as the eager interpreter sends it.
pub(super) fn eager(value: &Value, with: Option<&Map<String, Value>>) -> Value {
    envelope(HostPath::Eager, value, with)
}

/// The same statement as legacy hosts and compiled programs send it.
fn legacy(value: &Value, with: Option<&Map<String, Value>>) -> Value {
    envelope(HostPath::LegacyManaged, value, with)
}

fn envelope(path: HostPath, value: &Value, with: Option<&Map<String, Value>>) -> Value {
    let statement = ActionInput::variable("s").value(encoded(value)).result(Descriptor::new("r"));
    let statement = match with {
        Some(with) => statement.with(encoded_members(with)),
        None => statement,
    };
    read(&statement.envelope(path))
}

pub(super) fn read(members: &Members) -> Value {
    // The builder writes JSON.
    serde_json::from_str(&members.to_string()).unwrap_or_default()
}

/// Inputs that a program could really send to an action, with values of every type and from several
/// hosts.
pub(super) fn ordinary(action: &Value) -> Vec<Value> {
    let declared = declared(action);
    let quotes_the_retry_text = json!(format!("{RETRY_TEXT} x"));
    let mut inputs = vec![
        eager(&json!("hello"), None),
        eager(&json!("hello"), Some(&declared)),
        legacy(&json!("hello"), Some(&declared)),
        eager(&json!(42), None),
        eager(&json!(2.5), None),
        legacy(&json!(true), None),
        eager(&json!([1, "two", 3.5, true]), None),
        legacy(&json!({ "name": "Alice", "age": 30, "tags": ["a", "b"] }), None),
        eager(&json!("\u{e4}\u{1f600} \"quoted\" \\ line\nline"), None),
        eager(&quotes_the_retry_text, None),
        legacy(&json!(""), None),
        // With-arguments replace any of the host's own keys.
        eager(
            &json!("hello"),
            json!({ "result": 1, "source": "x", "preposition": [], "data": {}, "_with": 5 }).as_object(),
        ),
        // An object that is not bound leaves no trace but its name.
        read(&ActionInput::variable("s").specifier("a").specifier("b").with(Members::new()).envelope(HostPath::Eager)),
        json!({}),
    ];
    inputs.extend(text_parameters(&declared).map(|(name, mut with)| {
        with.insert(name, quotes_the_retry_text.clone());
        eager(&json!("hello"), Some(&with))
    }));
    inputs
}

fn text_parameters(declared: &Map<String, Value>) -> impl Iterator<Item = (String, Map<String, Value>)> {
    declared.iter().filter(|(_, value)| value.is_string()).map(|(name, _)| (name.clone(), declared.clone()))
}

/// Arguments by the JSON schema under `parameters`, which the SDK writes and others may write.
fn declared(action: &Value) -> Map<String, Value> {
    let properties = action.pointer("/parameters/properties").and_then(Value::as_object);
    properties.into_iter().flatten().map(|(name, schema)| (name.clone(), sample(schema))).collect()
}

fn sample(schema: &Value) -> Value {
    if let Some(value) = schema.get("default").or_else(|| schema.pointer("/enum/0")).filter(|value| !value.is_null()) {
        return value.clone();
    }
    let types = schema.get("type").map(|types| types.as_array().cloned().unwrap_or_else(|| vec![types.clone()]));
    let first = types.unwrap_or_default().into_iter().find(|word| word != "null");
    match first.as_ref().and_then(Value::as_str) {
        Some("integer") => json!(1),
        Some("number") => json!(1.5),
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        Some("object") => json!({}),
        _ => json!("text"),
    }
}

/// Strings that are not JSON.
pub(super) fn malformed() -> impl Iterator<Item = CString> {
    let strings =
        ["", " ", "nul", "{", "{\"data\":", "[1,2", "{\"data\":1}}", "{\"data\":\"\\ud800\"}", "{'data':1}", "hello"];
    strings.into_iter().filter_map(|text| CString::new(text).ok())
}

/// A value that nests deeper than a recursive parser can read, in lists and objects alternately.
pub(super) fn deep() -> Option<CString> {
    const LEVELS: usize = 40_000;
    CString::new(format!("{{\"data\":{}1{}}}", "[{\"a\":".repeat(LEVELS), "}]".repeat(LEVELS))).ok()
}

/// A byte that never begins a character, a truncated character, and a surrogate.
pub(super) fn not_utf8() -> impl Iterator<Item = CString> {
    let strings: [&[u8]; 3] = [b"{\"data\":\"\xff\"}", b"{\"data\":\"a\xc3\"}", b"{\"data\":\"\xed\xa0\x80\"}"];
    strings.into_iter().filter_map(|text| CString::new(text).ok())
}
