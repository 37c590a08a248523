//! What the functions of the plugin must give: computed from the arguments that `bound` finds, with
//! `serde_json` alone.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::actions::{Emission, Flat, Form, Kinds, Place};
use crate::bound::{Bound, Fault};
use crate::json::{pruned, read};
use crate::qualifiers::Point;

/// An action that failed by itself.
const EXECUTION_FAILED: Fault = Fault::Code(6);

/// The reply of an action or of a service's method, by the normal form of its name.
pub(crate) fn called(name: &str, call: &mut Bound<'_>) -> Result<Value, Fault> {
    returned(name, call).map(|value| match value {
        Returned::Value(value) => top(pruned(&value)),
        Returned::AsItIs(value) => top(value),
    })
}

enum Returned {
    /// A value, from which null is left out.
    Value(Value),
    /// JSON, or a reply already.
    AsItIs(Value),
}

/// Replies are objects.
fn top(value: Value) -> Value {
    match value {
        Value::Object(_) => value,
        Value::Null => json!({}),
        value => json!({ "result": value }),
    }
}

fn returned(name: &str, call: &mut Bound<'_>) -> Result<Returned, Fault> {
    let value = match name {
        "echo" | "service:ask" => call.required("value")?,
        "echowith" => call.required_with("value")?,
        "all" | "service:ping" => Value::Object(call.flattened()?),
        "nothing" => json!(true),
        "raw" => json!(call.text),
        "numbers" => numbers(call)?,
        "perhaps" => json!([call.optional::<i32>("number")?, call.optional_with::<String>("text")?]),
        "usually" => json!(call.optional("number")?.unwrap_or(5_i32)),
        "lend" => lent(call)?,
        "flatten" => written(&call.flattened::<Flat>()?)?,
        "about" => about(call)?,
        "sendout" => sent_out(call)?,
        "binary" => binary(&call.required::<String>("bytes")?)?,
        "kinds" => written(&call.flattened::<Kinds>()?)?,
        "raise" => return Ok(Returned::AsItIs(written(&call.required::<Form>("form")?)?)),
        "givetext" => return given(&call.required::<String>("text")?).map(Returned::AsItIs),
        "fail" => return failed(call).map(Returned::AsItIs),
        "pour" => Value::Array(call.required("list")?),
        // There is no host to ask.
        "ask" => return Err(call.required::<Value>("value").err().unwrap_or(Fault::Code(9))),
        "askfortext" => return Err(Fault::Code(9)),
        "service:add" => {
            json!([call.optional("amount")?.unwrap_or(1_i32), call.optional::<String>("text")?])
        }
        "service:hostkeys" => {
            json!([
                call.required::<String>("data")?,
                call.optional::<u8>("result")?,
                call.optional::<String>("source")?
            ])
        }
        // Another number each time, which the caller compares. Whatever is none is wrong.
        "count" => json!({ "count": "a number" }),
        _ => panic!("what the action {name} gives is not known"),
    };
    Ok(Returned::Value(value))
}

/// What `serde_json` writes. A number that is none, it writes as null, and the SDK refuses it.
fn written(value: &impl Serialize) -> Result<Value, Fault> {
    let text = serde_json::to_string(value).map_err(|_| EXECUTION_FAILED)?;
    serde_json::from_str(&text).map_err(|_| EXECUTION_FAILED)
}

fn numbers(call: &mut Bound<'_>) -> Result<Value, Fault> {
    let (whole, small) = (call.required::<i64>("whole")?, call.optional::<u8>("small")?);
    let (real, flag) = (call.optional("real")?.unwrap_or(1.5), call.optional("flag")?.unwrap_or(false));
    let (letter, list) = (call.optional::<char>("letter")?, call.optional::<Vec<i32>>("list")?);
    Ok(json!([whole, small, real, flag, letter, list]))
}

/// `actions::Choice`, which borrows its text: `serde_json` alone cannot lend one with escapes.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Choice {
    Whole(i64),
    Text(String),
    Several(Vec<Choice>),
}

fn lent(call: &mut Bound<'_>) -> Result<Value, Fault> {
    let (text, list) = (call.required::<String>("text")?, call.required::<Vec<Value>>("list")?);
    let (place, choice) = (call.optional::<Place<'_>>("place")?, call.optional::<Choice>("choice")?);
    Ok(json!({ "text": text, "list": list, "place": place, "choice": choice }))
}

fn about(call: &mut Bound<'_>) -> Result<Value, Fault> {
    const PREPOSITIONS: [&str; 10] = ["from", "for", "against", "to", "into", "via", "with", "on", "at", "by"];
    let preposition = call.host_value::<String>("preposition");
    Ok(json!({
        "value": call.optional::<Value>("value")?,
        "result": call.descriptor("result")?,
        "source": call.descriptor("source")?,
        "preposition": preposition.filter(|word| PREPOSITIONS.contains(&word.as_str())),
        "qualifier": call.host_value::<String>("qualifier"),
    }))
}

fn sent_out(call: &mut Bound<'_>) -> Result<Value, Fault> {
    let mut reply: Map<String, Value> = call.required("value")?;
    let mut events = Vec::new();
    for Emission { kind, data } in call.required::<Vec<Emission>>("emissions")? {
        let data = data.unwrap_or_else(|| json!({}));
        if kind.is_empty() || !data.is_object() {
            return Err(Fault::Code(1));
        }
        events.push(json!({ "type": kind, "data": data }));
    }
    if !events.is_empty() {
        reply.insert("_events".to_owned(), Value::Array(events));
    }
    Ok(Value::Object(reply))
}

/// Base64 text, once more with its padding.
fn binary(text: &str) -> Result<Value, Fault> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let data = text.trim_end_matches('=');
    let sixths =
        data.bytes().map(|byte| ALPHABET.iter().position(|letter| *letter == byte)).collect::<Option<Vec<_>>>();
    let sixths = sixths.ok_or(Fault::Code(1))?;
    // The bits of the last letter that belong to no byte.
    let rest = match (sixths.len() % 4, sixths.last()) {
        (2, Some(last)) => last & 0b1111,
        (3, Some(last)) => last & 0b11,
        (1, _) => return Err(Fault::Code(1)),
        _ => 0,
    };
    let padded = format!("{data}{}", &"=="[..(4 - data.len() % 4) % 4]);
    match () {
        () if rest != 0 => Err(Fault::Code(1)),
        () if text == data || text == padded => Ok(json!(padded)),
        // What a wrong number of `=` is, is not promised.
        () => Err(Fault::Unknown),
    }
}

