//! How `Log` shows a value *(read in the runtime's sources, and seen in captured programs)*.

use serde_json::Value;

use super::value::shown;

/// Members of an object are lines, sorted, with dots between the names of nested members. A list
/// without objects is written in brackets; in a list with objects, an empty line separates the
/// elements.
pub(crate) fn format_log(value: &Value) -> String {
    match value {
        Value::Object(_) => {
            let mut members = Vec::new();
            flatten("", value, &mut members);
            members.sort();
            members.into_iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join("\n")
        }
        Value::Array(items) => {
            let rows = items.iter().any(Value::is_object);
            let items: Vec<String> = items.iter().map(format_log).collect();
            if rows { items.join("\n\n") } else { format!("[{}]", items.join(", ")) }
        }
        other => shown(other),
    }
}

fn flatten(name: &str, value: &Value, members: &mut Vec<(String, String)>) {
    match value {
        Value::Object(inner) => {
            for (key, value) in inner {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(&name, value, members);
            }
        }
        Value::Array(items) => {
            let mut items: Vec<String> = items.iter().map(shown).collect();
            items.sort();
            members.push((name.to_owned(), items.join(", ")));
        }
        other => members.push((name.to_owned(), shown(other))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::format_log;

    #[test]
    fn a_value_is_shown_as_the_console_has_it() {
        assert_eq!(format_log(&json!({ "b": 2.0, "a": { "z": true, "l": ["y", "x"] } })), "a.l: x, y\na.z: true\nb: 2");
        assert_eq!(format_log(&json!([3, "a", [1]])), "[3, a, [1]]");
        assert_eq!(format_log(&json!([{ "a": 1 }, { "a": 2 }])), "a: 1\n\na: 2");
        assert_eq!(format_log(&json!("text")), "text");
    }
}
