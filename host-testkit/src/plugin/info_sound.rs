//! Metadata without what hosts ignore because of its type (ABI, section 7).

use serde_json::{Map, Value};

use super::info_keys::Kind::{self, Entries, EntriesOrNames, Entry, Flag, Strings, Text};
use super::info_keys::{INFO, UNREAD};

/// The metadata without values of a wrong type. What is no object is empty.
pub(super) fn metadata(json: &Value) -> Value {
    json.as_object().map_or_else(|| Map::new().into(), |members| entry(members, &[INFO, UNREAD].concat()))
}

fn entry(members: &Map<String, Value>, kinds: &[(&str, Kind)]) -> Value {
    let kind_of = |key: &str| kinds.iter().find(|(known, _)| *known == key).map(|(_, kind)| *kind);
    let sound = members.iter().filter_map(|(key, value)| {
        let value = match kind_of(key) {
            None => Some(value.clone()),
            Some(kind) => of_kind(value, kind),
        };
        Some((key.clone(), value?))
    });
    sound.collect::<Map<_, _>>().into()
}

fn of_kind(value: &Value, kind: Kind) -> Option<Value> {
    match kind {
        Text => value.is_string().then(|| value.clone()),
        Flag => value.is_boolean().then(|| value.clone()),
        Strings => value.as_array().filter(|items| items.iter().all(Value::is_string)).map(|_| value.clone()),
        EntriesOrNames(_) if of_kind(value, Strings).is_some() => Some(value.clone()),
        Entries(kinds) | EntriesOrNames(kinds) => {
            let objects: Option<Vec<_>> = value.as_array()?.iter().map(Value::as_object).collect();
            let entries = objects?.into_iter().map(|object| entry(object, kinds));
            let has_name = |entry: &Value| kinds.first().is_some_and(|(name, _)| entry.get(name).is_some());
            Some(entries.filter(has_name).collect())
        }
        Entry(kinds) => value.as_object().map(|object| entry(object, kinds)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::plugin::Info;

    #[test]
    fn whatever_the_metadata_are_they_are_read() {
        for json in [
            json!(null),
            json!([1]),
            json!({ "name": 1, "version": [], "actions": {}, "services": "s", "events": [] }),
            json!({ "actions": [null], "qualifiers": [{ "inputTypes": "List" }], "events": { "emits": 1 } }),
        ] {
            assert_eq!(Info::as_hosts_read(&json), Info::default(), "{json}");
        }
    }

    #[test]
    fn what_hosts_read_beside_a_wrong_value_stays() {
        let info = Info::as_hosts_read(&json!({
            "name": "p",
            "flavour": 7,
            "actions": [{ "name": "A", "verbs": ["a", 1], "role": "own", "parameters": 1 }, { "verbs": ["b"] }],
            "qualifiers": [{ "name": "q", "accepts_parameters": 1, "inputTypes": ["List"] }],
            "system_objects": [{ "identifier": "o", "description": null }],
            "services": [{ "name": "s" }, 1],
        }));
        assert_eq!((info.name.as_str(), info.other["flavour"].as_i64()), ("p", Some(7)));
        assert_eq!(info.actions.len(), 1);
        assert!(info.actions[0].verbs.is_empty() && info.actions[0].role.as_deref() == Some("own"));
        assert!(!info.qualifiers[0].accepts_parameters && info.qualifiers[0].input_types == ["List"]);
        assert_eq!(info.system_objects[0].identifier, "o");
        assert!(info.services.is_empty());
        let names = Info::as_hosts_read(&json!({ "actions": ["A", "B"] }));
        assert_eq!(names.actions[1].verbs, ["B"]);
    }
}
