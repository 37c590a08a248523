//! Which item a name means, and what to answer if none does.

use aro_abi::SERVICE_PREFIX;
use once_cell::race::OnceBox;

use super::descriptors::{Item, Run};
use super::name_table::NameTable;
use super::registry::Items;
use crate::call::Kind;
use crate::error::Error;

/// An action, a service's method or a qualifier.
#[derive(Clone, Copy)]
pub(crate) struct Callee {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) run: Run,
}

/// The names of all items that can be called.
pub(super) struct Names {
    /// Actions and service methods.
    pub(super) callable: NameTable<Callee>,
    pub(super) qualifiers: NameTable<Callee>,
    /// The message for an unknown action, around its name. Cached, because hosts try many names.
    unknown_action: OnceBox<Around>,
}

impl Names {
    pub(super) fn of(items: &Items) -> Self {
        let (mut callable, mut qualifiers) = (Vec::new(), Vec::new());
        for item in items.iter() {
            match item {
                Item::Action(action) => {
                    let callee = Callee { name: action.name, kind: Kind::Action, run: action.run };
                    let names = action.verbs.iter().chain([&action.name]).chain(action.spellings);
                    callable.extend(names.map(|name| (*name, callee)));
                }
                Item::Service(service) => {
                    for method in service.methods {
                        let callee = Callee { name: method.name, kind: Kind::Service, run: method.run };
                        callable.extend(method.spellings.iter().map(|name| (*name, callee)));
                    }
                }
                Item::Qualifier(qualifier) => {
                    let callee = Callee { name: qualifier.name, kind: Kind::Qualifier, run: qualifier.run };
                    let names = [&qualifier.name].into_iter().chain(qualifier.spellings);
                    qualifiers.extend(names.map(|name| (*name, callee)));
                }
                _ => {}
            }
        }
        Self {
            callable: NameTable::new(&callable),
            qualifiers: NameTable::new(&qualifiers),
            unknown_action: OnceBox::new(),
        }
    }

    /// No action has this name. The message must not contain the host's retry text: it would make
    /// the host try other spellings of the name, which are unknown as well.
    pub(super) fn unknown_action(&self, plugin: &str, items: &Items, name: &str) -> Error {
        match name.strip_prefix(SERVICE_PREFIX) {
            Some(method) => unknown(plugin, items, What::ServiceMethod, method),
            None => {
                let message = self.unknown_action.get_or_init(|| Box::new(Around::new(plugin, items, What::Action)));
                Error::not_found(message.with(name))
            }
        }
    }
}

/// What an author calls the kinds of items.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Action,
    ServiceMethod,
    Qualifier,
    SystemObject,
}

/// No item of this kind has this name.
pub(super) fn unknown(plugin: &str, items: &Items, what: What, name: &str) -> Error {
    Error::not_found(Around::new(plugin, items, what).with(name))
}

/// The message for an unknown name: what is before the name and what is after it.
struct Around {
    before: String,
    after: String,
}

impl Around {
    fn new(plugin: &str, items: &Items, what: What) -> Self {
        let kind = match what {
            What::Action => "action",
            What::ServiceMethod => "service method",
            What::Qualifier => "qualifier",
            What::SystemObject => "system object",
        };
        let mut names = Vec::new();
        for item in items.iter() {
            match item {
                Item::Action(action) if what == What::Action => names.extend_from_slice(action.verbs),
                Item::Service(service) if what == What::ServiceMethod => {
                    names.extend(service.methods.iter().map(|method| method.name));
                }
                Item::Qualifier(qualifier) if what == What::Qualifier => names.push(qualifier.name),
                Item::SystemObject(object) if what == What::SystemObject => names.push(object.identifier),
                _ => {}
            }
        }
        Self {
            before: format!("the plugin \"{plugin}\" has no {kind} \""),
            after: format!("\": it has {}", list(&names)),
        }
    }

    fn with(&self, name: &str) -> String {
        let mut message = String::with_capacity(self.before.len() + name.len() + self.after.len());
        message.push_str(&self.before);
        message.push_str(name);
        message.push_str(&self.after);
        message
    }
}

/// A message lists this many names at most.
const LISTED: usize = 200;

fn list(names: &[&str]) -> String {
    match names.len() {
        0 => "none".to_owned(),
        1..=LISTED => names.join(", "),
        count => format!("{} and {} more", names[..LISTED].join(", "), count - LISTED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_names_some_are_listed_and_the_rest_is_counted() {
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a", "b"]), "a, b");
        assert!(list(&["a"; 200]).ends_with(", a"));
        assert!(list(&["a"; 10_000]).ends_with(", a and 9800 more"));
    }
}
