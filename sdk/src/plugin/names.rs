//! Which item a string means.

use std::collections::HashMap;

use aro_abi::{SERVICE_PREFIX, normal_form, snake_case};

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

/// Every name of a plugin's items.
#[derive(Debug)]
pub(super) struct Names {
    callable: Table<Found>,
    qualifiers: Table<&'static Qualifier>,
}

impl Names {
    pub(super) fn of(items: &Items) -> Self {
        let mut callable = Vec::new();
        for action in &items.actions {
            let found = Found { name: action.name, kind: Kind::Action, run: action.run };
            callable.extend(action.verbs.iter().chain([&action.name]).map(|name| ((*name).to_owned(), found)));
        }
        for method in items.services.iter().flat_map(|service| service.methods) {
            let found = Found { name: method.name, kind: Kind::Service, run: method.run };
            callable.push((format!("{SERVICE_PREFIX}{}", method.name), found));
        }
        let qualifiers = items.qualifiers.iter().map(|qualifier| (qualifier.name.to_owned(), *qualifier));
        Self { callable: Table::of(callable), qualifiers: Table::of(qualifiers) }
    }

    #[inline]
    pub(super) fn callable(&self, name: &str) -> Option<Found> {
        self.callable.get(name)
    }

    pub(super) fn qualifier(&self, name: &str) -> Option<&'static Qualifier> {
        self.qualifiers.get(name)
    }
}

/// What names mean. Two names with one [normal form](normal_form) mean the same; the first that is put in counts.
///
/// The spellings that hosts use (as declared, in lower case, in snake case) are keys of their own, so that nearly every look-up is one hash and
/// one comparison; any other spelling is brought into its normal form first.
#[derive(Debug)]
struct Table<V> {
    /// Open addressing; the length is a power of two, and at least half of the places are free.
    places: Vec<Option<(Box<str>, V)>>,
}

impl<V: Copy> Table<V> {
    fn of(entries: impl IntoIterator<Item = (String, V)>) -> Self {
        let mut meaning: HashMap<String, V> = HashMap::new();
        let mut spellings: Vec<(String, V)> = Vec::new();
        for (name, value) in entries {
            let form = normal_form(&name);
            let value = *meaning.entry(form.clone()).or_insert(value);
            let variants = [name.to_ascii_lowercase(), snake_case(&name), form, name];
            spellings.extend(variants.into_iter().map(|spelling| (spelling, value)));
        }
        let length = (2 * spellings.len()).next_power_of_two().max(2);
        let mut table = Self { places: (0..length).map(|_| None).collect() };
        for (spelling, value) in spellings {
            let place = table.place(&spelling);
            table.places[place].get_or_insert((spelling.into(), value));
        }
        table
    }

    #[inline]
    fn get(&self, name: &str) -> Option<V> {
        match &self.places[self.place(name)] {
            Some((_, value)) => Some(*value),
            None => self.by_form(name),
        }
    }

    #[cold]
    fn by_form(&self, name: &str) -> Option<V> {
        self.places[self.place(&normal_form(name))].as_ref().map(|(_, value)| *value)
    }

    /// Where `name` is, or would be.
    #[inline]
    fn place(&self, name: &str) -> usize {
        let mask = self.places.len() - 1;
        let mut place = hash(name.as_bytes()) as usize & mask;
        while let Some((spelling, _)) = &self.places[place]
            && **spelling != *name
        {
            place = (place + 1) & mask;
        }
        place
    }
}

/// Eight bytes a step; the names are the author's own, so nobody chooses them to collide.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let mut hash = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    // The last bytes once more, together with what is before them.
    if let Some(last) = bytes.last_chunk::<8>() {
        hash = mix(hash, u64::from_le_bytes(*last));
    } else {
        hash = rest.iter().fold(hash, |hash, byte| mix(hash, u64::from(*byte)));
    }
    hash ^ hash >> 32
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
