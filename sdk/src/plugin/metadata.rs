//! The metadata as the host reads it ([ABI, section 7](aro_abi::reference#7-metadata)), written
//! from the descriptors when the host asks for the first time.

use aro_abi::{ABI_VERSION, keys};

use super::Plugin;
use super::descriptors::{Action, Deprecation, Item, Qualifier, Service, SystemObject};
use super::registry::Items;
use super::schema::write_schema;
use crate::error::Error;
use crate::json::ObjectWriter;
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
            Ok(()) => self.metadata.get_or_init(|| self.write_metadata(self.error_of_items().as_ref())),
            Err(error) => self.incomplete_metadata.get_or_init(|| self.write_metadata(Some(&error))),
        }
    }

    /// In debug builds, what is wrong with the items as a whole. A release build says it at start.
    fn error_of_items(&self) -> Option<Error> {
        if cfg!(debug_assertions) { self.check_states().err() } else { None }
    }

    fn write_metadata(&self, error: Option<&Error>) -> Box<StaticReply> {
        let (info, items) = (&self.info, self.items());
        let mut reply = Reply::with_capacity(USUAL);
        ObjectWriter::write(reply.json_mut(), |metadata| {
            metadata.string("name", info.name);
            metadata.string("version", info.version);
            metadata.string("language", "rust");
            metadata.optional_string("description", Some(info.description));
            metadata.optional_string("handle", info.handle);
            metadata.number(keys::ABI_VERSION, ABI_VERSION as usize);
            metadata.optional_string("error", error.map(Error::message));
            metadata.objects("actions", items.actions_with_symbols(), write_action);
            metadata.objects_if_any("qualifiers", items.qualifiers(), write_qualifier);
            metadata.objects_if_any("services", items.services(), write_service);
            metadata.objects_if_any("system_objects", items.objects(), write_system_object);
            write_events(metadata, items);
            metadata.objects_if_any("deprecations", deprecations(items).into_iter(), write_deprecation);
        });
        Box::new(StaticReply::new(reply))
    }
}

fn write_action(entry: &mut ObjectWriter<'_>, (action, symbol): (&Action, Option<&str>)) {
    entry.string("name", action.name);
    entry.strings("verbs", action.verbs);
    entry.string("role", action.role);
    entry.strings("prepositions", action.prepositions);
    entry.description(action.description);
    entry.optional_string("since", action.since);
    entry.optional_string("symbol", symbol);
    write_schema(entry, action.params, 0);
}

fn write_qualifier(entry: &mut ObjectWriter<'_>, qualifier: &Qualifier) {
    // The first argument is the value to which the qualifier is applied.
    let mut arguments = qualifier.params.iter().filter(|param| param.is_argument());
    let types = qualifier.input_types.or(arguments.next().map(|value| value.types()));
    entry.string("name", qualifier.name);
    entry.strings("inputTypes", &types.unwrap_or(TypeSet::ALL).aro_words());
    entry.boolean("accepts_parameters", arguments.next().is_some());
    entry.description(qualifier.description);
    write_schema(entry, qualifier.params, 1);
}

fn write_service(entry: &mut ObjectWriter<'_>, service: &Service) {
    let methods: Vec<&str> = service.methods.iter().map(|method| method.name).collect();
    entry.string("name", service.name);
    entry.strings("methods", &methods);
    entry.description(service.description);
    entry.object("method_details", |details| {
        for method in service.methods {
            details.object(method.name, |entry| {
                entry.description(method.description);
                write_schema(entry, method.params, 0);
            });
        }
    });
}

fn write_system_object(entry: &mut ObjectWriter<'_>, object: &SystemObject) {
    entry.string("identifier", object.identifier);
    entry.strings("capabilities", &object.capabilities());
    entry.description(object.description);
}

/// The events that handlers handle, and those that actions declare to emit.
fn write_events(metadata: &mut ObjectWriter<'_>, items: &Items) {
    let (mut subscribes, mut emits) = (Vec::new(), Vec::new());
    for item in items.iter() {
        match item {
            Item::Handler(handler) => insert_sorted(&mut subscribes, &[handler.pattern]),
            Item::Action(action) => insert_sorted(&mut emits, action.emits),
            _ => {}
        }
    }
    if !subscribes.is_empty() || !emits.is_empty() {
        metadata.object("events", |entry| {
            entry.strings("subscribes", &subscribes);
            entry.strings("emits", &emits);
        });
    }
}

/// Adds names to a sorted list, each once.
fn insert_sorted(list: &mut Vec<&'static str>, names: &[&'static str]) {
    for name in names {
        if let Err(place) = list.binary_search(name) {
            list.insert(place, name);
        }
    }
}

/// The deprecated actions, qualifiers and methods, each with its name.
fn deprecations(items: &Items) -> Vec<(&'static str, Deprecation)> {
    let mut deprecated = Vec::new();
    let mut add = |name, deprecation: Option<Deprecation>| {
        deprecated.extend(deprecation.map(|deprecation| (name, deprecation)));
    };
    for item in items.iter() {
        match item {
            Item::Action(action) => add(action.name, action.deprecation),
            Item::Qualifier(qualifier) => add(qualifier.name, qualifier.deprecation),
            Item::Service(service) => {
                service.methods.iter().for_each(|method| add(method.name, method.deprecation));
            }
            _ => {}
        }
    }
    deprecated
}

fn write_deprecation(entry: &mut ObjectWriter<'_>, (name, deprecation): (&str, Deprecation)) {
    entry.string("feature", name);
    match deprecation.note {
        Some(note) => entry.string("message", note),
        None => entry.string("message", &format!("{name} is deprecated")),
    }
    entry.optional_string("since", deprecation.since);
}