/// JSON that is passed on.
fn given(text: &str) -> Result<Value, Fault> {
    read(text).map_err(|_| EXECUTION_FAILED)
}

fn failed(call: &mut Bound<'_>) -> Result<Value, Fault> {
    let (message, code) = (call.required::<String>("message")?, call.optional::<u8>("code")?);
    let code = code.filter(|code| *code <= 10).unwrap_or(6);
    let mut reply = json!({ "error": message, "error_code": code });
    if let Some(detail) = call.optional::<Value>("detail")? {
        reply["details"] = json!({ "detail": pruned(&detail) });
    }
    Ok(reply)
}

/// The reply of a qualifier, by the normal form of its name. There is none without a value.
pub(crate) fn qualified(name: &str, call: &mut Bound<'_>) -> Result<Value, Fault> {
    let value = match name {
        "same" => call.required("value")?,
        "with" => json!({ "value": call.required::<Value>("value")?, "with": call.flattened::<Map<String, Value>>()? }),
        "pickfrom" => {
            let (list, count) = (call.required::<Vec<Value>>("list")?, call.optional("count")?.unwrap_or(1_usize));
            let picked = list.into_iter().take(count).collect::<Vec<_>>();
            json!({ "picked": picked, "after": call.optional::<i64>("after")?, "named": call.optional::<String>("value")? })
        }
        "text" | "owned" => json!(call.required::<String>("value")?),
        "letter" => json!(call.required::<char>("value")?),
        "whole" => json!(call.required::<i64>("value")?),
        "small" => json!(call.required::<u8>("value")?),
        "real" => json!(call.required::<f64>("value")?),
        "flag" => json!(call.required::<bool>("value")?),
        "slice" => json!(call.required::<Vec<i64>>("value")?),
        "pair" => json!(call.required::<(i64, String)>("value")?),
        "map" => json!(call.required::<std::collections::BTreeMap<String, i64>>("value")?),
        "point" => json!(call.required::<Point>("value")?),
        "optional" => json!(call.optional::<i64>("value")?),
        "address" => json!(call.required::<IpAddr>("value")?),
        _ => panic!("what the qualifier {name} gives is not known"),
    };
    match value {
        Value::Null => Err(EXECUTION_FAILED),
        value => Ok(json!({ "result": pruned(&value) })),
    }
}

/// What a system object gives when it is read, by the normal form of its name.
pub(crate) fn read_object(name: &str, qualifier: &str) -> Result<Value, Fault> {
    match name {
        "shelf" => Ok(json!({ "result": ["shelf", qualifier] })),
        "numbers" => Ok(json!({ "result": fitting::<u32>(qualifier)? })),
        // It can only be written.
        _ => Err(Fault::Code(9)),
    }
}

/// What a system object gives when it is written. A value is JSON, or else a string.
pub(crate) fn write_object(name: &str, qualifier: &str, value: &str) -> Result<Value, Fault> {
    Ok(match name {
        "shelf" => {
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
            pruned(&json!({ "qualifier": qualifier, "value": value }))
        }
        "numbers" => json!({ "result": [fitting::<Option<i8>>(qualifier)?, fitting::<Vec<i64>>(value)?] }),
        _ => {
            let value = serde_json::from_str(value).unwrap_or_else(|_| value.to_owned());
            json!({ "result": ["board", qualifier, value] })
        }
    })
}

/// Text that has to be JSON.
fn fitting<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::Code(1))
}

/// The reply of an action that gives what the host has answered. Only text, or any value.
pub(crate) fn answered_by_host(answer: Option<&[u8]>, is_text: bool) -> Result<Value, Fault> {
    let value: Value = serde_json::from_slice(answer.ok_or(EXECUTION_FAILED)?).map_err(|_| EXECUTION_FAILED)?;
    match &value["error"] {
        Value::String(_) => Err(Fault::Code(value["error_code"].as_u64().filter(|code| *code <= 10).unwrap_or(6))),
        _ if is_text && !value.is_string() => Err(EXECUTION_FAILED),
        _ => Ok(top(pruned(&value))),
    }
}
