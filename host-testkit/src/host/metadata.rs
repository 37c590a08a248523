//! What a host reads of a plugin's metadata (ABI, section 7).

use std::collections::BTreeSet;

use aro_abi::{EventPattern, ValueType};
use serde::Serialize;
use serde_json::{Map, Value};

/// An action as the host knows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DeclaredAction {
    pub(crate) name: String,
    /// The declared verbs; empty when none are declared.
    pub(crate) verbs: Vec<String>,
    /// Missing for actions that are declared by a name alone.
    pub(crate) metadata: Option<ActionMetadata>,
    /// The parameters by the JSON schema under `parameters`. Hosts do not read it; the testkit's
    /// notes do.
    pub(crate) parameters: Vec<String>,
    /// Whether the schema says that there are no other arguments.
    pub(crate) has_all_parameters: bool,
    /// The first required parameter, which takes the statement's object.
    pub(crate) subject: Option<String>,
}

/// What a host reads of an action, besides its verbs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ActionMetadata {
    /// The role; an unknown one counts as `own`.
    pub role: String,
    /// The prepositions, as declared.
    pub prepositions: Vec<String>,
    /// What the action does.
    pub description: Option<String>,
    /// The version that introduced it.
    pub since: Option<String>,
}

/// A qualifier as the host knows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DeclaredQualifier {
    pub(crate) name: String,
    pub(crate) input_types: BTreeSet<String>,
    pub(crate) accepts_parameters: bool,
    pub(crate) description: Option<String>,
}

/// A system object as the host knows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RegisteredObject {
    /// The object's name.
    pub identifier: String,
    /// What it can do, sorted.
    pub capabilities: BTreeSet<String>,
    /// What it is.
    pub description: Option<String>,
}

/// What a host reads of the metadata.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PluginMetadata {
    pub(crate) name: Option<String>,
    pub(crate) handle: Option<String>,
    pub(crate) actions: Vec<DeclaredAction>,
    pub(crate) qualifiers: Vec<DeclaredQualifier>,
    pub(crate) services: Vec<String>,
    pub(crate) subscribes: Vec<String>,
    pub(crate) system_objects: Vec<RegisteredObject>,
    /// The features that the plugin deprecates, each with a message.
    pub(crate) deprecations: Vec<(String, String)>,
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

/// All elements, or none if one of them has another type.
fn strings(value: Option<&Value>) -> Option<Vec<String>> {
    value?.as_array()?.iter().map(|item| text(Some(item))).collect()
}

/// The same for objects.
fn objects(value: Option<&Value>) -> Vec<&Map<String, Value>> {
    let items = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().map(Value::as_object).collect::<Option<_>>().unwrap_or_default()
}

impl PluginMetadata {
    /// The action that this action string means: one of its verbs, or its name.
    pub(crate) fn action(&self, action: &str) -> Option<&DeclaredAction> {
        let wanted = aro_abi::normal_form(action);
        let means = |name: &String| aro_abi::normal_form(name) == wanted;
        self.actions.iter().find(|action| means(&action.name) || action.verbs.iter().any(means))
    }

    /// Silently ignores everything that the ABI does not define, as hosts do.
    pub(crate) fn read(info: Option<&Value>) -> Self {
        let Some(info) = info.and_then(Value::as_object) else { return Self::default() };
        Self {
            name: text(info.get("name")),
            handle: text(info.get("handle")),
            actions: match strings(info.get("actions")) {
                Some(names) => names
                    .into_iter()
                    .map(|name| DeclaredAction {
                        name,
                        verbs: Vec::new(),
                        metadata: None,
                        parameters: Vec::new(),
                        has_all_parameters: false,
                        subject: None,
                    })
                    .collect(),
                None => objects(info.get("actions")).into_iter().filter_map(action).collect(),
            },
            qualifiers: objects(info.get("qualifiers")).into_iter().filter_map(qualifier).collect(),
            services: objects(info.get("services"))
                .into_iter()
                .filter_map(|service| text(service.get("name")))
                .collect(),
            subscribes: strings(info.get("events").and_then(|events| events.get("subscribes"))).unwrap_or_default(),
            system_objects: objects(info.get("system_objects")).into_iter().filter_map(system_object).collect(),
            deprecations: objects(info.get("deprecations"))
                .into_iter()
                .filter_map(|entry| Some((text(entry.get("feature"))?, text(entry.get("message")).unwrap_or_default())))
                .collect(),
        }
    }
}

