//! What plugins answer: a plugin of the SDK that means the same makes hosts do the same, and where
//! hosts lose what the captured plugin said, the SDK's reply is one that they accept.

use std::collections::BTreeMap;

use aro_host_testkit::Reply;
use aro_tests::vectors::{Vector, vectors};
use aro_tests::whole::{error_of, whole};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::model::{Host, Outcome, qualified};

/// The groups that are about replies, and how many exchanges each has.
const ACTIONS: [(&str, usize); 6] = [
    ("action reply", 26),
    ("reply numbers", 7),
    ("legacy reply", 16),
    ("lazy reply", 2),
    ("unknown-action retry", 4),
    ("interpreter reply", 8),
];
const QUALIFIERS: [(&str, usize); 5] = [
    ("qualifier reply", 15),
    ("qualifier reply numbers", 7),
    ("legacy qualifier", 4),
    ("compiled qualifier reply", 2),
    ("interpreter reply", 7),
];
const COMPILED: (&str, usize) = ("compiled reply", 6);

/// Those of these groups with calls of this function: the vector, and the reply that counts, which
/// is the last.
fn captured(function: &'static str, groups: &[(&str, usize)]) -> Vec<(Vector, Option<String>)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for vector in vectors().into_iter().filter(|vector| groups.iter().any(|(group, _)| *group == vector.group)) {
        if let Some(call) = vector.calls_of(function).last() {
            let reply = call.reply.clone();
            *counts.entry(vector.group.clone()).or_default() += 1;
            found.push((vector, reply));
        }
    }
    let expected: BTreeMap<String, usize> = groups.iter().map(|(group, count)| ((*group).to_owned(), *count)).collect();
    assert_eq!(counts, expected, "an exchange is lost");
    found
}

/// The model says what the capture says.
fn agrees(vector: &Vector, outcome: &Outcome) {
    let Vector { id, outcome: captured, .. } = vector;
    if let Some(lines) = captured["stdout"].as_array() {
        let failed =
            |line: &Value| ["Runtime error", "Error: "].iter().any(|start| line.as_str().unwrap().starts_with(start));
        let bound = matches!(outcome, Outcome::Bound { .. });
        assert_eq!(lines.iter().any(failed), !bound, "{id}: {outcome:?}");
        return;
    }
    match outcome {
        Outcome::Bound { value, events } => {
            assert_eq!(*value, captured["returned"]["value"], "{id}");
            let published = captured["events"].as_array().cloned().unwrap_or_default();
            assert_eq!(*events, published, "{id}");
        }
        Outcome::Thrown(text) => {
            assert!(captured["error"]["description"].as_str().unwrap().contains(text), "{id}");
        }
        Outcome::Lost => assert!(captured["error"].is_object(), "{id}"),
    }
}

#[test]
fn every_captured_reply_of_an_action_has_its_like() {
    let mut groups = ACTIONS.to_vec();
    groups.push(COMPILED);
    let (mut same, mut mended, mut refused) = (0, 0, 0);
    for (vector, captured) in captured("aro_plugin_execute", &groups) {
        let host = Host::of(&vector.host_path);
        agrees(&vector, &host.outcome(captured.as_deref()));

        let reply = give(captured.as_deref());
        let id = &vector.id;
        assert!(!reply.asks_for_retry(), "{id}: {reply}");
        let outcome = host.outcome(Some(reply.text().unwrap()));
        let given: Option<Value> = captured.as_deref().and_then(|text| serde_json::from_str(text).ok());
        match given {
            Some(Value::Object(members)) if !emits_badly(&members) => {
                same += 1;
                // Members that are null are left out of replies.
                let without_nulls = without_nulls(&Value::Object(members.clone())).to_string();
                let mut outcome = outcome;
                if let Outcome::Bound { value: Value::Object(bound), .. } = &mut outcome
                    && !members.contains_key("error_code")
                    && bound.get("error").is_some_and(Value::is_string)
                {
                    // An error of the SDK always has a code.
                    bound.remove("error_code");
                }
                assert_eq!(outcome, host.outcome(Some(&without_nulls)), "{id}: {reply}");
            }
            Some(Value::Object(_)) | None => {
                refused += 1;
                let error = error_of(&reply);
                assert!(error.code.is_some_and(|code| code == 1 || code == 6), "{id}: {reply}");
                assert_ne!(outcome, Outcome::Lost, "{id}: {reply}");
            }
            Some(Value::Null) => {
                mended += 1;
                assert_eq!(outcome, Outcome::Bound { value: json!({}), events: Vec::new() }, "{id}: {reply}");
            }
            Some(value) => {
                mended += 1;
                let bound = Outcome::Bound { value: json!({ "result": value }), events: Vec::new() };
                assert_eq!(outcome, bound, "{id}: {reply}");
            }
        }
    }
    println!("{same} have the same outcome, {mended} are accepted now, {refused} are clear errors now");
    assert_eq!(same + mended + refused, groups.iter().map(|(_, count)| count).sum::<usize>());
}

