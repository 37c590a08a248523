//! What a plugin says of itself.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::{Map, Value};

use super::info_sound;

/// The metadata of a plugin, from `aro_plugin_info`.
///
/// A list that is not there is empty, a text that is not there is empty or `None`. Keys that the
/// ABI does not know are kept under `other`. A value of the wrong type is an error here, where the
/// real host drops the whole list in silence.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Info {
    /// The plugin's name.
    pub name: String,
    /// The plugin's version.
    pub version: String,
    /// The language that the plugin is written in.
    pub language: String,
    /// What the plugin is for.
    pub description: Option<String>,
    /// The prefix of `Handle.Verb`. Hosts read it from plugin.yaml and not from here.
    pub handle: Option<String>,
    /// The actions, in the plugin's order. A plugin may also list their names alone; each is then
    /// the action's name and its verb.
    #[serde(deserialize_with = "actions")]
    pub actions: Vec<Action>,
    /// The qualifiers, in the plugin's order.
    pub qualifiers: Vec<Qualifier>,
    /// The services, in the plugin's order.
    pub services: Vec<Service>,
    /// The events that the plugin subscribes to and emits.
    pub events: Events,
    /// The system objects, in the plugin's order.
    pub system_objects: Vec<SystemObject>,
    /// What will go away, in the plugin's order.
    pub deprecations: Vec<Deprecation>,
    /// Keys that the ABI does not know.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Info {
    /// The metadata as hosts read them: what has another type than the ABI gives it is left out,
    /// and with one entry of a wrong type its whole list ([ABI, section
    /// 7](aro_abi::reference#7-metadata)). Entries without a name are left out too.
    ///
    /// [`Plugin::info`](crate::Plugin::info) reports such metadata as an error.
    ///
    /// ```
    /// use aro_host_testkit::Info;
    /// use serde_json::json;
    ///
    /// let json = json!({ "name": "csv", "version": 1, "actions": [{ "name": "Parse" }, 7] });
    /// let info = Info::as_hosts_read(&json);
    /// assert_eq!((info.name.as_str(), info.version.as_str()), ("csv", ""));
    /// assert!(info.actions.is_empty());
    /// ```
    #[must_use]
    pub fn as_hosts_read(json: &Value) -> Self {
        serde_json::from_value(info_sound::metadata(json)).unwrap_or_default()
    }
}

fn actions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Action>, D::Error> {
    let listed = Value::deserialize(deserializer)?;
    let names = listed.as_array().and_then(|names| names.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
    match names {
        Some(names) => Ok(names.into_iter().map(Action::of_name).collect()),
        None => serde_json::from_value(listed).map_err(D::Error::custom),
    }
}

impl Action {
    fn of_name(name: &str) -> Self {
        Self { name: name.to_owned(), verbs: vec![name.to_owned()], ..Self::default() }
    }
}

/// One action of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Action {
    /// The action's name.
    pub name: String,
    /// The verbs by which programs call it.
    pub verbs: Vec<String>,
    /// `request`, `own`, `response`, `export` or `server`, as written.
    pub role: Option<String>,
    /// The prepositions it is meant for, as written.
    pub prepositions: Vec<String>,
    /// What it does.
    pub description: Option<String>,
    /// The version that brought it.
    pub since: Option<String>,
    /// The C function that runs this action alone: see
    /// [`Plugin::entry_point`](crate::Plugin::entry_point).
    pub symbol: Option<String>,
    /// Keys that the ABI does not know.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// One qualifier of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Qualifier {
    /// The qualifier's name.
    pub name: String,
    /// The types it takes; none named means all.
    #[serde(rename = "inputTypes")]
    pub input_types: Vec<String>,
    /// Whether it looks at the statement's `with`.
    pub accepts_parameters: bool,
    /// What it does.
    pub description: Option<String>,
}

/// One service of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Service {
    /// The service's name.
    pub name: String,
    /// Its methods; the action string of a call is `service:<method>`.
    pub methods: Vec<String>,
}

/// The events that a plugin subscribes to and emits.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Events {
    /// The patterns of its subscriptions: a type, `Prefix*`, or `*`.
    pub subscribes: Vec<String>,
    /// The types that it sends.
    pub emits: Vec<String>,
}

/// One system object of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SystemObject {
    /// The object's name.
    pub identifier: String,
    /// What it can do, such as `readable`.
    pub capabilities: Vec<String>,
    /// What it is.
    pub description: Option<String>,
}

/// Something that will go away.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Deprecation {
    /// What will go away.
    pub feature: String,
    /// What to use instead.
    pub message: Option<String>,
    /// The version that declared it so.
    pub since: Option<String>,
    /// The version in which it is gone.
    pub remove_in: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_there_is_empty_and_what_is_unknown_is_kept() {
        let info: Info = serde_json::from_value(json!({
            "name": "p",
            "flavour": "sour",
            "actions": [{ "name": "A", "examples": ["A the <r>."] }],
            "qualifiers": [{ "name": "q", "inputTypes": ["List"], "accepts_parameters": true }],
        }))
        .unwrap();
        assert_eq!(info.other["flavour"], "sour");
        assert_eq!(info.actions[0].other["examples"], json!(["A the <r>."]));
        assert_eq!(info.actions[0].symbol, None);
        assert_eq!(info.qualifiers[0].input_types, ["List"]);
        assert!(info.qualifiers[0].accepts_parameters);
        assert!(info.services.is_empty() && info.events == Events::default());
    }

    #[test]
    fn a_wrong_type_is_an_error() {
        for actions in [json!(["A", { "name": "B" }]), json!([1]), json!("A"), json!({})] {
            assert!(serde_json::from_value::<Info>(json!({ "actions": actions })).is_err(), "{actions}");
        }
    }

    #[test]
    fn actions_may_be_a_list_of_names() {
        let info: Info = serde_json::from_value(json!({ "name": "p", "actions": ["uname", "Hash.Hash"] })).unwrap();
        let names: Vec<_> = info.actions.iter().map(|action| (action.name.as_str(), action.verbs.as_slice())).collect();
        assert_eq!(names, [("uname", &["uname".to_owned()][..]), ("Hash.Hash", &["Hash.Hash".to_owned()])]);
        let empty: Info = serde_json::from_value(json!({ "actions": [] })).unwrap();
        assert!(empty.actions.is_empty());
    }
}
