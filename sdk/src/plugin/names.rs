//! Which item a string means.

use aro_abi::SERVICE_PREFIX;

use super::items::{Items, Run};
use super::table::Table;
use crate::boundary::Kept;
use crate::call::Kind;
use crate::error::Error;

/// An action, a service's method or a qualifier.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) run: Run,
}

/// Every name of a plugin's items.
pub(super) struct Names {
    pub(super) callable: Table<Found>,
    pub(super) qualifiers: Table<Found>,
    /// What is said of an unknown action before and behind its name: this may be asked often, by hosts that try.
    unknown_action: Kept<[String; 2]>,
}

impl Names {
    pub(super) fn of(items: &Items) -> Self {
        let mut count = 0;
        for action in &items.actions {
            count += action.verbs.len() + 1;
        }
        for service in &items.services {
            count += service.methods.len();
        }
        let mut callable = Table::for_names(count);
        for action in &items.actions {
            let found = Found { name: action.name, kind: Kind::Action, run: action.run };
            for verb in action.verbs {
                callable.put(verb, found);
            }
            callable.put(action.name, found);
        }
        for service in &items.services {
            for method in service.methods {
                let found = Found { name: method.name, kind: Kind::Service, run: method.run };
                callable.put(format!("{SERVICE_PREFIX}{}", method.name).leak(), found);
            }
        }
        let mut qualifiers = Table::for_names(items.qualifiers.len());
        for qualifier in &items.qualifiers {
            let found = Found { name: qualifier.name, kind: Kind::Qualifier, run: qualifier.run };
            qualifiers.put(qualifier.name, found);
        }
        Self { callable, qualifiers, unknown_action: Kept::new() }
    }
}

/// Must not contain the host's retry text: no other spelling of the name would be known either.
#[inline(never)]
pub(super) fn unknown_action(plugin: &str, items: &Items, names: &Names, name: &str) -> Error {
    if let Some(method) = name.strip_prefix(SERVICE_PREFIX) {
        let mut methods = Vec::new();
        for service in &items.services {
            for method in service.methods {
                methods.push(method.name);
            }
        }
        return unknown(plugin, "service method", method, &list(&methods));
    }
    let [before, behind] = match names.unknown_action.get() {
        Some(around) => around,
        None => {
            let mut verbs = Vec::new();
            for action in &items.actions {
                verbs.extend_from_slice(action.verbs);
            }
            names.unknown_action.keep(around(plugin, "action", &list(&verbs)))
        }
    };
    let mut message = String::with_capacity(before.len() + name.len() + behind.len());
    message += before;
    message += name;
    message += behind;
    Error::not_found(message)
}

pub(super) fn unknown_qualifier(plugin: &str, items: &Items, name: &str) -> Error {
    let mut known = Vec::new();
    for qualifier in &items.qualifiers {
        known.push(qualifier.name);
    }
    unknown(plugin, "qualifier", name, &list(&known))
}

pub(super) fn unknown_object(plugin: &str, items: &Items, name: &str) -> Error {
    let mut known = Vec::new();
    for object in &items.objects {
        known.push(object.identifier);
    }
    unknown(plugin, "system object", name, &list(&known))
}

pub(super) fn nothing_to_list(plugin: &str) -> Error {
    Error::unsupported(format!("the plugin \"{plugin}\" has no system object that can be listed"))
}

/// How many names are listed; more help nobody.
const LISTED: usize = 200;

/// The names with commas between them.
fn list(known: &[&str]) -> String {
    let mut list = String::from(if known.is_empty() { "none" } else { "" });
    for (index, name) in known.iter().enumerate() {
        if index == LISTED {
            list.push_str(&format!(" and {} more", known.len() - LISTED));
            break;
        }
        if index > 0 {
            list.push_str(", ");
        }
        list.push_str(name);
    }
    list
}

fn unknown(plugin: &str, what: &str, name: &str, list: &str) -> Error {
    let [before, behind] = around(plugin, what, list);
    Error::not_found(before + name + &behind)
}

/// What is said before and behind the name of something that is not there.
fn around(plugin: &str, what: &str, list: &str) -> [String; 2] {
    [format!("the plugin \"{plugin}\" has no {what} \""), format!("\": it has {list}")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_names_some_are_listed_and_the_rest_counted() {
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a", "b"]), "a, b");
        assert!(list(&["a"; 10_000]).ends_with(", a and 9800 more"));
    }
}
