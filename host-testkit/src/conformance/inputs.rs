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
    inputs.extend(extremes().map(|value| eager(&value, None)));
    inputs.extend(extreme_arguments(&declared).iter().map(|with| eager(&json!("hello"), Some(with))));
    inputs
}

fn text_parameters(declared: &Map<String, Value>) -> impl Iterator<Item = (String, Map<String, Value>)> {
    declared.iter().filter(|(_, value)| value.is_string()).map(|(name, _)| (name.clone(), declared.clone()))
}

/// Quotes, backslashes, control characters and characters beyond ASCII.
const ODD_CHARACTERS: &str =
    "\"quoted\" \\ back\\slash \t\r\n\u{b}\u{1}\u{1f}\u{7f}\u{85}\u{2028} ä😀 'single' %s </x>";

/// Longer than buffers of a fixed length usually are.
const LENGTHS: [usize; 3] = [600, 5_000, 70_000];

/// The smallest and the greatest numbers that a program can have. What a plugin computes from them
/// may be infinite, which JSON cannot express.
fn extreme_numbers() -> [Value; 8] {
    [json!(i64::MAX), json!(i64::MIN), json!(0), json!(-1), json!(1e308), json!(-1e308), json!(5e-324), json!(0.1)]
}

/// Unusual values of every type. Programs can have all of them.
pub(super) fn extremes() -> impl Iterator<Item = Value> {
    let odd = [
        json!(ODD_CHARACTERS),
        // Alone too, since a mistake with one of them may hide another.
        json!("a\tb"),
        json!("a\rb"),
        json!("a\u{1}b"),
        json!("\"\"\""),
        json!("\\"),
        json!([]),
        json!({}),
        json!([ODD_CHARACTERS, [ODD_CHARACTERS]]),
        json!({ ODD_CHARACTERS: { ODD_CHARACTERS: ODD_CHARACTERS }, "": "" }),
        json!(vec![1; 2_000]),
    ];
    let long = LENGTHS.into_iter().map(|length| json!("x".repeat(length)));
    odd.into_iter().chain(long).chain(extreme_numbers())
}

/// The declared arguments with extreme values: all strings with odd characters, then all strings
/// long, then all numbers extreme.
pub(super) fn extreme_arguments(declared: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let with = |is_meant: fn(&Value) -> bool, extreme: &Value| {
        let change = |value: &Value| if is_meant(value) { extreme.clone() } else { value.clone() };
        let changed: Map<_, _> = declared.iter().map(|(name, value)| (name.clone(), change(value))).collect();
        (changed != *declared).then_some(changed)
    };
    let strings = [json!(ODD_CHARACTERS), json!("x".repeat(LENGTHS[1])), json!("")];
    let strings = strings.iter().filter_map(|text| with(Value::is_string, text));
    let numbers = extreme_numbers();
    let numbers = numbers.iter().filter_map(|number| with(|value| value.is_i64(), number).filter(|_| number.is_i64()));
    let doubles = extreme_numbers();
    let doubles = doubles.iter().filter_map(|number| with(Value::is_f64, number));
    strings.chain(numbers).chain(doubles).collect()
}

/// Arguments by the JSON schema under `parameters`, which the SDK writes and others may write.
pub(super) fn declared(entry: &Value) -> Map<String, Value> {
    let properties = entry.pointer("/parameters/properties").and_then(Value::as_object);
    properties.into_iter().flatten().map(|(name, schema)| (name.clone(), sample(schema))).collect()
}

/// Arguments for a service's method: the declared ones, and one of each for a method that declares
/// none.
pub(super) fn for_method(service: &Value, method: &str) -> Vec<Map<String, Value>> {
    // Names that methods often require.
    const COMMON: [&str; 10] = ["value", "key", "name", "text", "data", "id", "path", "query", "input", "message"];
    let declared = service.get("method_details").and_then(|details| details.get(method)).map(declared);
    let declared = declared.unwrap_or_else(|| COMMON.iter().map(|name| ((*name).to_owned(), json!("hello"))).collect());
    let mut all = vec![declared.clone(), Map::new(), Map::from_iter([("value".to_owned(), json!("hello"))])];
    all.extend(extreme_arguments(&declared));
    all
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
