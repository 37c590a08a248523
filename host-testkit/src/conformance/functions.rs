//! Calls services, qualifiers, events, system objects and entry points as programs do.

use std::ffi::CString;

use aro_abi::envelope;
use aro_abi::{EventPattern, SERVICE_PREFIX, ValueType, symbols};
use serde_json::{Map, Value, json};

use super::actions::reaches;
use super::checker::Checker;
use super::{inputs, replies};
use crate::host::envelope::{encoded, encoded_members};
use crate::host::value::type_of;
use crate::isolation::Call;

pub(super) fn check(checker: &mut Checker<'_>) {
    entry_points(checker);
    if checker.everything() {
        services(checker);
        qualifiers(checker);
        events(checker);
        objects(checker);
    }
}

fn entry_points(checker: &mut Checker<'_>) {
    for (symbol, action) in checker.entry_points() {
        let subject = format!("entry point `{symbol}`");
        for input in inputs::ordinary(&action).into_iter().take(3) {
            let call = Call::entry_point(&symbol, CString::new(input.to_string()).ok().as_deref());
            let Some(outcome) = checker.call(&subject, &call) else { break };
            replies::action(checker, &subject, &call, &outcome);
        }
    }
}

fn services(checker: &mut Checker<'_>) {
    if !checker.exports(symbols::EXECUTE) {
        return;
    }
    for service in checker.declared("services") {
        for method in service["methods"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let subject = format!("service method `{method}`");
            let name = format!("{SERVICE_PREFIX}{method}");
            let arguments = inputs::for_method(&service, method);
            let service_input = |arguments: &Map<String, Value>| envelope::service(encoded_members(arguments));
            let inputs: Vec<Value> = arguments.iter().map(|with| inputs::read(&service_input(with))).collect();
            let call = |name: &str, input: &Value| Call::execute(name, input).ok();
            if let Some(Some((input, observed))) = reaches(checker, &subject, &name, &inputs, call) {
                checker.add_finding("service-unreachable", &subject, input, observed);
                checker.not_reached(&subject);
                continue;
            }
            for input in &inputs {
                let Some(call) = call(&name, input) else { continue };
                let Some(outcome) = checker.call(&subject, &call) else { break };
                replies::action(checker, &subject, &call, &outcome);
            }
        }
    }
}

fn value(value_type: ValueType) -> Value {
    match value_type {
        ValueType::String => json!("hello"),
        ValueType::Int => json!(42),
        ValueType::Double => json!(2.5),
        ValueType::Bool => json!(true),
        ValueType::List => json!([1, "two", 3.5, true]),
        ValueType::Object => json!({ "name": "Alice", "age": 30 }),
    }
}

/// What hosts send to this qualifier.
fn qualifier_inputs(qualifier: &Value) -> Vec<Value> {
    let declared = qualifier["inputTypes"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut types: Vec<ValueType> = declared.filter_map(ValueType::from_word).collect();
    if types.is_empty() {
        types = ValueType::ALL.to_vec();
    }
    let declared = inputs::declared(qualifier);
    let unknown = Map::from_iter([("limit".to_owned(), json!(5))]);
    let mut inputs = Vec::new();
    for with in [None, Some(&declared), Some(&unknown)] {
        inputs.extend(types.iter().map(|value_type| input(*value_type, &value(*value_type), with)));
    }
    // Hosts send no other types than the declared ones.
    let of_a_type =
        |value: Value| Some(type_of(&value)).filter(|found| types.contains(found)).map(|found| (found, value));
    inputs.extend(inputs::extremes().filter_map(of_a_type).map(|(found, value)| input(found, &value, Some(&declared))));
    let first = types[0];
    inputs.extend(inputs::extreme_arguments(&declared).iter().map(|with| input(first, &value(first), Some(with))));
    if types.contains(&ValueType::Object) {
        // So a date arrives.
        inputs.push(input(ValueType::Object, &json!("2026-07-01 12:00:00 +0000"), None));
    }
    inputs
}

fn input(value_type: ValueType, value: &Value, with: Option<&Map<String, Value>>) -> Value {
    inputs::read(&envelope::qualifier(value_type, encoded(value), with.map(encoded_members).as_ref()))
}

fn qualifiers(checker: &mut Checker<'_>) {
    if !checker.exports(symbols::QUALIFIER) {
        return;
    }
    for qualifier in checker.declared("qualifiers") {
        let Some(name) = qualifier["name"].as_str().filter(|name| !name.is_empty()) else { continue };
        let (subject, arriving) = (format!("qualifier `{name}`"), name.to_lowercase());
        let inputs = qualifier_inputs(&qualifier);
        let call = |name: &str, input: &Value| Call::qualifier(name, input).ok();
        if let Some(Some((input, observed))) = reaches(checker, &subject, &arriving, &inputs, call) {
            checker.add_finding("qualifier-unreachable", &subject, input, observed);
            checker.not_reached(&subject);
            continue;
        }
        for input in &inputs {
            let Some(call) = call(&arriving, input) else { continue };
            let Some(outcome) = checker.call(&subject, &call) else { break };
            replies::qualifier(checker, &subject, &call, &outcome);
        }
    }
}

fn events(checker: &mut Checker<'_>) {
    if !checker.exports(symbols::ON_EVENT) {
        return;
    }
    let patterns = checker.info.pointer("/events/subscribes").and_then(Value::as_array).cloned().unwrap_or_default();
    for pattern in patterns.iter().filter_map(Value::as_str) {
        let event = EventPattern::new(pattern).prefix();
        let event = event.map_or(pattern.to_owned(), |prefix| format!("{prefix}Testkit"));
        let extremes = inputs::extremes().map(|value| json!({ "id": value }));
        for payload in [json!({ "id": 1, "name": "Alice" }), json!({})].into_iter().chain(extremes) {
            let Ok(call) = Call::on_event(&event, &payload) else { continue };
            if checker.call(&format!("event `{pattern}`"), &call).is_none() {
                break;
            }
        }
    }
}

fn objects(checker: &mut Checker<'_>) {
    let long = CString::new("x".repeat(5_000)).ok();
    for object in checker.declared("system_objects") {
        let Some(identifier) = object["identifier"].as_str().and_then(|name| CString::new(name).ok()) else { continue };
        let subject = format!("system object {identifier:?}");
        let id = Some(identifier.as_c_str());
        let can = |words: &[&str]| {
            let named = object["capabilities"].as_array().into_iter().flatten().filter_map(Value::as_str);
            named.into_iter().any(|word| words.contains(&word))
        };
        let calls = [
            (can(&["readable", "read"]), Call::object_read_raw(id, Some(c""))),
            (can(&["writable", "write"]), Call::object_write_raw(id, Some(c""), Some(c"{\"a\":1}"))),
            (can(&["writable", "write"]), Call::object_write_raw(id, Some(c""), Some(c"raw text"))),
            (can(&["writable", "write"]), Call::object_write_raw(id, Some(c""), long.as_deref())),
            (can(&["writable", "write"]), Call::object_write_raw(id, Some(c""), Some(c"\"quoted\" \\ \t\r\n\x01 '"))),
            (can(&["readable", "read"]), Call::object_read_raw(id, Some(c"\"quoted\" \\ \t\x01"))),
            (can(&["readable", "read"]), Call::object_read_raw(id, long.as_deref())),
            (can(&["enumerable", "listable", "list"]), Call::object_list_raw(Some(c"*"))),
        ];
        for (_, call) in calls.iter().filter(|(can, _)| *can) {
            if let Some(outcome) = checker.call(&subject, call) {
                replies::text(checker, &subject, call, &outcome);
            }
        }
    }
}
