//! Which item a string means.

use aro_abi::SERVICE_PREFIX;

use super::items::{Item, Items, Run};
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
    /// What is said of an unknown action, and where its name belongs in there: this may be asked often, by hosts that try.
    unknown_action: Kept<(String, usize)>,
}

impl Names {
    pub(super) fn of(items: &Items) -> Self {
        let (mut callable, mut qualifiers) = (0, 0);
        for item in items.iter() {
            match item {
                Item::Action(action) => callable += action.verbs.len() + action.spellings.len() + 1,
                Item::Qualifier(qualifier) => qualifiers += qualifier.spellings.len() + 1,
                Item::Service(service) => {
                    for method in service.methods {
                        callable += method.spellings.len();
                    }
                }
                _ => {}
            }
        }
        let (mut callable, mut qualifiers) = (Table::for_names(callable), Table::for_names(qualifiers));
        for item in items.iter() {
            match item {
                Item::Action(action) => {
                    let found = Found { name: action.name, kind: Kind::Action, run: action.run };
                    for names in [action.verbs, &[action.name], action.spellings] {
                        put(&mut callable, names, found);
                    }
                }
                Item::Qualifier(qualifier) => {
                    let found = Found { name: qualifier.name, kind: Kind::Qualifier, run: qualifier.run };
                    put(&mut qualifiers, &[qualifier.name], found);
                    put(&mut qualifiers, qualifier.spellings, found);
                }
                Item::Service(service) => {
                    for method in service.methods {
                        let found = Found { name: method.name, kind: Kind::Service, run: method.run };
                        put(&mut callable, method.spellings, found);
                    }
                }
                _ => {}
            }
        }
        Self { callable, qualifiers, unknown_action: Kept::new() }
    }
}

fn put(table: &mut Table<Found>, names: &[&'static str], found: Found) {
    for name in names {
        table.put(name, found);
    }
}

/// Must not contain the host's retry text: no other spelling of the name would be known either.
#[inline(never)]
pub(super) fn unknown_action(plugin: &str, items: &Items, names: &Names, name: &str) -> Error {
    if let Some(method) = name.strip_prefix(SERVICE_PREFIX) {
        return unknown(plugin, items, SERVICE_METHOD, method);
    }
    let (without_name, at) = match names.unknown_action.get() {
        Some(around) => around,
        None => names.unknown_action.keep(around(plugin, items, ACTION)),
    };
    let (before, behind) = without_name.split_at_checked(*at).unwrap_or_default();
    let mut message = String::with_capacity(without_name.len() + name.len());
    message += before;
    message += name;
    message += behind;
    Error::not_found(message)
}

/// What an author calls the kinds of items.
const ACTION: &str = "action";
const SERVICE_METHOD: &str = "service method";
pub(super) const QUALIFIER: &str = "qualifier";
pub(super) const SYSTEM_OBJECT: &str = "system object";

/// There is no `what` of this name.
pub(super) fn unknown(plugin: &str, items: &Items, what: &str, name: &str) -> Error {
    let (mut message, at) = around(plugin, items, what);
    message.insert_str(at, name);
    Error::not_found(message)
}

pub(super) fn nothing_to_list(plugin: &str) -> Error {
    Error::unsupported(format!("the plugin \"{plugin}\" has no system object that can be listed"))
}

/// How many names are listed; more help nobody.
const LISTED: usize = 200;

/// What is said of a `what` that is not there, and where in this its name belongs.
fn around(plugin: &str, items: &Items, what: &str) -> (String, usize) {
    let mut message = format!("the plugin \"{plugin}\" has no {what} \"\": it has ");
    let at = message.len() - "\": it has ".len();
    list(&mut message, &known(items, what));
    (message, at)
}

fn known(items: &Items, what: &str) -> Vec<&'static str> {
    let mut known = Vec::new();
    for item in items.iter() {
        match item {
            Item::Action(action) if what == ACTION => known.extend_from_slice(action.verbs),
            Item::Service(service) if what == SERVICE_METHOD => {
                for method in service.methods {
                    known.push(method.name);
                }
            }
            Item::Qualifier(qualifier) if what == QUALIFIER => known.push(qualifier.name),
            Item::SystemObject(object) if what == SYSTEM_OBJECT => known.push(object.identifier),
            _ => {}
        }
    }
    known
}

/// The names with commas between them.
fn list(out: &mut String, known: &[&str]) {
    let mut before = "";
    for name in known.get(..LISTED).unwrap_or(known) {
        out.push_str(before);
        out.push_str(name);
        before = ", ";
    }
    if known.is_empty() {
        out.push_str("none");
    } else if known.len() > LISTED {
        out.push_str(&format!(" and {} more", known.len() - LISTED));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_names_some_are_listed_and_the_rest_counted() {
        let list = |known: &[&str]| {
            let mut out = String::new();
            list(&mut out, known);
            out
        };
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a", "b"]), "a, b");
        assert!(list(&["a"; 10_000]).ends_with(", a and 9800 more"));
    }
}
