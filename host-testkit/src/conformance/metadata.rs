//! Checks the metadata for what hosts ignore silently (ABI, section 7).

use std::collections::HashMap;
use std::path::Path;

use aro_abi::{EventPattern, Preposition, Role, ValueType, is_builtin_verb, normal_form, spelling_fault};
use serde_json::{Map, Value};

use super::checker::Checker;
use super::names::parameters;
use crate::host::{Manifest, PackageError, manifest_check};
use crate::plugin::info_keys::{INFO, Kind};

const INPUT: &str = "read what aro_plugin_info returned";

pub(super) fn check(checker: &mut Checker<'_>) {
    let Value::Object(info) = checker.info.clone() else { return };
    entry(checker, "", &info, INFO);
    names(checker, &info);
    words(checker);
    let folder = checker.check.plugin_yaml.clone().filter(|folder| folder.join("plugin.yaml").exists());
    let manifest = folder.as_deref().map(Manifest::read);
    // Hosts take the handle of plugin.yaml, and ignore that of the metadata. Without the former,
    // the latter says what it will be.
    match &manifest {
        Some(Ok(manifest)) => verbs(checker, manifest.stated_handle()),
        _ => verbs(checker, info.get("handle").and_then(Value::as_str)),
    }
    if let (Some(folder), Some(manifest)) = (folder, manifest) {
        plugin_yaml(checker, &folder, manifest);
    }
    parameters(checker);
}

/// Checks keys and types, recursively.
fn entry(checker: &mut Checker<'_>, place: &str, object: &Map<String, Value>, kinds: &[(&str, Kind)]) {
    for (key, value) in object {
        let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
        match kinds.iter().find(|(known, _)| known == key) {
            Some((_, kind)) => typed(checker, &place, value, *kind),
            None => {
                let meant = kinds.iter().find(|(known, _)| alike(known) == alike(key) && !object.contains_key(*known));
                if let Some((known, _)) = meant {
                    checker.add_finding("info-key", &place, INPUT, format!("`{key}`, where hosts read `{known}`"));
                }
            }
        }
    }
}

/// Compares plugin.yaml with the library and its metadata.
fn plugin_yaml(checker: &mut Checker<'_>, folder: &Path, manifest: Result<Manifest, PackageError>) {
    const RULE: &str = "plugin-yaml";
    match manifest {
        Ok(manifest) => {
            let input = format!("compared {} with it", folder.join("plugin.yaml").display());
            for found in manifest_check::differences(&manifest, &checker.info, checker.session.path()) {
                checker.add_finding(RULE, format!("plugin.yaml, `{}`", found.key), &input, found.observed);
            }
        }
        Err(error) => checker.add_finding(RULE, "plugin.yaml", "read it as a host does", error.to_string()),
    }
}

fn alike(key: &str) -> String {
    normal_form(key).trim_end_matches('s').to_owned()
}

fn typed(checker: &mut Checker<'_>, place: &str, value: &Value, kind: Kind) {
    let fits = match (kind, value) {
        (Kind::Text, Value::String(_)) | (Kind::Flag, Value::Bool(_)) => true,
        // Hosts take a list of names for actions.
        (Kind::EntriesOrNames(_), Value::Array(elements)) if elements.iter().all(Value::is_string) => true,
        (Kind::EntriesOrNames(entry), Value::Array(_)) => {
            typed(checker, place, value, Kind::Entries(entry));
            true
        }
        (Kind::Strings | Kind::Entries(_), Value::Array(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                let place = format!("{place}[{index}]");
                let of = if let Kind::Entries(entry) = kind { Kind::Entry(entry) } else { Kind::Text };
                typed(checker, &place, element, of);
            }
            true
        }
        (Kind::Entry(kinds), Value::Object(object)) => {
            entry(checker, place, object, kinds);
            true
        }
        _ => false,
    };
    if !fits {
        checker.add_finding("info-type", place, INPUT, format!("{value}, where hosts read {}", kind.name()));
    }
}

fn names(checker: &mut Checker<'_>, info: &Map<String, Value>) {
    let mut need = |object: &Value, key: &str, place: String| {
        // A value of another type breaks another rule.
        if object.get(key).is_none_or(|name| name.as_str() == Some("")) {
            checker.add_finding("info-name", place, INPUT, format!("there is no `{key}`"));
        }
    };
    let info = Value::Object(info.clone());
    need(&info, "name", "the plugin's name".to_owned());
    need(&info, "version", "the plugin's version".to_owned());
    for (list, key) in
        [("actions", "name"), ("qualifiers", "name"), ("services", "name"), ("system_objects", "identifier")]
    {
        let entries = info.get(list).and_then(Value::as_array);
        for (index, entry) in entries.into_iter().flatten().enumerate().filter(|(_, entry)| entry.is_object()) {
            need(entry, key, format!("{list}[{index}]"));
        }
    }
}

fn strings<'v>(object: &'v Value, key: &str) -> impl Iterator<Item = &'v str> {
    object.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Checks words of which hosts know a fixed list.
fn words(checker: &mut Checker<'_>) {
    for action in checker.declared("actions") {
        let name = action["name"].as_str().unwrap_or("?");
        if let Some(role) = action["role"].as_str().filter(|role| Role::from_word(role).is_none()) {
            checker.add_finding("info-role", format!("action `{name}`"), INPUT, format!("the role {role:?}"));
        }
        for word in strings(&action, "prepositions").filter(|word| Preposition::from_word(word).is_none()) {
            checker.add_finding(
                "info-preposition",
                format!("action `{name}`"),
                INPUT,
                format!("the preposition {word:?}"),
            );
        }
    }
    for qualifier in checker.declared("qualifiers") {
        let name = qualifier["name"].as_str().unwrap_or("?");
        for word in strings(&qualifier, "inputTypes").filter(|word| ValueType::from_word(word).is_none()) {
            checker.add_finding("info-input-type", format!("qualifier `{name}`"), INPUT, format!("the type {word:?}"));
        }
    }
    let events = checker.info.get("events").cloned().unwrap_or_default();
    for pattern in strings(&events, "subscribes") {
        if EventPattern::new(pattern).fault().is_some() {
            checker.add_finding(
                "event-pattern",
                format!("events.subscribes {pattern:?}"),
                INPUT,
                format!("{pattern:?}"),
            );
        }
    }
}

/// Why a program cannot write this verb. It may have a dot, like one with a handle before it.
fn verb_fault(verb: &str) -> Option<String> {
    match verb.split_once('.') {
        Some((handle, verb)) => spelling_fault(handle).or_else(|| spelling_fault(verb)),
        None => spelling_fault(verb),
    }
}

fn verbs(checker: &mut Checker<'_>, handle: Option<&str>) {
    let has_handle = handle.is_some_and(|handle| !handle.is_empty());
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (index, action) in checker.declared("actions").into_iter().enumerate() {
        for verb in strings(&action, "verbs") {
            let subject = format!("verb `{verb}`");
            let form = normal_form(verb);
            if let Some(fault) = verb_fault(verb) {
                checker.add_finding("verb-unspellable", &subject, INPUT, fault);
            }
            if is_builtin_verb(&form) && !has_handle {
                checker.add_finding(
                    "verb-hidden",
                    &subject,
                    INPUT,
                    "ARO has this verb itself, and the plugin has no `handle`",
                );
            }
            if owners.insert(form, index).is_some_and(|owner| owner != index) {
                checker.add_finding("verb-twice", &subject, INPUT, "another action has the same verb");
            }
        }
    }
}
