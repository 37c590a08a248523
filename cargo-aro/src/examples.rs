//! Statements of ARO as examples of what a plugin provides. Each is one that the real compiler
//! takes.

use aro_abi::{Preposition, is_reserved_name};
use aro_host_testkit::{Action, check_program};
use serde_json::Value;

use crate::schema::{self, Parameter};

/// An example for an action; `None` if no statement can be written, as for a verb that ARO cannot
/// spell.
pub(crate) fn action(action: &Action, handle: Option<&str>, parameters: &[Parameter]) -> Option<String> {
    let verb = schema::written_verb(handle, schema::verbs(action).first()?);
    // Hosts ignore what is no preposition.
    let is_known = |word: &&String| Preposition::from_word(word).is_some();
    let preposition = action.prepositions.iter().find(is_known).map_or("from", String::as_str);
    let (subject, others) = match parameters.split_first() {
        Some((first, others)) if first.is_required => (Some(first), others),
        _ => (None, parameters),
    };
    let variable = variable(subject.map_or("value", |subject| &subject.name));
    let create = format!("Create the <{variable}> with {}.", subject.map_or("\"text\"".to_owned(), sample));
    let statement = format!("{verb} the <result> {preposition} the <{variable}>{}.", arguments(others));
    checked(&[create, statement])
}

/// An example for a qualifier, which programs call by this name.
pub(crate) fn qualifier(written: &str, input_types: &[String], parameters: &[Parameter]) -> Option<String> {
    let value = match input_types.first().map_or("String", String::as_str) {
        "Int" => "7",
        "Double" => "1.5",
        "Bool" => "true",
        "List" => "[3, 1, 2]",
        "Object" => "{ key: \"text\" }",
        _ => "\"text\"",
    };
    let create = format!("Create the <value> with {value}.");
    checked(&[create, format!("Compute the <result: {written}> from the <value>{}.", arguments(parameters))])
}

/// An example for a method of a service.
pub(crate) fn method(service: &str, method: &str, parameters: &[Parameter]) -> Option<String> {
    checked(&[format!("Call the <result> from the <{service}: {}>{}.", quoted(method), arguments(parameters))])
}

/// An example for a subscription to events.
pub(crate) fn event(pattern: &str) -> Option<String> {
    let kind = pattern.replace('*', "");
    let kind = if kind.is_empty() { "Something" } else { &kind };
    checked(&[format!("Emit a <{kind}: event> with {{ key: \"text\" }}.")])
}

fn checked(statements: &[String]) -> Option<String> {
    let text = statements.join("\n");
    check_program(&format!("(Application-Start: Example) {{ {text} }}")).is_ok().then_some(text)
}

/// The name of a variable for this parameter.
fn variable(name: &str) -> &str {
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_name && !is_reserved_name(name) && name != "result" { name } else { "value" }
}

/// A name that programs write in quotes if ARO keeps it for itself.
fn quoted(name: &str) -> String {
    let is_plain = !is_reserved_name(name) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_plain { name.to_owned() } else { Value::from(name).to_string() }
}

/// `with { … }`, with all required parameters, or else the first one.
fn arguments(parameters: &[Parameter]) -> String {
    let mut shown: Vec<&Parameter> = parameters.iter().filter(|parameter| parameter.is_required).collect();
    if shown.is_empty() {
        shown.extend(parameters.first());
    }
    if shown.is_empty() {
        return String::new();
    }
    let members: Vec<String> =
        shown.iter().map(|parameter| format!("{}: {}", quoted(&parameter.name), sample(parameter))).collect();
    format!(" with {{ {} }}", members.join(", "))
}

/// A value that the parameter takes, as far as its type says.
fn sample(parameter: &Parameter) -> String {
    match (&parameter.default, parameter.types.first().map_or("string", String::as_str)) {
        // ARO has no null in what is sent to plugins.
        (Some(Value::Bool(default)), _) => (!default).to_string(),
        (Some(default @ (Value::Number(_) | Value::String(_))), _) => default.to_string(),
        (_, "integer") => "7".to_owned(),
        (_, "number") => "1.5".to_owned(),
        (_, "boolean") => "true".to_owned(),
        (_, "array") => "[1, 2]".to_owned(),
        (_, "object") => "{ key: \"text\" }".to_owned(),
        _ => "\"text\"".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(action: Value, handle: Option<&str>) -> Option<String> {
        let action: Action = serde_json::from_value(action).expect("an action");
        let parameters = schema::parameters(action.other.get("parameters"));
        super::action(&action, handle, &parameters)
    }

    #[test]
    fn the_compiler_takes_every_example_whatever_the_names_are() {
        let parameters = |name: &str| json!({ "properties": { name: { "type": "integer" }, "by": {}, "a b": { "type": "array" } }, "required": [name, "by", "a b"] });
        for name in ["value", "result", "by", "from", "ä", "a b", "with", "first-one", "data", "\"", "}"] {
            let action =
                json!({ "name": "A", "verbs": ["Count"], "prepositions": ["against"], "parameters": parameters(name) });
            let example = of(action, Some("Slugs")).unwrap_or_else(|| panic!("{name} has no example"));
            assert!(example.contains("Slugs.Count the <result> against the <"), "{example}");
        }
        let plain = of(json!({ "name": "Greet" }), None).expect("an example");
        assert_eq!(plain, "Create the <value> with \"text\".\nGreet the <result> from the <value>.");
        // What no program can write has none.
        for verb in ["two words", "", "1st", "a.b.c.", "Ä\"", "<x>"] {
            let example = of(json!({ "name": "A", "verbs": [verb], "prepositions": ["beneath"] }), None);
            assert_eq!(example, None, "{verb}");
        }
    }

    #[test]
    fn other_items_have_examples_too() {
        let parameters = schema::parameters(Some(&json!({ "properties": { "limit": { "default": 5 } } })));
        let example = qualifier("Slugs.sort", &["List".to_owned()], &parameters).expect("an example");
        assert!(example.ends_with("Compute the <result: Slugs.sort> from the <value> with { limit: 5 }."), "{example}");
        assert_eq!(method("kv", "get", &[]).as_deref(), Some("Call the <result> from the <kv: get>."));
        assert!(method("kv", "empty", &[]).is_some());
        assert!(event("User*").is_some() && event("*").is_some());
    }
}
