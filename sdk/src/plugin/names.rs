//! Which item a string means.

use std::collections::HashMap;

use aro_abi::{SERVICE_PREFIX, normal_form};

use super::items::{Items, Qualifier, Run};
use crate::call::Kind;
use crate::error::Error;

/// An action or a service's method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) run: Run,
}

/// Every name of a plugin's items, in its normal form.
#[derive(Debug)]
pub(super) struct Names {
    callable: HashMap<String, Found>,
    qualifiers: HashMap<String, &'static Qualifier>,
}

impl Names {
    pub(super) fn of(items: &Items) -> Self {
        let mut callable = HashMap::new();
        for action in &items.actions {
            let found = Found { name: action.name, kind: Kind::Action, run: action.run };
            for name in action.verbs.iter().chain([&action.name]) {
                callable.entry(normal_form(name)).or_insert(found);
            }
        }
        for method in items.services.iter().flat_map(|service| service.methods) {
            let found = Found { name: method.name, kind: Kind::Service, run: method.run };
            callable.entry(format!("{SERVICE_PREFIX}{}", normal_form(method.name))).or_insert(found);
        }
        let qualifiers = items.qualifiers.iter().map(|qualifier| (normal_form(qualifier.name), *qualifier)).collect();
        Self { callable, qualifiers }
    }

    pub(super) fn callable(&self, name: &str) -> Option<Found> {
        self.callable.get(&normal_form(name)).copied()
    }

    pub(super) fn qualifier(&self, name: &str) -> Option<&'static Qualifier> {
        self.qualifiers.get(&normal_form(name)).copied()
    }
}

/// Must not contain the host's retry text: no other spelling of the name would be known either.
pub(super) fn unknown_action(plugin: &str, items: &Items, name: &str) -> Error {
    if let Some(method) = name.strip_prefix(SERVICE_PREFIX) {
        let methods = items.services.iter().flat_map(|service| service.methods).map(|method| method.name);
        return unknown(plugin, "service method", method, methods);
    }
    unknown(plugin, "action", name, items.actions.iter().flat_map(|action| action.verbs).copied())
}

pub(super) fn unknown_qualifier(plugin: &str, items: &Items, name: &str) -> Error {
    unknown(plugin, "qualifier", name, items.qualifiers.iter().map(|qualifier| qualifier.name))
}

pub(super) fn unknown_object(plugin: &str, items: &Items, name: &str) -> Error {
    unknown(plugin, "system object", name, items.objects.iter().map(|object| object.identifier))
}

pub(super) fn nothing_to_list(plugin: &str) -> Error {
    Error::unsupported(format!("the plugin \"{plugin}\" has no system object that can be listed"))
}

fn unknown(plugin: &str, what: &str, name: &str, known: impl Iterator<Item = &'static str>) -> Error {
    let known: Vec<&str> = known.collect();
    let has = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Error::not_found(format!("the plugin \"{plugin}\" has no {what} \"{name}\": it has {has}"))
}
