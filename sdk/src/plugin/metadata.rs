//! The metadata as the host reads it (ABI, section 7).
//!
//! The structs below are the objects of its JSON. They are made from the descriptors and written once,
//! when the host asks for the first time. The serializer leaves out members that are `None`.

use serde::{Serialize, Serializer};

use super::Plugin;
use super::descriptors::{Action, Deprecation, Item, Qualifier, Service, ServiceMethod, SystemObject};
use super::registry::Items;
use super::schema::Schema;
use crate::error::Error;
use crate::json::write_value;
use crate::reply::{Reply, StaticReply};
use crate::types::TypeSet;

/// The capacity for the metadata of a plugin with few items, in bytes of JSON.
const USUAL: usize = 2048;

impl Plugin {
    /// The metadata, written once. As long as nothing is registered, its `error` says so.
    pub(crate) fn metadata(&self) -> &StaticReply {
        if let Some(metadata) = self.metadata.get() {
            return metadata;
        }
        match self.check_registered() {
            Ok(()) => self.metadata.get_or_init(|| self.write_metadata(None)),
            Err(error) => self.incomplete_metadata.get_or_init(|| self.write_metadata(Some(&error))),
        }
    }

    fn write_metadata(&self, error: Option<&Error>) -> Box<StaticReply> {
        let mut reply = Reply::with_capacity(USUAL);
        let written = write_value(reply.json_mut(), &Metadata::of(self, error));
        // Only a number that is not finite could fail, and there is none.
        debug_assert!(written.is_ok(), "{written:?}");
        Box::new(StaticReply::new(reply))
    }
}

#[derive(Serialize)]
struct Metadata<'a> {
    name: &'static str,
    version: &'static str,
    language: &'static str,
    description: Option<&'static str>,
    handle: Option<&'static str>,
    error: Option<&'a str>,
    actions: Vec<ActionEntry>,
    qualifiers: Option<Vec<QualifierEntry>>,
    services: Option<Vec<ServiceEntry>>,
    system_objects: Option<Vec<SystemObjectEntry>>,
    events: Option<EventsEntry>,
    deprecations: Option<Vec<DeprecationEntry>>,
}

#[derive(Serialize)]
struct ActionEntry {
    name: &'static str,
    verbs: &'static [&'static str],
    role: &'static str,
    prepositions: &'static [&'static str],
    description: Option<&'static str>,
    since: Option<&'static str>,
    symbol: Option<&'static str>,
    parameters: Schema,
}

#[derive(Serialize)]
struct QualifierEntry {
    name: &'static str,
    #[serde(rename = "inputTypes")]
    input_types: Vec<&'static str>,
    accepts_parameters: bool,
    description: Option<&'static str>,
    parameters: Schema,
}

#[derive(Serialize)]
struct ServiceEntry {
    name: &'static str,
    methods: Vec<&'static str>,
    description: Option<&'static str>,
    method_details: Members<MethodEntry>,
}

#[derive(Serialize)]
struct MethodEntry {
    description: Option<&'static str>,
    parameters: Schema,
}

#[derive(Serialize)]
struct SystemObjectEntry {
    identifier: &'static str,
    capabilities: Vec<&'static str>,
    description: Option<&'static str>,
}

#[derive(Serialize)]
struct EventsEntry {
    subscribes: Vec<&'static str>,
    emits: Vec<&'static str>,
}

#[derive(Serialize)]
struct DeprecationEntry {
    feature: &'static str,
    message: String,
    since: Option<&'static str>,
}

impl<'a> Metadata<'a> {
    fn of(plugin: &Plugin, error: Option<&'a Error>) -> Self {
        let info = &plugin.info;
        let mut metadata = Self {
            name: info.name,
            version: info.version,
            language: "rust",
            description: unless_empty(info.description),
            handle: info.handle,
            error: error.map(Error::message),
            actions: Vec::new(),
            qualifiers: None,
            services: None,
            system_objects: None,
            events: EventsEntry::of(plugin.items()),
            deprecations: deprecations(plugin.items()),
        };
        for item in plugin.items().iter() {
            match item {
                Item::Action(action) => metadata.actions.push(ActionEntry::new(action, info.entry_points)),
                Item::Qualifier(qualifier) => push(&mut metadata.qualifiers, QualifierEntry::new(qualifier)),
                Item::Service(service) => push(&mut metadata.services, ServiceEntry::new(service)),
                Item::SystemObject(object) => push(&mut metadata.system_objects, SystemObjectEntry::new(object)),
                Item::Handler(_) | Item::Init(_) | Item::Shutdown(_) | Item::Plugin => {}
            }
        }
        metadata
    }
}

