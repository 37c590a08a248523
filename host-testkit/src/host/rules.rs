//! How a host reads a reply (ABI, sections 5 and 6).

use aro_abi::HostPath;
use aro_abi::keys;
use serde_json::{Map, Value};

use super::outcome::Thrown;
use super::value;
use crate::json;
use crate::plugin::Event;

/// The hosts' message for a reply that they cannot read.
pub(crate) const UNREADABLE: &str = "The operation could not be completed. The data is not in the correct format.";
/// The same message of the decoder for qualifiers.
const UNDECODABLE: &str = "The operation could not be completed. The data isn’t in the correct format.";

fn parse(text: &str) -> Option<Value> {
    json::read(text).ok()
}

/// The value of an action or service; `called` is the plugin and the action string,
/// `probe.Probe-It`.
pub(crate) fn action(path: HostPath, called: &str, reply: Option<&str>) -> Result<Value, Thrown> {
    let Some(text) = reply else {
        return Err(Thrown::new(match path.is_interpreter() {
            true => UNREADABLE.to_owned(),
            false => format!("Plugin '{called}' failed: Plugin returned null"),
        }));
    };
    match parse(text) {
        Some(Value::Object(members)) => match members.get(keys::ERROR) {
            Some(Value::String(error)) if !path.is_interpreter() => {
                Err(Thrown::of(format!("Plugin '{called}' failed: {error}"), text))
            }
            _ => Ok(value::bound(members.into())),
        },
        Some(Value::Array(_)) => Ok(text.into()),
        _ => Err(Thrown::of(UNREADABLE, text)),
    }
}

/// Removes the events from a value, if they are a list of objects. On the eager path only.
pub(crate) fn take_events(value: &mut Value) -> Vec<Event> {
    let Some(members) = value.as_object_mut() else { return Vec::new() };
    let whole =
        members.get(keys::EVENTS).and_then(Value::as_array).is_some_and(|list| list.iter().all(Value::is_object));
    if !whole {
        return Vec::new();
    }
    let Some(Value::Array(entries)) = members.remove(keys::EVENTS) else { return Vec::new() };
    let event = |entry: Value| {
        let event_type = entry.get("type")?.as_str()?.to_owned();
        let data: Map<String, Value> = entry.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
        Some(Event { event_type, data })
    };
    entries.into_iter().filter_map(event).collect()
}

/// The value of a qualifier. `plugin` is the plugin's name, `full` the qualifier as the program
/// writes it, `name` as the plugin gets it.
pub(crate) fn qualifier(
    path: HostPath,
    plugin: &str,
    full: &str,
    name: &str,
    reply: Option<&str>,
) -> Result<Value, Thrown> {
    let failed = |name: &str, what: &str| format!("Qualifier '{name}' failed: {what}");
    let Some(text) = reply else {
        return Err(Thrown::new(match path.is_interpreter() {
            true => failed(name, "Plugin returned null"),
            false => failed(name, &format!("Plugin {plugin} returned nil for qualifier '{name}'")),
        }));
    };
    let Some(Value::Object(mut members)) = parse(text) else {
        return Err(Thrown::of(failed(full, UNDECODABLE), text));
    };
    match members.remove(keys::ERROR) {
        Some(Value::String(error)) => return Err(Thrown::of(failed(name, &error), text)),
        None | Some(Value::Null) => {}
        Some(_) => return Err(Thrown::of(failed(full, UNDECODABLE), text)),
    }
    match members.remove(keys::RESULT) {
        None | Some(Value::Null) => Err(Thrown::of(failed(name, "Plugin returned neither result nor error"), text)),
        Some(result) => Ok(value::qualified_result(result)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_is_a_value_to_the_interpreter_and_thrown_elsewhere() {
        let reply = Some(r#"{"error":"boom","error_code":2}"#);
        for path in [HostPath::Eager, HostPath::Lazy] {
            assert_eq!(action(path, "p.a", reply).unwrap()["error"], "boom");
        }
        for path in [HostPath::LegacyManaged, HostPath::LegacyDylib, HostPath::Compiled] {
            assert_eq!(action(path, "p.a", reply).unwrap_err().message, "Plugin 'p.a' failed: boom");
            assert!(action(path, "p.a", Some(r#"{"error":{"m":1}}"#)).is_ok());
        }
    }

    #[test]
    fn a_list_is_bound_as_text_and_anything_else_but_an_object_fails() {
        for path in HostPath::ALL {
            assert_eq!(action(path, "p.a", Some("[ 1]")), Ok(json!("[ 1]")));
            for reply in ["\"x\"", "42", "true", "null", "", "  ", "nope", "{\"a\":1} tail", "{\"a\":NaN}"] {
                assert_eq!(action(path, "p.a", Some(reply)).unwrap_err().message, UNREADABLE, "{reply}");
            }
            assert!(action(path, "p.a", None).is_err());
        }
    }

    #[test]
    fn events_are_taken_out_when_all_are_objects() {
        let mut value = json!({ "ok": 1, "_events": [{ "type": "A", "data": { "n": 1 } }, { "data": {} }, { "type": "B", "data": [1] }] });
        let events = take_events(&mut value);
        assert_eq!(value, json!({ "ok": 1 }));
        assert_eq!(events.iter().map(|event| event.event_type.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert!(events[1].data.is_empty());
        let mixed = json!({ "_events": [{ "type": "A" }, "x"] });
        let mut value = mixed.clone();
        assert!(take_events(&mut value).is_empty());
        assert_eq!(value, mixed);
    }

    #[test]
    fn a_qualifier_replies_with_a_result_or_fails() {
        let of = |reply: Option<&str>| qualifier(HostPath::Eager, "probe", "Probe.q", "q", reply);
        let says = |reply: &str| of(Some(reply)).unwrap_err().message;
        assert_eq!(of(Some(r#"{"error":null,"result":2.0}"#)), Ok(json!(2)));
        assert_eq!(says(r#"{"error":"boom","result":1}"#), "Qualifier 'q' failed: boom");
        assert!(says("{}").ends_with("neither result nor error") && says(r#"{"result":null}"#).ends_with("nor error"));
        for reply in ["[1]", "x", "", r#"{"error":{"m":1}}"#, r#"{"result":1e400}"#] {
            assert!(says(reply).starts_with("Qualifier 'Probe.q' failed: The operation"), "{reply}");
        }
        assert_eq!(of(None).unwrap_err().message, "Qualifier 'q' failed: Plugin returned null");
    }
}
