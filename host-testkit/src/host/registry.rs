//! Which verbs, qualifiers and services a host has (ABI, sections 2, 4, 6 and 7).

use std::collections::BTreeSet;
use std::sync::Arc;

use aro_abi::HostPath;
use serde::Serialize;

use super::loaded_plugin::LoadedPlugin;
use super::metadata::{ActionMetadata, DeclaredQualifier, RegisteredObject};

/// A verb that a host has registered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RegisteredVerb {
    /// The key by which programs look it up: in lower case, without `-`, with or without the handle
    /// and a dot.
    pub verb: String,
    /// The plugin's name.
    pub plugin: String,
    /// Whether a built-in verb hides it.
    pub shadowed_by_builtin: bool,
    /// What the host knows of the action.
    pub metadata: Option<ActionMetadata>,
    /// As a program writes it.
    #[serde(skip)]
    pub(crate) written: String,
    /// The action string that the plugin gets.
    #[serde(skip)]
    pub(crate) action: String,
    #[serde(skip)]
    pub(crate) index: usize,
}

/// A qualifier that a host has registered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegisteredQualifier {
    /// The handle or the plugin's name, and the qualifier, in lower case.
    pub key: String,
    /// The plugin's name.
    pub plugin: String,
    /// The types that it accepts.
    pub input_types: BTreeSet<String>,
    /// Whether it declares that it uses the statement's `with`.
    pub accepts_parameters: bool,
    /// What it does.
    pub description: Option<String>,
    #[serde(skip)]
    pub(crate) name: String,
    #[serde(skip)]
    pub(crate) index: usize,
}

/// What a host has registered of its plugins.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Registered {
    /// The verbs, sorted.
    pub verbs: Vec<RegisteredVerb>,
    /// The qualifiers, sorted.
    pub qualifiers: Vec<RegisteredQualifier>,
    /// The names by which services are called, sorted: those of the plugins, and those that plugins
    /// declare.
    pub services: BTreeSet<String>,
    /// The patterns of all subscriptions.
    pub subscribes: Vec<String>,
    /// The system objects.
    pub system_objects: Vec<RegisteredObject>,
}

/// The key by which programs look a verb up.
pub(crate) fn looked_up(verb: &str) -> String {
    verb.replace('-', "").to_lowercase()
}

/// The spelling of a declared verb in a program.
fn writable(verb: &str) -> String {
    let verb = verb.replace('-', "");
    let mut chars = verb.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(crate) fn registered(path: HostPath, plugins: &[Arc<LoadedPlugin<'_>>]) -> Registered {
    let mut all = Registered::default();
    for (index, loaded) in plugins.iter().enumerate() {
        for verb in verbs(path, index, loaded) {
            // A later registration replaces an earlier one.
            all.verbs.retain(|known| known.verb != verb.verb);
            all.verbs.push(verb);
        }
        all.services.insert(loaded.name_in_programs());
        let Some(metadata) = loaded.metadata() else { continue };
        if path != HostPath::LegacyManaged {
            all.services.extend(metadata.services.iter().cloned());
        }
        if loaded.plugin().has_symbol(aro_abi::symbols::QUALIFIER) {
            for qualifier in &metadata.qualifiers {
                let found = registered_qualifier(path, index, loaded, qualifier);
                all.qualifiers.retain(|known| known.key != found.key);
                all.qualifiers.push(found);
            }
        }
        all.subscribes.extend(metadata.subscribes.iter().cloned());
        all.system_objects.extend(metadata.system_objects.iter().cloned());
    }
    all.verbs.sort_by(|a, b| a.verb.cmp(&b.verb));
    all.qualifiers.sort_by(|a, b| a.key.cmp(&b.key));
    all
}

fn registered_qualifier(
    path: HostPath,
    index: usize,
    loaded: &LoadedPlugin<'_>,
    qualifier: &DeclaredQualifier,
) -> RegisteredQualifier {
    let namespace = loaded.handle().filter(|_| path.has_handled_verbs()).unwrap_or_else(|| loaded.name_in_programs());
    let dylib = path == HostPath::LegacyDylib;
    RegisteredQualifier {
        key: format!("{namespace}.{}", qualifier.name).to_lowercase(),
        plugin: loaded.name(),
        input_types: qualifier.input_types.clone(),
        accepts_parameters: qualifier.accepts_parameters && !dylib,
        description: qualifier.description.clone().filter(|_| !dylib),
        name: qualifier.name.clone(),
        index,
    }
}

/// The verbs of a plugin, each with the action string and what the host knows of the action.
fn declared(path: HostPath, loaded: &LoadedPlugin<'_>) -> Vec<(String, String, Option<ActionMetadata>)> {
    let lazy = || loaded.manifest().actions.iter().flatten().flatten();
    if path == HostPath::Lazy {
        let unknown = ActionMetadata { role: "own".to_owned(), prepositions: vec![], description: None, since: None };
        return lazy().map(|verb| (verb.clone(), verb.clone(), Some(unknown.clone()))).collect();
    }
    let mut declared = Vec::new();
    for action in loaded.metadata().map(|metadata| metadata.actions.as_slice()).unwrap_or_default() {
        let nameless = if path.is_interpreter() { action.name.clone() } else { action.name.to_lowercase() };
        let metadata = action.metadata.clone().filter(|_| path.is_interpreter());
        let verbs = if action.verbs.is_empty() { vec![nameless] } else { action.verbs.clone() };
        declared.extend(verbs.into_iter().map(|verb| (verb.clone(), verb, metadata.clone())));
    }
    declared
}

fn verbs(path: HostPath, index: usize, loaded: &LoadedPlugin<'_>) -> Vec<RegisteredVerb> {
    let mut found = Vec::new();
    let handle = loaded.handle();
    for (verb, action, metadata) in declared(path, loaded) {
        let mut add = |written: String, key: &str| {
            let verb = looked_up(key);
            let shadowed_by_builtin = aro_abi::is_builtin_verb(&verb);
            let (action, metadata, plugin) = (action.clone(), metadata.clone(), loaded.name());
            found.push(RegisteredVerb { verb, plugin, shadowed_by_builtin, metadata, written, action, index });
        };
        if path.has_plain_verbs() || handle.is_none() {
            add(writable(&verb), &verb);
        }
        if let Some(handle) = handle.as_ref().filter(|_| path.has_handled_verbs()) {
            add(format!("{handle}.{}", writable(&verb)), &format!("{handle}.{verb}"));
        }
    }
    found
}
