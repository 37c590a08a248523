//! Compares what the testkit's host did with what the real one did.

use aro_host_testkit::RecordedCall;
use serde_json::{Value, json};

use crate::vector::Captured;

/// Parses JSON, and leaves anything else as it is; numbers are compared by value.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => left == right,
    }
}

/// Parses an argument if it is an object, since the order of keys is random. Lists of
/// `aro_object_write` are strings to the host, so they stay as they are.
fn argument(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ Value::Object(_)) => value,
        _ => json!(text),
    }
}

pub(crate) fn calls(captured: &[Captured], made: &[RecordedCall]) -> Result<(), String> {
    let captured: Vec<Value> = captured
        .iter()
        .map(|call| {
            let arguments = call.arguments.iter().map(|text| text.as_str().map_or_else(|| text.clone(), argument));
            let arguments: Vec<Value> = arguments.filter(|_| call.function != "aro_plugin_set_invoke").collect();
            json!({ "function": call.function, "arguments": arguments })
        })
        .collect();
    let made: Vec<Value> = made
        .iter()
        .map(|call| {
            let arguments = call.arguments.iter().filter(|_| call.function != "aro_plugin_set_invoke");
            let arguments: Vec<Value> = arguments.map(|text| argument(text)).collect();
            json!({ "function": call.function, "arguments": arguments })
        })
        .collect();
    let (captured, made) = (Value::from(captured), Value::from(made));
    if same(&captured, &made) { Ok(()) } else { Err(format!("calls\n  real {captured}\n  here {made}")) }
}

pub(crate) fn values(what: &str, captured: &Value, made: &Value) -> Result<(), String> {
    if same(captured, made) { Ok(()) } else { Err(format!("{what}\n  real {captured}\n  here {made}")) }
}
