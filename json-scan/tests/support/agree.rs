//! Compares all backends, the reference and `serde_json`.

use aro_json_scan::{Backend, Key, MAX_LEVELS, Member, ObjectIndex, index, index_with};
use serde_json::{Map, Value};

use super::reference::{self, Levels};

/// The backends that this processor has.
pub(crate) fn backends() -> impl Iterator<Item = Backend> {
    Backend::available()
}

/// The index of a text; `None` if it is refused.
fn indexed(backend: Backend, text: &[u8], nested: &str, levels: usize) -> Option<Vec<ObjectIndex>> {
    let mut objects = vec![ObjectIndex::new(); levels];
    index_with(backend, text, &Key::of(nested), &mut objects).ok().map(|()| objects)
}

/// The error describes the deviation. A text that `serde_json` accepts must be accepted, and one
/// that the reference refuses must be refused. Between the two are errors inside unused values.
pub(crate) fn agree(text: &[u8], nested: &str, levels: usize) -> Result<(), String> {
    let expected = reference::read(text, nested, levels);
    let members = match serde_json::from_slice(text) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    };
    let mut first = None;
    for backend in backends() {
        let found = indexed(backend, text, nested, levels);
        let judged = judge(text, nested, found.as_deref(), expected.as_ref(), members.as_ref());
        judged.map_err(|deviation| deviation_message(backend, text, nested, levels, &deviation))?;
        let members = found.map(|objects| objects.iter().map(members_of).collect::<Vec<_>>());
        let expected = first.get_or_insert_with(|| members.clone());
        if *expected != members {
            return Err(deviation_message(backend, text, nested, levels, "another backend gives another index"));
        }
    }
    let mut objects = vec![ObjectIndex::new(); levels];
    let best = index(text, &Key::of(nested), &mut objects).ok().map(|()| objects.iter().map(members_of).collect());
    if first != Some(best) {
        return Err(deviation_message(Backend::best(), text, nested, levels, "`index` gives another index"));
    }
    Ok(())
}

fn deviation_message(backend: Backend, text: &[u8], nested: &str, levels: usize, deviation: &str) -> String {
    let shown = text.escape_ascii();
    format!("{backend:?}, {levels} levels of {nested:?}: {deviation}, in {} bytes: b\"{shown}\"", text.len())
}

fn members_of(object: &ObjectIndex) -> (bool, Vec<Member>) {
    (object.is_present(), object.members().copied().collect())
}

fn judge(
    text: &[u8],
    nested: &str,
    found: Option<&[ObjectIndex]>,
    expected: Option<&Levels>,
    members: Option<&Map<String, Value>>,
) -> Result<(), String> {
    let Some(objects) = found else {
        return match members {
            Some(_) => Err("refused a text that serde_json accepts".to_owned()),
            None => Ok(()),
        };
    };
    let expected = expected.ok_or("accepted a text that must be refused")?;
    for (level, (object, expected)) in objects.iter().zip(expected).enumerate() {
        same_positions(text, object, expected.as_deref()).map_err(|what| format!("{what} (level {level})"))?;
    }
    if let Some(members) = members {
        let mut members = Some(members);
        for (level, object) in objects.iter().take(MAX_LEVELS).enumerate() {
            same_values(text, object, members).map_err(|what| format!("{what} (level {level})"))?;
            members = members.and_then(|members| members.get(nested)).and_then(Value::as_object);
        }
    }
    Ok(())
}

/// The members must be those of the reference, and each look-up must find the last of its key.
fn same_positions(text: &[u8], object: &ObjectIndex, expected: Option<&[reference::Member]>) -> Result<(), String> {
    let is_present = expected.is_some();
    let expected = expected.unwrap_or_default();
    if object.is_present() != is_present {
        return Err(format!("presence is not {is_present}"));
    }
    let count = object.members().count();
    if count != expected.len() {
        return Err(format!("{count} members, not {}", expected.len()));
    }
    for (found, expected) in object.members().zip(expected) {
        if (found.key(text), found.value()) != (expected.key.clone(), expected.value.clone()) {
            return Err(format!("{:?} {:?}, not {expected:?}", found.key(text), found.value()));
        }
        if found.is_escaped() != text[expected.key.clone()].contains(&b'\\') {
            return Err(format!("is_escaped() of {expected:?}"));
        }
    }
    for member in expected {
        looked_up(text, object, &member.name, expected)?;
        looked_up(text, object, &format!("{}\0", member.name), expected)?;
        let mut shorter = member.name.chars();
        shorter.next_back();
        looked_up(text, object, shorter.as_str(), expected)?;
    }
    Ok(())
}

fn looked_up(text: &[u8], object: &ObjectIndex, name: &str, expected: &[reference::Member]) -> Result<(), String> {
    let expected = expected.iter().rev().find(|member| member.name == name).map(|member| member.value.clone());
    for (key, made) in [(Key::new(name), "new"), (Key::of(name), "of")] {
        let found = object.get(text, &key);
        if found != expected {
            return Err(format!("get(Key::{made}({name:?})) is {found:?}, not {expected:?}"));
        }
    }
    Ok(())
}

/// The values must be those that `serde_json` reads.
fn same_values(text: &[u8], object: &ObjectIndex, members: Option<&Map<String, Value>>) -> Result<(), String> {
    if object.is_present() != members.is_some() {
        return Err("serde_json disagrees about the presence".to_owned());
    }
    for (key, value) in members.into_iter().flatten() {
        let range = object.get(text, &Key::of(key)).ok_or_else(|| format!("{key:?} is missing"))?;
        let found = serde_json::from_slice::<Value>(&text[range.clone()]);
        if !found.is_ok_and(|found| found == *value) {
            return Err(format!("{range:?} is not the value of {key:?}"));
        }
    }
    Ok(())
}
