//! How `Log` and the end of a program show a value *(seen in captured programs)*.

use serde_json::Value;

use super::{swift, value, wire};

/// Members of an object are lines, sorted, with dots between the names of nested members. A list
/// without objects is written in brackets; in a list with objects, an empty line separates the
/// elements.
pub(crate) fn format_log(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let rows = items.iter().any(is_dictionary);
            let items: Vec<String> = items.iter().map(format_log).collect();
            if rows { items.join("\n\n") } else { format!("[{}]", items.join(", ")) }
        }
        dictionary if is_dictionary(dictionary) => {
            let lines = flattened("", dictionary, |items| {
                let mut items: Vec<String> = items.iter().map(listed).collect();
                items.sort();
                items.join(", ")
            });
            lines.join("\n")
        }
        other => scalar(other),
    }
}

/// The lines that the end of a program shows of what it returns: members of an object, and any
/// other value under `name`. Lists are JSON.
pub(crate) fn format_returned(name: &str, value: &Value) -> Vec<String> {
    let list = |items: &[Value]| wire::text(&items.iter().map(value::printable).collect());
    if is_dictionary(value) {
        return flattened(name, value, list);
    }
    let text = if let Value::Array(items) = value { list(items) } else { scalar(value) };
    vec![format!("{name}: {text}")]
}

/// An object of the program, not a value that JSON lacks.
pub(crate) fn is_dictionary(value: &Value) -> bool {
    value.is_object() && value::date_of(value).is_none()
}

fn scalar(value: &Value) -> String {
    if let Some(seconds) = value::date_of(value) {
        return value::date(seconds).replacen(' ', "T", 1).replace(" +0000", "Z");
    }
    match value {
        Value::Number(number) if number.is_f64() => format!("{:.2}", number.as_f64().unwrap_or_default()),
        other => swift::description(other),
    }
}

/// An element of a list inside an object.
fn listed(value: &Value) -> String {
    if value.is_array() || is_dictionary(value) { swift::debug(value) } else { scalar(value) }
}

/// `path: value` for each member, sorted by the path.
fn flattened(name: &str, value: &Value, list: impl Fn(&[Value]) -> String + Copy) -> Vec<String> {
    let mut members = Vec::new();
    flatten(name, value, list, &mut members);
    members.sort();
    members.into_iter().map(|(name, text)| format!("{name}: {text}")).collect()
}

fn flatten(name: &str, value: &Value, list: impl Fn(&[Value]) -> String + Copy, members: &mut Vec<(String, String)>) {
    match value {
        Value::Object(inner) if is_dictionary(value) => {
            for (key, value) in inner {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(&name, value, list, members);
            }
        }
        Value::Array(items) => members.push((name.to_owned(), list(items))),
        other => members.push((name.to_owned(), scalar(other))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_shown_as_the_console_has_it() {
        let value = json!({ "b": 2.0, "a": { "z": true, "l": ["y", 2.5, { "k": 2.0 }], "e": {} } });
        assert_eq!(format_log(&value), "a.l: 2.50, [\"k\": 2.0], y\na.z: true\nb: 2.00");
        assert_eq!(format_log(&json!([3, "a", [1]])), "[3, a, [1]]");
        assert_eq!(format_log(&json!([{ "a": 1 }, { "a": 2 }])), "a: 1\n\na: 2");
        assert_eq!(format_log(&json!("text")), "text");
        assert_eq!(format_log(&json!({ "$date": 0 })), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn what_a_program_returns_is_shown_with_lists_as_json() {
        assert_eq!(format_returned("r", &json!({ "b": [1, 2.0], "a": 2.5 })), ["r.a: 2.50", "r.b: [1,2]"]);
        assert_eq!(format_returned("value", &json!("x")), ["value: x"]);
    }
}
