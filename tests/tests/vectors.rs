//! Every captured exchange binds as the rules of `design.md` say: the real hosts' envelopes,
//! replayed into a real library.
//!
//! The rules are written out here a second time, over parsed values and without a thought of speed,
//! so that the SDK is not measured by itself.

use std::collections::{BTreeMap, BTreeSet};

use aro_tests::recorder::{answer_text, refusal_text};
use serde::Deserialize;
use serde_json::{Map, Value, json};

const VECTORS: &str = include_str!("../vectors/vectors.json");

#[derive(Deserialize)]
struct Vector {
    id: String,
    host_path: String,
    group: String,
    calls: Option<Vec<Call>>,
}

#[derive(Deserialize)]
struct Call {
    function: String,
    arguments: Vec<Value>,
}

/// One captured call of an action.
struct Exchange {
    id: String,
    host_path: String,
    group: String,
    action: String,
    text: String,
    /// `None` where the capture was cut short.
    envelope: Option<Value>,
}

fn exchanges() -> Vec<Exchange> {
    let vectors: Vec<Vector> = serde_json::from_str(VECTORS).unwrap();
    let mut found = Vec::new();
    for Vector { id, host_path, group, calls } in vectors {
        for call in calls.into_iter().flatten().filter(|call| call.function == "aro_plugin_execute") {
            let [Value::String(action), Value::String(text)] = &call.arguments[..] else {
                panic!("{id}: execute takes two texts, not {:?}", call.arguments);
            };
            found.push(Exchange {
                id: id.clone(),
                host_path: host_path.clone(),
                group: group.clone(),
                action: action.clone(),
                envelope: serde_json::from_str(text).ok(),
                text: text.clone(),
            });
        }
    }
    found
}

/// Those whose envelope is there in full.
fn whole() -> Vec<(Exchange, Value)> {
    exchanges()
        .into_iter()
        .filter_map(|mut exchange| exchange.envelope.take().map(|envelope| (exchange, envelope)))
        .collect()
}

// The rules, from design.md, "Binding".

/// "unless it is one of the host's own keys"
const HOSTS_OWN: [&str; 9] =
    ["data", "object", "result", "source", "preposition", "qualifier", "_with", "_expression_", "_context"];

fn host_key(key: &str) -> bool {
    HOSTS_OWN.contains(&key)
}

fn source_base(envelope: &Value) -> Option<&str> {
    envelope["source"]["base"].as_str()
}

fn clean(envelope: &Value) -> Option<&Map<String, Value>> {
    envelope["_with"]["_with"].as_object()
}

/// Rules 1 to 3.
fn by_name<'v>(envelope: &'v Value, p: &str, subject: bool) -> Option<&'v Value> {
    if let Some(value) = clean(envelope).and_then(|with| with.get(p)) {
        return Some(value);
    }
    let ruled_out = host_key(p) || (!subject && source_base(envelope) == Some(p));
    if ruled_out { None } else { envelope.get(p).or_else(|| envelope["_with"].get(p)) }
}

/// "the statement's object: the key named by source.base, else `data`, else `object`"; but a
/// variable that has the name of one of the host's keys has been overwritten by it.
fn object(envelope: &Value) -> Option<&Value> {
    source_base(envelope)
        .filter(|base| !host_key(base) || *base == "_expression_")
        .and_then(|base| envelope.get(base))
        .or_else(|| envelope.get("data"))
        .or_else(|| envelope.get("object"))
}

fn subject<'v>(envelope: &'v Value, p: &str) -> Option<&'v Value> {
    by_name(envelope, p, true).or_else(|| object(envelope))
}

/// An optional argument: null counts as not given.
fn optional(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

/// Only with-arguments: the clean ones where there are any, else what the copy of the envelope
/// holds under the name.
fn with_only<'v>(envelope: &'v Value, p: &str) -> Option<&'v Value> {
    match clean(envelope) {
        Some(with) => with.get(p),
        None if host_key(p) || source_base(envelope) == Some(p) => None,
        None => envelope["_with"].get(p),
    }
}

