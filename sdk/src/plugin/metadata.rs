//! The metadata as the host reads it (ABI, section 7).

use std::collections::HashMap;

use aro_abi::normal_form;
use serde_json::{Map, Value, json};

use super::items::{Action, ParamInfo, Qualifier, Service};
use super::{Plugin, order};
use crate::object::SystemObject;
use crate::reply::Lasting;

impl Plugin {
    /// The metadata as a block that the boundary can hand out; made once. While nothing is registered it says so under `error`.
    pub(crate) fn metadata(&self) -> &Lasting {
        if let Some(metadata) = self.metadata.get() {
            return metadata;
        }
        match self.registered() {
            Ok(()) => self.metadata.get_or_init(|| Lasting::new(&self.describe().to_string())),
            Err(error) => self.unregistered.get_or_init(|| {
                let mut info = self.describe();
                info["error"] = error.message().into();
                Lasting::new(&info.to_string())
            }),
        }
    }

    fn describe(&self) -> Value {
        let items = self.items();
        let mut info = Map::new();
        info.insert("name".into(), self.info.name.into());
        info.insert("version".into(), self.info.version.into());
        info.insert("language".into(), "rust".into());
        insert_text(&mut info, "description", self.info.description);
        insert_text(&mut info, "handle", self.info.handle.unwrap_or_default());
        info.insert("actions".into(), items.actions.iter().map(|action| self.action(action)).collect());
        insert_list(&mut info, "qualifiers", items.qualifiers.iter().map(|qualifier| describe_qualifier(qualifier)));
        insert_list(&mut info, "services", items.services.iter().map(|service| describe_service(service)));
        insert_list(&mut info, "system_objects", items.objects.iter().map(|object| describe_object(object)));
        let subscribes = order::distinct(items.handlers.iter().map(|handler| handler.pattern));
        let emits = items.actions.iter().flat_map(|action| action.emits);
        let emits = order::distinct(emits.chain(items.services.iter().flat_map(|service| service.emits)).copied());
        if !subscribes.is_empty() || !emits.is_empty() {
            info.insert("events".into(), json!({ "subscribes": subscribes, "emits": emits }));
        }
        let methods = items.services.iter().flat_map(|service| service.methods);
        let deprecations = items
            .actions
            .iter()
            .map(|action| action.deprecation)
            .chain(items.qualifiers.iter().map(|qualifier| qualifier.deprecation))
            .chain(methods.map(|method| method.deprecation));
        insert_list(&mut info, "deprecations", deprecations.flatten().map(parsed));
        Value::Object(info)
    }

    fn action(&self, action: &Action) -> Value {
        let mut entry = parsed(action.info);
        if let Value::Object(entry) = &mut entry {
            if self.info.entry_points {
                entry.insert("symbol".into(), action.symbol.into());
            }
            entry.insert("parameters".into(), schema(action.params.iter()));
        }
        entry
    }

    /// What is wrong with the metadata; the plugin's own unit test calls it.
    ///
    /// # Panics
    ///
    /// When something is wrong; the message lists all of it.
    pub fn assert_metadata(&self) {
        let faults = self.metadata_faults();
        assert!(faults.is_empty(), "the metadata of the plugin \"{}\":\n- {}", self.info.name, faults.join("\n- "));
    }

    fn metadata_faults(&self) -> Vec<String> {
        let items = self.items();
        let mut faults = Vec::new();
        if self.info.name.is_empty() {
            faults.push("the plugin has no name: write `plugin! { name = \"…\" }`".to_owned());
        }
        if self.info.version.is_empty() {
            faults.push("the plugin has no version: give the package one in Cargo.toml".to_owned());
        }
        let mut actions = Owners::new("action");
        for action in &items.actions {
            for name in action.verbs.iter().chain([&action.name]) {
                actions.claim(name, action.name, &mut faults);
            }
        }
        let mut methods = Owners::new("service method");
        for service in &items.services {
            for method in service.methods {
                methods.claim(method.name, &format!("{}.{}", service.name, method.name), &mut faults);
            }
        }
        let mut qualifiers = Owners::new("qualifier");
        for (index, qualifier) in items.qualifiers.iter().enumerate() {
            qualifiers.claim(qualifier.name, &index.to_string(), &mut faults);
        }
        for (hooks, attribute) in [(&items.inits, "aro_init"), (&items.shutdowns, "aro_shutdown")] {
            if hooks.len() > 1 {
                faults.push(format!("#[{attribute}] stands {} times: a plugin has one", hooks.len()));
            }
        }
        match serde_json::from_str::<Value>(self.metadata().text()) {
            Err(error) => faults.push(format!("it is not valid JSON: {error}")),
            Ok(info) => {
                let listed = |key: &str| info[key].as_array().map_or(0, Vec::len);
                for (key, count) in [
                    ("actions", items.actions.len()),
                    ("qualifiers", items.qualifiers.len()),
                    ("services", items.services.len()),
                    ("system_objects", items.objects.len()),
                ] {
                    if listed(key) != count {
                        faults.push(format!("`{key}` lists {} of {count}", listed(key)));
                    }
                }
            }
        }
        faults
    }
}