impl ActionEntry {
    fn new(action: &Action, has_entry_point: bool) -> Self {
        Self {
            name: action.name,
            verbs: action.verbs,
            role: action.role,
            prepositions: action.prepositions,
            description: unless_empty(action.description),
            since: action.since,
            symbol: has_entry_point.then_some(action.symbol),
            parameters: Schema::new(action.params, 0),
        }
    }
}

impl QualifierEntry {
    fn new(qualifier: &Qualifier) -> Self {
        let mut arguments = qualifier.params.iter().filter(|param| param.is_argument);
        let types = qualifier.input_types.or(arguments.next().map(|value| value.types));
        Self {
            name: qualifier.name,
            input_types: types.unwrap_or(TypeSet::ALL).aro_words(),
            accepts_parameters: arguments.next().is_some(),
            description: unless_empty(qualifier.description),
            // The first argument is the value to which the qualifier is applied.
            parameters: Schema::new(qualifier.params, 1),
        }
    }
}

impl ServiceEntry {
    fn new(service: &Service) -> Self {
        let details = |method: &ServiceMethod| MethodEntry {
            description: unless_empty(method.description),
            parameters: Schema::new(method.params, 0),
        };
        Self {
            name: service.name,
            methods: service.methods.iter().map(|method| method.name).collect(),
            description: unless_empty(service.description),
            method_details: Members(service.methods.iter().map(|method| (method.name, details(method))).collect()),
        }
    }
}

impl SystemObjectEntry {
    fn new(object: &SystemObject) -> Self {
        Self {
            identifier: object.identifier,
            capabilities: object.capabilities(),
            description: unless_empty(object.description),
        }
    }
}

impl EventsEntry {
    /// The events that handlers handle, and those that actions and services declare to emit.
    fn of(items: &Items) -> Option<Self> {
        let (mut subscribes, mut emits) = (Vec::new(), Vec::new());
        for item in items.iter() {
            match item {
                Item::Handler(handler) => subscribes.push(handler.pattern),
                Item::Action(action) => emits.extend_from_slice(action.emits),
                Item::Service(service) => emits.extend_from_slice(service.emits),
                _ => {}
            }
        }
        for events in [&mut subscribes, &mut emits] {
            events.sort_unstable();
            events.dedup();
        }
        let has_events = !subscribes.is_empty() || !emits.is_empty();
        has_events.then_some(Self { subscribes, emits })
    }
}

fn deprecations(items: &Items) -> Option<Vec<DeprecationEntry>> {
    let mut entries = None;
    let mut add = |feature, deprecation: &Option<Deprecation>| {
        if let Some(Deprecation { since, note }) = *deprecation {
            let message = note.map_or_else(|| format!("{feature} is deprecated"), str::to_owned);
            push(&mut entries, DeprecationEntry { feature, message, since });
        }
    };
    for item in items.iter() {
        match item {
            Item::Action(action) => add(action.name, &action.deprecation),
            Item::Qualifier(qualifier) => add(qualifier.name, &qualifier.deprecation),
            Item::Service(service) => {
                service.methods.iter().for_each(|method| add(method.name, &method.deprecation));
            }
            _ => {}
        }
    }
    entries
}

/// Adds to a list that is left out while it is empty.
fn push<T>(list: &mut Option<Vec<T>>, element: T) {
    list.get_or_insert_default().push(element);
}

/// A text that is left out if it is empty.
pub(super) fn unless_empty(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

/// The members of an object, in the order of declaration.
pub(super) struct Members<T>(pub(super) Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for Members<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