/// All arguments, each by the rules for its name.
fn all(envelope: &Value) -> BTreeMap<&str, &Value> {
    let layers = [Some(envelope), envelope.get("_with"), envelope.get("_with").and_then(|with| with.get("_with"))];
    let names: BTreeSet<&str> =
        layers.into_iter().flatten().filter_map(Value::as_object).flat_map(Map::keys).map(String::as_str).collect();
    names.into_iter().filter_map(|name| Some((name, by_name(envelope, name, false)?))).collect()
}

fn descriptor<'v>(envelope: &'v Value, key: &str) -> Option<&'v Value> {
    envelope.get(key).filter(|value| value["base"].is_string())
}

/// What the recorder says when all goes by the rules.
fn expected(envelope: &Value, subject_name: &str, names: &[String]) -> Value {
    let mut record = Map::new();
    let mut put = |key: &str, value: Option<&Value>| {
        if let Some(value) = optional(value) {
            record.insert(key.to_owned(), value.clone());
        }
    };
    put("subject", subject(envelope, subject_name));
    for name in ["limit", "deep", "name", "count", "tags"] {
        put(name, by_name(envelope, name, false));
    }
    put("result", descriptor(envelope, "result"));
    put("source", descriptor(envelope, "source"));
    put("preposition", envelope.get("preposition").filter(|word| word.is_string()));
    put("qualifier", envelope.get("qualifier").filter(|word| word.is_string()));
    put("envelope", Some(envelope));
    let named = names.iter().filter_map(|name| Some((name.clone(), optional(by_name(envelope, name, false))?.clone())));
    record.insert("named".to_owned(), Value::Object(named.collect()));
    Value::Object(record)
}

/// The names that the recorder asks for: more than all keys that the hosts ever sent at the top.
fn names(exchanges: &[(Exchange, Value)]) -> Vec<String> {
    let sent: BTreeSet<&String> =
        exchanges.iter().filter_map(|(_, value)| value.as_object()).flat_map(Map::keys).collect();
    let asked = "limit deep name count a k n tags age value o s x b list dict two data object result source preposition \
                 qualifier _with _expression_ _context";
    let asked: Vec<String> = asked.split_whitespace().map(str::to_owned).collect();
    assert!(sent.iter().all(|key| asked.contains(key)), "the recorder does not ask for all of {sent:?}");
    asked
}

/// Takes the nulls out of objects, as every reply does.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), without_nulls(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[test]
fn no_captured_envelope_is_lost() {
    let exchanges = exchanges();
    let elided: Vec<&str> = exchanges.iter().filter(|one| one.envelope.is_none()).map(|one| one.id.as_str()).collect();
    println!("{} captured calls of actions and services, {} of them elided: {elided:?}", exchanges.len(), elided.len());
    assert_eq!(elided, ["eager/size/1"]);
    let mut paths: BTreeMap<&str, usize> = BTreeMap::new();
    for exchange in &exchanges {
        *paths.entry(&exchange.host_path).or_default() += 1;
    }
    let counted = [
        ("compiled", 30),
        ("eager", 104),
        ("interpreter", 57),
        ("lazy", 6),
        ("legacy-dylib", 13),
        ("legacy-managed", 11),
    ];
    assert_eq!(paths, BTreeMap::from(counted));
    assert_eq!((exchanges.len(), whole().len()), (221, 220));
}

#[test]
fn every_captured_envelope_binds_as_the_rules_say() {
    let exchanges = whole();
    let names = names(&exchanges);
    let variants = [
        ("RecordValue", "value"),
        ("RecordO", "o"),
        ("RecordS", "s"),
        ("RecordX", "x"),
        ("RecordList", "list"),
        ("RecordData", "data"),
    ];
    let mut replayed = 0;
    for (Exchange { id, text, .. }, envelope) in &exchanges {
        for (verb, subject) in variants {
            let recorded = answer_text(verb, text);
            assert_eq!(recorded, without_nulls(&expected(envelope, subject, &names)), "{verb}, {id}: {text}");
        }
        replayed += 1;
    }
    assert_eq!(replayed, 220);
}