/// Which item has claimed a normal form.
struct Owners {
    what: &'static str,
    owners: HashMap<String, String>,
}

impl Owners {
    fn new(what: &'static str) -> Self {
        Self { what, owners: HashMap::new() }
    }

    fn claim(&mut self, name: &str, owner: &str, faults: &mut Vec<String>) {
        match self.owners.insert(normal_form(name), owner.to_owned()) {
            Some(other) if other != owner => {
                faults.push(format!("the {} \"{name}\" stands twice: {other} and {owner}", self.what));
            }
            _ => {}
        }
    }
}

/// Text that a macro has written.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn insert_text(object: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        object.insert(key.into(), text.into());
    }
}

fn insert_list(object: &mut Map<String, Value>, key: &str, values: impl Iterator<Item = Value>) {
    let values: Vec<Value> = values.collect();
    if !values.is_empty() {
        object.insert(key.into(), values.into());
    }
}

fn describe_qualifier(qualifier: &Qualifier) -> Value {
    let mut values = qualifier.params.iter().filter(|param| param.is_value);
    let value = values.next();
    let types = qualifier.input_types.or(value.map(|value| value.types)).unwrap_or(crate::types::TypeSet::ALL);
    let mut entry = Map::new();
    entry.insert("name".into(), qualifier.name.into());
    entry.insert("inputTypes".into(), types.aro_words().into());
    entry.insert("accepts_parameters".into(), values.clone().next().is_some().into());
    insert_text(&mut entry, "description", qualifier.description);
    entry.insert("parameters".into(), schema(values));
    Value::Object(entry)
}

fn describe_service(service: &Service) -> Value {
    let mut entry = Map::new();
    entry.insert("name".into(), service.name.into());
    entry.insert("methods".into(), service.methods.iter().map(|method| method.name).collect());
    insert_text(&mut entry, "description", service.description);
    let details = service.methods.iter().map(|method| {
        let mut details = Map::new();
        insert_text(&mut details, "description", method.description);
        details.insert("parameters".into(), schema(method.params.iter()));
        (method.name.to_owned(), Value::Object(details))
    });
    entry.insert("method_details".into(), Value::Object(details.collect()));
    Value::Object(entry)
}

fn describe_object(object: &SystemObject) -> Value {
    let mut entry = Map::new();
    entry.insert("identifier".into(), object.identifier.into());
    entry.insert("capabilities".into(), object.capabilities().into());
    insert_text(&mut entry, "description", object.description);
    Value::Object(entry)
}

/// The parameters as a JSON Schema, under a key that hosts ignore.
fn schema<'a>(params: impl Iterator<Item = &'a ParamInfo>) -> Value {
    let (mut properties, mut required, mut open) = (Map::new(), Vec::new(), false);
    for param in params.filter(|param| param.is_value) {
        if param.flatten {
            open = true;
            continue;
        }
        let mut property = Map::new();
        match &param.types.schema_words()[..] {
            [] => {}
            [one] => drop(property.insert("type".into(), (*one).into())),
            several => drop(property.insert("type".into(), several.into())),
        }
        insert_text(&mut property, "description", param.description);
        if let Some(default) = param.default {
            property.insert("default".into(), parsed(default));
        }
        if !param.has_default && !param.types.is_optional() {
            required.push(param.name);
        }
        properties.insert(param.name.into(), Value::Object(property));
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": open })
}
