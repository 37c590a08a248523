//! Which item a string means.

use aro_abi::SERVICE_PREFIX;

use super::items::{Item, Items, Run};
use super::table::Table;
use crate::boundary::Kept;
use crate::call::Kind;
use crate::error::{Error, add, joined};

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

#[inline(never)]
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
    add(&mut message, &[before, name, behind]);
    Error::not_found(message)
}

/// What an author calls the kinds of items.
const ACTION: &str = "action";
const SERVICE_METHOD: &str = "service method";
pub(super) const QUALIFIER: &str = "qualifier";
pub(super) const SYSTEM_OBJECT: &str = "system object";

/// There is no `what` of this name.
#[cold]
pub(super) fn unknown(plugin: &str, items: &Items, what: &str, name: &str) -> Error {
    let (without_name, at) = around(plugin, items, what);
    let (before, behind) = without_name.split_at_checked(at).unwrap_or_default();
    Error::not_found(joined(&[before, name, behind]))
}

/// What is said of a `what` that is not there, and where in this its name belongs.
fn around(plugin: &str, items: &Items, what: &str) -> (String, usize) {
    let mut message = joined(&["the plugin \"", plugin, "\" has no ", what, " \""]);
    let at = message.len();
    add(&mut message, &["\": it has "]);
    let mut list = List { out: message, length: 0 };
    for item in items.iter() {
        match item {
            Item::Action(action) if what == ACTION => list.add_all(action.verbs),
            Item::Service(service) if what == SERVICE_METHOD => {
                for method in service.methods {
                    list.add_all(&[method.name]);
                }
            }
            Item::Qualifier(qualifier) if what == QUALIFIER => list.add_all(&[qualifier.name]),
            Item::SystemObject(object) if what == SYSTEM_OBJECT => list.add_all(&[object.identifier]),
            _ => {}
        }
    }
    (list.finish(), at)
}

/// How many names are listed; more help nobody.
const LISTED: usize = 200;

/// Names with commas between them.
struct List {
    out: String,
    length: usize,
}

impl List {
    #[inline(never)]
    fn add_all(&mut self, names: &[&str]) {
        for name in names {
            if self.length < LISTED {
                add(&mut self.out, &[if self.length > 0 { ", " } else { "" }, name]);
            }
            self.length += 1;
        }
    }

    fn finish(mut self) -> String {
        match self.length.checked_sub(LISTED) {
            _ if self.length == 0 => add(&mut self.out, &["none"]),
            None | Some(0) => {}
            Some(more) => add(&mut self.out, &[" and ", &more.to_string(), " more"]),
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_names_some_are_listed_and_the_rest_counted() {
        let list = |names: &[&str]| {
            let mut list = List { out: String::new(), length: 0 };
            list.add_all(names);
            list.finish()
        };
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a", "b"]), "a, b");
        assert!(list(&["a"; 200]).ends_with(", a"));
        assert!(list(&["a"; 10_000]).ends_with(", a and 9800 more"));
    }
}
