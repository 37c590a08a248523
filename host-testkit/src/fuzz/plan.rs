//! Derives from the plugin's metadata what to call, and with which arguments.

use aro_abi::{HostPath, ValueType};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::case::{Callee, Case, Object};
use super::value;
use crate::host::value as aro_value;

/// Keys of the host, under which a program may nevertheless pass arguments, and unusual ones.
pub(super) const ODD_KEYS: [&str; 12] = [
    "data",
    "object",
    "result",
    "source",
    "preposition",
    "qualifier",
    "_with",
    "_expression_",
    "_events",
    "error",
    "",
    "ключ",
];

/// The paths whose envelopes differ: legacy-managed sends what a compiled program sends.
pub(super) const PATHS: [HostPath; 4] = [HostPath::Eager, HostPath::Lazy, HostPath::LegacyDylib, HostPath::Compiled];

const PREPOSITIONS: [&str; 4] = ["from", "with", "to", "for"];

/// One function of the plugin with the cases for it.
pub(super) struct Target {
    /// The action's name in the metadata; `None` for what is no action.
    pub(super) action: Option<String>,
    pub(super) callee: Callee,
    pub(super) cases: BoxedStrategy<Case>,
    /// The types of the statement's object.
    pub(super) subject: Vec<String>,
    pub(super) params: Vec<Param>,
    pub(super) prepositions: Vec<String>,
}

/// A parameter and the types that the metadata declare for it.
#[derive(Clone)]
pub(super) struct Param {
    pub(super) name: String,
    pub(super) types: Vec<String>,
}

/// Lenient: what the metadata lack, or declare wrongly, is chosen at random.
pub(super) fn targets(info: &Value) -> Vec<Target> {
    let list = |key: &str| info.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut targets = Vec::new();
    for action in list("actions") {
        // Actions may be a list of names.
        let action = if action.is_string() { json!({ "name": action }) } else { action };
        let (subject, params) = params(&action);
        let prepositions = strings(action.get("prepositions"));
        let name = text(&action, "name");
        let only_name = name.clone().into_iter().collect();
        let verbs = Some(strings(action.get("verbs"))).filter(|verbs| !verbs.is_empty()).unwrap_or(only_name);
        // All verbs of an action call one function, so the first is enough.
        if let Some(verb) = verbs.into_iter().next() {
            let action = name.or_else(|| Some(verb.clone()));
            let target = Target::new(Callee::Action { verb }, &subject, &params, prepositions);
            targets.push(Target { action, ..target });
        }
    }
    let handle = text(info, "handle").or_else(|| text(info, "name")).unwrap_or_default();
    for qualifier in list("qualifiers") {
        let Some(name) = text(&qualifier, "name") else { continue };
        let types = strings(qualifier.get("inputTypes"));
        let types = types.iter().filter_map(|word| ValueType::from_word(word));
        let types: Vec<String> = types.map(|value_type| value_type.json_schema_type().to_owned()).collect();
        // The host sends the name in lower case and enforces the types before the call.
        let callee = Callee::Qualifier { name: name.to_lowercase(), written: format!("{handle}.{name}") };
        let (_, params) = params(&qualifier);
        targets.push(Target::new(callee, &types, &params, Vec::new()));
    }
    for service in list("services") {
        let Some(name) = text(&service, "name") else { continue };
        for method in strings(service.get("methods")) {
            let details = service.get("method_details").and_then(|details| details.get(&method));
            let params = details.map(|details| params(details).1).unwrap_or_default();
            let callee = Callee::Service { service: name.clone(), method };
            targets.push(Target::new(callee, &[], &params, Vec::new()));
        }
    }
    targets
}

fn strings(list: Option<&Value>) -> Vec<String> {
    match list {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// The types of the statement's object, which is the first required parameter, and all parameters.
fn params(action: &Value) -> (Vec<String>, Vec<Param>) {
    let schema = action.get("parameters");
    let properties = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
    let param =
        |(name, property): (&String, &Value)| Param { name: name.clone(), types: strings(property.get("type")) };
    let params: Vec<Param> = properties.into_iter().flatten().map(param).collect();
    let first = strings(schema.and_then(|schema| schema.get("required"))).into_iter().next();
    let subject = params.iter().find(|param| Some(&param.name) == first.as_ref());
    (subject.map(|param| param.types.clone()).unwrap_or_default(), params)
}

impl Target {
    fn new(callee: Callee, subject: &[String], params: &[Param], mut prepositions: Vec<String>) -> Self {
        prepositions.extend(PREPOSITIONS.map(str::to_owned));
        let is_action = matches!(callee, Callee::Action { .. });
        let name = prop_oneof![3 => Just("object_1".to_owned()), 1 => name_like(params)];
        let value = if is_action { value::of_types(subject) } else { enforced(subject) };
        let variable = (name.clone(), value.clone()).prop_map(|(name, value)| Object::Variable { name, value });
        let object = if is_action {
            prop_oneof![
                6 => variable,
                2 => value.prop_map(Object::Literal),
                1 => Just(Object::OnlyWith),
                1 => name.prop_map(|name| Object::Unbound { name }),
            ]
            .boxed()
        } else {
            variable.boxed()
        };
        let specifier = weighted(0.2, "[a-z]{1,4}");
        let rest = (select(&PATHS[..]), object, specifier, select(prepositions.clone()), with(params));
        let of = callee.clone();
        let cases = rest.prop_map(move |(path, object, specifier, preposition, with)| {
            let preposition = if object == Object::OnlyWith { "with".to_owned() } else { preposition };
            let with = if object == Object::OnlyWith { Some(with.unwrap_or_default()) } else { with };
            Case { callee: of.clone(), path, object, specifier, preposition, with }
        });
        let (subject, params) = (subject.to_vec(), params.to_vec());
        Self { action: None, callee, cases: cases.boxed(), subject, params, prepositions }
    }
}

/// Only values of these types; of any type if there are none.
fn enforced(types: &[String]) -> BoxedStrategy<Value> {
    let (all, types) = (types.to_vec(), types.to_vec());
    let fits = move |value: &Value| {
        let word = aro_value::type_of(value).json_schema_type();
        types.is_empty() || types.iter().any(|wanted| wanted == word)
    };
    value::within_types(&all).prop_filter("hosts enforce the types", fits).boxed()
}

/// A variable may have the name of a parameter.
fn name_like(params: &[Param]) -> BoxedStrategy<String> {
    match params {
        [] => Just("data".to_owned()).boxed(),
        _ => select(params.iter().map(|param| param.name.clone()).collect::<Vec<_>>()).boxed(),
    }
}

/// Arguments for some of the parameters, and a few that the action does not know.
fn with(params: &[Param]) -> BoxedStrategy<Option<Map<String, Value>>> {
    let known: Vec<_> = params
        .iter()
        .map(|param| {
            let name = param.name.clone();
            weighted(0.5, value::of_types(&param.types)).prop_map(move |value| value.map(|value| (name.clone(), value)))
        })
        .collect();
    let key = prop_oneof![select(&ODD_KEYS[..]).prop_map(str::to_owned), value::key()];
    let odd = proptest::collection::vec((key, value::value()), 0..3);
    let arguments = (known, weighted(0.3, odd)).prop_map(|(known, odd)| {
        let all = known.into_iter().flatten().chain(odd.into_iter().flatten());
        all.collect::<Map<String, Value>>()
    });
    weighted(0.7, arguments).boxed()
}