/// The reply of the SDK's plugin that means the same.
fn give(captured: Option<&str>) -> Reply {
    let text = captured.unwrap_or_default();
    let execute = |action: &str, input: &Value| whole().execute(action, input).unwrap();
    match serde_json::from_str(text) {
        Ok(Value::Object(mut members)) => {
            let is_error = |key: &String| key == "error" || key == "error_code";
            if members.get("error").is_some_and(Value::is_string) && members.keys().all(is_error) {
                return execute(
                    "GiveError",
                    &json!({ "message": members["error"], "code": members.get("error_code") }),
                );
            }
            if let Some(events) = members.remove("_events") {
                return execute("SendOut", &json!({ "value": members, "emissions": events }));
            }
            whole().execute_text("Give", &format!(r#"{{"value":{text}}}"#)).unwrap()
        }
        Ok(_) => whole().execute_text("Give", &format!(r#"{{"value":{text}}}"#)).unwrap(),
        Err(_) => execute("GiveText", &json!({ "text": text })),
    }
}

/// Some of its events are none: hosts drop them, or what is in them, without a word.
fn emits_badly(members: &serde_json::Map<String, Value>) -> bool {
    let good = |event: &Value| event["type"].is_string() && event.get("data").is_none_or(Value::is_object);
    members.get("_events").is_some_and(|events| !events.as_array().is_some_and(|events| events.iter().all(good)))
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !value.is_null());
            kept.map(|(key, value)| (key.clone(), without_nulls(value))).collect::<serde_json::Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_captured_reply_of_a_qualifier_has_its_like() {
    let (mut same, mut clear) = (0, 0);
    for (vector, captured) in captured("aro_plugin_qualifier", &QUALIFIERS) {
        let outcome = qualified(captured.as_deref());
        agrees(&vector, &outcome);
        let reply = match (&outcome, member(captured.as_deref(), "result")) {
            (Outcome::Thrown(message), _) => qualifier("give-error", "message", &json!(message).to_string()),
            (_, Some(result)) => qualifier("give", "reply", &result),
            // What is no reply at all cannot be made; nothing comes nearest.
            (_, None) => qualifier("give", "reply", "null"),
        };
        let given = qualified(Some(reply.text().unwrap()));
        if outcome == Outcome::Lost {
            clear += 1;
            assert!(matches!(given, Outcome::Thrown(_)), "{}: {reply}", vector.id);
            error_of(&reply);
        } else {
            same += 1;
            assert_eq!(given, outcome, "{}: {reply}", vector.id);
        }
    }
    println!("{same} have the same outcome, {clear} are clear errors now");
    assert_eq!(same + clear, 35);
}

fn qualifier(name: &str, parameter: &str, json: &str) -> Reply {
    let input = format!(r#"{{"value":"s","type":"String","_with":{{"{parameter}":{json}}}}}"#);
    let input = std::ffi::CString::new(input).unwrap();
    whole().qualifier_raw(Some(&std::ffi::CString::new(name).unwrap()), Some(&input)).unwrap()
}

/// A member's text, as it stands there.
fn member(reply: Option<&str>, key: &str) -> Option<String> {
    let members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(reply?).ok()?;
    members.get(key).map(|value| value.get().to_owned())
}
