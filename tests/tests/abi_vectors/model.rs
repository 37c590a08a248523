//! What hosts make of a reply (ABI, sections 2, 5 and 6). The model is held against every capture
//! before it judges the SDK.

use serde_json::{Map, Number, Value, json};

/// What came of a reply.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// A value is bound, events are published.
    Bound { value: Value, events: Vec<Value> },
    /// The plugin's error text is thrown.
    Thrown(String),
    /// The statement fails, and what the plugin said is lost.
    Lost,
}

/// What the hosts of one path do.
#[derive(Clone, Copy)]
pub(crate) struct Host {
    /// `_events` are published and taken out.
    publishes: bool,
    /// A text under `error` is thrown.
    throws: bool,
}

impl Host {
    pub(crate) fn of(path: &str) -> Self {
        Host {
            publishes: matches!(path, "eager" | "interpreter"),
            throws: matches!(path, "legacy-dylib" | "legacy-managed" | "compiled"),
        }
    }

    /// For an action's reply.
    pub(crate) fn outcome(self, reply: Option<&str>) -> Outcome {
        let Some(text) = reply else { return Outcome::Lost };
        match serde_json::from_str(text) {
            Ok(Value::Object(members)) => self.object(members),
            Ok(Value::Array(_)) => Outcome::Bound { value: text.into(), events: Vec::new() },
            _ => Outcome::Lost,
        }
    }

    fn object(self, mut members: Map<String, Value>) -> Outcome {
        if let (true, Some(Value::String(error))) = (self.throws, members.get("error")) {
            return Outcome::Thrown(error.clone());
        }
        let mut events = Vec::new();
        let all_objects = |list: &Value| list.as_array().is_some_and(|list| list.iter().all(Value::is_object));
        if self.publishes && members.get("_events").is_some_and(all_objects) {
            let list = members.remove("_events").unwrap();
            for event in list.as_array().unwrap().iter().filter(|event| event["type"].is_string()) {
                let data = event.get("data").filter(|data| data.is_object()).cloned().unwrap_or_else(|| json!({}));
                events.push(json!({ "type": event["type"], "data": data }));
            }
        }
        Outcome::Bound { value: seen(&Value::Object(members), true), events }
    }
}

/// For a qualifier's reply.
pub(crate) fn qualified(reply: Option<&str>) -> Outcome {
    let Some(Ok(Value::Object(members))) = reply.map(serde_json::from_str) else { return Outcome::Lost };
    match (members.get("error"), members.get("result")) {
        (Some(Value::String(error)), _) => Outcome::Thrown(error.clone()),
        (None | Some(Value::Null), Some(result)) if !result.is_null() => {
            Outcome::Bound { value: seen(result, false), events: Vec::new() }
        }
        _ => Outcome::Lost,
    }
}

/// A value as the program sees it.
fn seen(value: &Value, of_action: bool) -> Value {
    match value {
        Value::Null => if of_action { "null" } else { "" }.into(),
        Value::Number(number) => seen_number(number, of_action),
        Value::Array(items) => items.iter().map(|item| seen(item, of_action)).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, value)| (key.clone(), seen(value, of_action))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

fn seen_number(number: &Number, of_action: bool) -> Value {
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) if !of_action || (whole != i64::MAX && whole != i64::MIN) => whole.into(),
        (None, Some(double)) if number.is_f64() && double.fract() == 0.0 && double.abs() < 9e18 => {
            (double as i64).into()
        }
        (_, double) => double.into(),
    }
}