fn action(entry: &Map<String, Value>) -> Option<DeclaredAction> {
    let role = text(entry.get("role")).map(|role| role.to_lowercase());
    let role = role.filter(|role| aro_abi::Role::from_word(role).is_some()).unwrap_or_else(|| "own".to_owned());
    let schema = entry.get("parameters");
    let properties = schema.and_then(|schema| schema.get("properties")?.as_object());
    Some(DeclaredAction {
        name: text(entry.get("name"))?,
        verbs: strings(entry.get("verbs")).unwrap_or_default(),
        metadata: Some(ActionMetadata {
            role,
            prepositions: strings(entry.get("prepositions")).unwrap_or_default(),
            description: text(entry.get("description")),
            since: text(entry.get("since")),
        }),
        parameters: properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default(),
        has_all_parameters: schema.and_then(|schema| schema.get("additionalProperties")?.as_bool()) == Some(false),
        subject: text(schema.and_then(|schema| schema.get("required")?.get(0))),
    })
}

fn qualifier(entry: &Map<String, Value>) -> Option<DeclaredQualifier> {
    let types = strings(entry.get("inputTypes")).unwrap_or_default();
    let mut input_types: BTreeSet<String> =
        types.into_iter().filter(|name| ValueType::from_word(name).is_some()).collect();
    if input_types.is_empty() {
        input_types = ValueType::WORDS.iter().map(|word| (*word).to_owned()).collect();
    }
    Some(DeclaredQualifier {
        name: text(entry.get("name"))?,
        input_types,
        accepts_parameters: entry.get("accepts_parameters").and_then(Value::as_bool).unwrap_or(false),
        description: text(entry.get("description")),
    })
}

fn system_object(entry: &Map<String, Value>) -> Option<RegisteredObject> {
    Some(RegisteredObject {
        identifier: text(entry.get("identifier"))?,
        capabilities: strings(entry.get("capabilities")).unwrap_or_default().into_iter().collect(),
        description: text(entry.get("description")),
    })
}

/// Whether one of the patterns matches the event.
pub(crate) fn subscribes_to(patterns: &[String], event_type: &str) -> bool {
    patterns.iter().any(|pattern| EventPattern::new(pattern).matches(event_type))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_element_of_a_wrong_type_empties_its_list() {
        let info = json!({
            "actions": [{ "name": "A", "verbs": ["a", 1], "role": "REQUEST" }, { "verbs": ["nameless"] }],
            "qualifiers": [{ "name": "q" }, "r"],
            "events": { "subscribes": ["A", 1] },
        });
        let metadata = PluginMetadata::read(Some(&info));
        assert_eq!(metadata.actions.len(), 1);
        assert_eq!(
            (metadata.actions[0].verbs.len(), &*metadata.actions[0].metadata.as_ref().unwrap().role),
            (0, "request")
        );
        assert!(metadata.qualifiers.is_empty() && metadata.subscribes.is_empty());
        assert!(PluginMetadata::read(Some(&json!({ "actions": ["A", { "name": "B" }] }))).actions.is_empty());
        assert_eq!(PluginMetadata::read(Some(&json!({ "actions": ["A", "B"] }))).actions.len(), 2);
        assert_eq!(PluginMetadata::read(None), PluginMetadata::default());
    }

    #[test]
    fn only_the_right_spelling_of_a_key_is_read_and_unknown_types_are_dropped() {
        let info = json!({ "qualifiers": [
            { "name": "a", "inputTypes": ["List", "Nope"], "acceptsParameters": true },
            { "name": "b", "input_types": ["List"], "accepts_parameters": true },
        ]});
        let metadata = PluginMetadata::read(Some(&info)).qualifiers;
        assert_eq!((metadata[0].input_types.len(), metadata[0].accepts_parameters), (1, false));
        assert_eq!((metadata[1].input_types.len(), metadata[1].accepts_parameters), (6, true));
    }
}
