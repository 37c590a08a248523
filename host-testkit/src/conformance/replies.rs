//! Checks replies by the hosts' rules (ABI, sections 5 and 6).

use aro_abi::{Category, ErrorCode, RETRY_TEXT, keys, symbols};
use serde_json::{Map, Value, json};

use super::checker::Checker;
use super::names::members;
use crate::isolation::{Call, CallOutcome};
use crate::json::{self, Fault};

/// The keys that a failure may have.
const OF_FAILURES: [&str; 8] =
    [keys::ERROR, keys::ERROR_CODE, keys::CATEGORY, keys::DETAILS, keys::EVENTS, "code", "message", "hint"];

/// The reply as JSON, if it is JSON.
pub(super) fn text(checker: &mut Checker<'_>, subject: &str, call: &Call, outcome: &CallOutcome) -> Option<Value> {
    let bytes = match outcome {
        CallOutcome::Text(bytes) | CallOutcome::FreedAtEnd { last: bytes, .. } => &bytes.0,
        CallOutcome::Null => {
            checker.add_finding("reply-null", subject, call, "NULL");
            return None;
        }
        CallOutcome::Done | CallOutcome::Missing | CallOutcome::Undeclared(_) => return None,
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        checker.add_finding("reply-utf8", subject, call, bytes.escape_ascii().to_string());
        return None;
    };
    match json::read(text) {
        Ok(value) => Some(value),
        Err(Fault::Form(_) | Fault::Type(_)) if json::is_too_deep(text) => {
            checker.add_finding("reply-depth", subject, call, format!("{} bytes, nested deeper than 512", text.len()));
            None
        }
        Err(Fault::Form(error) | Fault::Type(error)) => {
            checker.add_finding("reply-json", subject, call, format!("{error}: {}", short(text)));
            None
        }
    }
}

/// Checks the reply of an action or a service.
pub(super) fn action(checker: &mut Checker<'_>, subject: &str, call: &Call, outcome: &CallOutcome) {
    let Some(reply) = text(checker, subject, call, outcome) else { return };
    let shown = short(&reply.to_string());
    let Value::Object(object) = &reply else {
        checker.add_finding("reply-object", subject, call, shown);
        return;
    };
    if let CallOutcome::Text(bytes) = outcome
        && bytes.0.windows(RETRY_TEXT.len()).any(|window| window == RETRY_TEXT.as_bytes())
    {
        checker.add_finding("retry-text", subject, call, &shown);
    }
    error(checker, subject, call, object, &shown);
    if let Some(events) = object.get(keys::EVENTS)
        && let Some(fault) = events_fault(events)
    {
        checker.add_finding("events-shape", subject, call, format!("{fault}: {}", short(&events.to_string())));
    }
    // An entry point returns what its action returns.
    let is_entry_point = !symbols::ALL.contains(&call.symbol());
    if !object.contains_key(keys::ERROR) && !is_entry_point {
        object.iter().filter(|(key, _)| *key != keys::EVENTS).for_each(|(key, value)| {
            members(checker, subject, &json!({ key: value }));
        });
    }
    let mut faults = Vec::new();
    lossy(&reply, &mut faults);
    for (id, observed) in faults {
        checker.add_finding(id, subject, call, format!("{observed} in {shown}"));
    }
}

fn error(checker: &mut Checker<'_>, subject: &str, call: &Call, object: &Map<String, Value>, shown: &str) {
    let Some(message) = object.get(keys::ERROR).and_then(Value::as_str) else { return };
    let more = object.keys().find(|key| !OF_FAILURES.contains(&key.as_str()));
    let code = object.get(keys::ERROR_CODE);
    let success = code.and_then(Value::as_u64) == Some(0);
    if success || message.is_empty() || more.is_some() {
        checker.add_finding("error-field", subject, call, shown);
        return;
    }
    let known = |code: &Value| code.as_u64().is_some_and(|code| ErrorCode::from_number(code).is_some());
    let category = object.get(keys::CATEGORY);
    let known_category =
        |category: &Value| category.as_str().is_some_and(|word| Category::ALL.iter().any(|known| known.name() == word));
    if !code.is_none_or(known) || !category.is_none_or(known_category) {
        checker.add_finding("error-code", subject, call, shown);
    } else if code.is_none() {
        checker.add_finding("error-without-code", subject, call, shown);
    }
}

fn events_fault(events: &Value) -> Option<&'static str> {
    let Some(entries) = events.as_array() else { return Some("_events is not a list") };
    entries.iter().find_map(|entry| match entry {
        Value::Object(event) if !event.get("type").is_some_and(Value::is_string) => {
            Some("an event has no string under `type`")
        }
        Value::Object(event) if !event.get("data").is_none_or(Value::is_object) => {
            Some("an event's `data` is not an object")
        }
        Value::Object(_) => None,
        _ => Some("an event is not an object"),
    })
}

/// Finds values that hosts change.
fn lossy(value: &Value, faults: &mut Vec<(&'static str, String)>) {
    match value {
        Value::Null => faults.push(("reply-null-value", "a null".to_owned())),
        Value::Number(number) => {
            let edge = number.as_i64().is_some_and(|number| number == i64::MAX || number == i64::MIN);
            if edge || (number.is_u64() && number.as_i64().is_none()) {
                faults.push(("reply-number", number.to_string()));
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| lossy(element, faults)),
        Value::Object(object) => object.values().for_each(|member| lossy(member, faults)),
        Value::Bool(_) | Value::String(_) => {}
    }
}

/// Checks the reply of a qualifier.
pub(super) fn qualifier(checker: &mut Checker<'_>, subject: &str, call: &Call, outcome: &CallOutcome) {
    let Some(reply) = text(checker, subject, call, outcome) else { return };
    let result = reply.get("result").is_some_and(|result| !result.is_null());
    if !result && !reply.get(keys::ERROR).is_some_and(Value::is_string) {
        checker.add_finding("qualifier-reply", subject, call, short(&reply.to_string()));
        return;
    }
    members(checker, subject, &reply["result"]);
    let mut faults = Vec::new();
    lossy(&reply["result"], &mut faults);
    if result && faults.iter().any(|(id, _)| *id == "reply-null-value") {
        checker.add_finding("reply-null-value", subject, call, short(&reply.to_string()));
    }
}

pub(super) fn short(text: &str) -> String {
    const LIMIT: usize = 300;
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
