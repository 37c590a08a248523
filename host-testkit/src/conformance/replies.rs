//! What hosts make of a reply (ABI, sections 5 and 6).

use aro_abi::{Category, ErrorCode, RETRY_TEXT, keys};
use serde_json::{Map, Value};

use super::checker::Checker;
use crate::isolation::{Call, CallOutcome};
use crate::json::{self, Fault};

/// What may stand beside a text under `error` in a failure.
const OF_FAILURES: [&str; 8] =
    [keys::ERROR, keys::ERROR_CODE, keys::CATEGORY, keys::DETAILS, keys::EVENTS, "code", "message", "hint"];

/// The reply's text, if it is JSON.
pub(super) fn text(checker: &mut Checker<'_>, subject: &str, call: &Call, outcome: &CallOutcome) -> Option<Value> {
    let bytes = match outcome {
        CallOutcome::Text(bytes) | CallOutcome::FreedAtEnd { last: bytes, .. } => &bytes.0,
        CallOutcome::Null => {
            checker.find("reply-null", subject, call, "NULL");
            return None;
        }
        CallOutcome::Done | CallOutcome::Missing | CallOutcome::Undeclared(_) => return None,
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        checker.find("reply-utf8", subject, call, bytes.escape_ascii().to_string());
        return None;
    };
    match json::read(text) {
        Ok(value) => Some(value),
        Err(Fault::Form(_) | Fault::Type(_)) if json::is_too_deep(text) => {
            checker.find("reply-depth", subject, call, format!("{} bytes, nested deeper than 512", text.len()));
            None
        }
        Err(Fault::Form(error) | Fault::Type(error)) => {
            checker.find("reply-json", subject, call, format!("{error}: {}", short(text)));
            None
        }
    }
}

/// An action's or a service's.
pub(super) fn action(checker: &mut Checker<'_>, subject: &str, call: &Call, outcome: &CallOutcome) {
    let Some(reply) = text(checker, subject, call, outcome) else { return };
    let shown = short(&reply.to_string());
    let Value::Object(object) = &reply else {
        checker.find("reply-object", subject, call, shown);
        return;
    };
    if let CallOutcome::Text(bytes) = outcome
        && bytes.0.windows(RETRY_TEXT.len()).any(|window| window == RETRY_TEXT.as_bytes())
    {
        checker.find("retry-text", subject, call, &shown);
    }
    error(checker, subject, call, object, &shown);
    if let Some(events) = object.get(keys::EVENTS)
        && let Some(fault) = events_fault(events)
    {
        checker.find("events-shape", subject, call, format!("{fault}: {}", short(&events.to_string())));
    }
    let mut faults = Vec::new();
    lossy(&reply, &mut faults);
    for (id, observed) in faults {
        checker.find(id, subject, call, format!("{observed} in {shown}"));
    }
}

fn error(checker: &mut Checker<'_>, subject: &str, call: &Call, object: &Map<String, Value>, shown: &str) {
    let Some(message) = object.get(keys::ERROR).and_then(Value::as_str) else { return };
    let more = object.keys().find(|key| !OF_FAILURES.contains(&key.as_str()));
    let code = object.get(keys::ERROR_CODE);
    let success = code.and_then(Value::as_u64) == Some(0);
    if success || message.is_empty() || more.is_some() {
        checker.find("error-field", subject, call, shown);
        return;
    }
    let known = |code: &Value| code.as_u64().is_some_and(|code| ErrorCode::from_number(code).is_some());
    let category = object.get(keys::CATEGORY);
    let known_category =
        |category: &Value| category.as_str().is_some_and(|word| Category::ALL.iter().any(|known| known.name() == word));
    if !code.is_none_or(known) || !category.is_none_or(known_category) {
        checker.find("error-code", subject, call, shown);
    }
}

fn events_fault(events: &Value) -> Option<&'static str> {
    let Some(entries) = events.as_array() else { return Some("_events is no list") };
    entries.iter().find_map(|entry| match entry {
        Value::Object(event) if !event.get("type").is_some_and(Value::is_string) => Some("an event has no text `type`"),
        Value::Object(event) if !event.get("data").is_none_or(Value::is_object) => {
            Some("an event's `data` is no object")
        }
        Value::Object(_) => None,
        _ => Some("an event is no object"),
    })
}

/// Values that arrive as others.
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

/// A qualifier's.
pub(super) fn qualifier(checker: &mut Checker<'_>, subject: &str, call: &Call, outcome: &CallOutcome) {
    let Some(reply) = text(checker, subject, call, outcome) else { return };
    let result = reply.get("result").is_some_and(|result| !result.is_null());
    if !result && !reply.get(keys::ERROR).is_some_and(Value::is_string) {
        checker.find("qualifier-reply", subject, call, short(&reply.to_string()));
        return;
    }
    let mut faults = Vec::new();
    lossy(&reply["result"], &mut faults);
    if result && faults.iter().any(|(id, _)| *id == "reply-null-value") {
        checker.find("reply-null-value", subject, call, short(&reply.to_string()));
    }
}

pub(super) fn short(text: &str) -> String {
    const LIMIT: usize = 300;
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