#[test]
fn a_required_subject_is_bound_even_to_null_and_its_absence_is_told() {
    let (mut bound, mut absent) = (0, 0);
    for (Exchange { id, text, .. }, envelope) in whole() {
        match subject(&envelope, "value") {
            Some(value) => {
                bound += 1;
                let recorded = answer_text("RecordRequired", &text);
                assert_eq!(recorded, json!({ "result": [without_nulls(value)] }), "{id}");
            }
            None => {
                absent += 1;
                let error = refusal_text("RecordRequired", &text);
                assert!(error.message.starts_with("argument \"value\" is missing"), "{id}: {error}");
            }
        }
    }
    // Services, the unbound object, and calls that were made without a statement have no object.
    assert_eq!((bound, absent), (201, 19));
}

#[test]
fn with_only_parameters_take_nothing_but_with_arguments() {
    for (Exchange { id, text, .. }, envelope) in whole() {
        let names = ["limit", "deep", "name", "o", "s"];
        let mut expected: Map<String, Value> = names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), optional(with_only(&envelope, name))?.clone())))
            .collect();
        if let Some(value) = optional(subject(&envelope, "value")) {
            expected.insert("value".to_owned(), value.clone());
        }
        assert_eq!(answer_text("RecordWith", &text), without_nulls(&Value::Object(expected)), "{id}: {text}");
    }
}

#[test]
fn flatten_takes_all_arguments_and_as_the_subject_the_members_of_the_object_too() {
    for (Exchange { id, text, .. }, envelope) in whole() {
        let mut expected = all(&envelope);
        assert_eq!(answer_text("RecordAll", &text), without_nulls(&json!({ "all": expected })), "{id}: {text}");
        for (key, value) in object(&envelope).and_then(Value::as_object).into_iter().flatten() {
            expected.entry(key).or_insert(value);
        }
        assert_eq!(answer_text("RecordMembers", &text), without_nulls(&json!({ "all": expected })), "{id}: {text}");
    }
}

/// What programs, hosts and their retries may make of a name.
fn spellings(declared: &str) -> Vec<String> {
    let snake = aro_abi::snake_case(declared);
    vec![
        declared.to_owned(),
        declared.to_lowercase(),
        declared.to_uppercase(),
        snake.replace('_', "-"),
        snake.replace('-', "_"),
        snake,
    ]
}

#[test]
fn every_action_string_that_a_host_sends_reaches_its_action() {
    let verbs =
        [("ProbeThing", vec!["probe", "Probe-It", "ProbeIt"]), ("ParseCSV", vec!["parsecsv"]), ("NoVerbs", vec![])];
    let means = |action: &str| {
        let declared = verbs.iter().find(|(name, verbs)| {
            verbs.iter().chain([name]).any(|declared| spellings(declared).contains(&action.to_owned()))
        });
        declared.map(|(name, _)| *name)
    };
    let mut sent: BTreeSet<String> = BTreeSet::new();
    for Exchange { id, group, action, .. } in exchanges() {
        let by_the_probe = ["action string", "unknown-action retry"].contains(&group.as_str());
        assert!(!by_the_probe || means(&action).is_some(), "{id}: the plugin does not declare {action}");
        // The other groups have plugins of other verbs as well.
        if means(&action).is_some() {
            sent.insert(action);
        }
    }
    let captured =
        ["NoVerbs", "Probe-It", "noverbs", "parse_csv", "parsecsv", "probe", "probe-it", "probe_thing", "probeit"];
    assert_eq!(sent.iter().map(String::as_str).collect::<Vec<_>>(), captured);

    sent.extend(verbs.iter().flat_map(|(name, verbs)| verbs.iter().chain([name]).flat_map(|name| spellings(name))));
    for action in &sent {
        let reply = answer_text(action, r#"{"data":"s"}"#);
        assert_eq!(reply, json!({ "result": means(action).unwrap() }), "{action}");
    }
}
