//! Which item a string means.

use std::sync::OnceLock;

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
    /// What is there instead of an unknown action: the verbs as a list.
    verbs: OnceLock<String>,
}

impl Names {
    pub(super) fn of(items: &Items) -> Self {
        let mut callable = Vec::new();
        for action in &items.actions {
            let found = Found { name: action.name, kind: Kind::Action, run: action.run };
            for verb in action.verbs {
                callable.push(((*verb).to_owned(), found));
            }
            callable.push((action.name.to_owned(), found));
        }
        for service in &items.services {
            for method in service.methods {
                let found = Found { name: method.name, kind: Kind::Service, run: method.run };
                callable.push((format!("{SERVICE_PREFIX}{}", method.name), found));
            }
        }
        let mut qualifiers = Vec::new();
        for qualifier in &items.qualifiers {
            qualifiers.push((qualifier.name.to_owned(), *qualifier));
        }
        Self { callable: Table::of(callable), qualifiers: Table::of(qualifiers), verbs: OnceLock::new() }
    }

    #[inline]
    pub(super) fn callable(&self, name: &[u8]) -> Option<&Found> {
        self.callable.get(name)
    }

    pub(super) fn qualifier(&self, name: &[u8]) -> Option<&'static Qualifier> {
        self.qualifiers.get(name).copied()
    }
}

/// What names mean. Two names with one [normal form](normal_form) mean the same; the first that is put in counts.
///
/// The spellings that hosts use (as declared, in lower case, in snake case) are keys of their own, so that nearly every look-up is one hash and
/// one comparison; any other spelling is brought into its normal form first.
#[derive(Debug)]
struct Table<V> {
    /// Open addressing; the length is a power of two, and at least half of the places are free.
    places: Vec<Option<(Box<[u8]>, V)>>,
}

impl<V: Copy> Table<V> {
    fn of(entries: Vec<(String, V)>) -> Self {
        let length = (8 * entries.len()).next_power_of_two().max(2);
        let mut table = Self { places: vec![None; length] };
        for (name, value) in &entries {
            table.put(normal_form(name), *value);
        }
        for (name, _) in entries {
            // Whoever came first with this form.
            if let Some((_, value)) = table.places[table.place(normal_form(&name).as_bytes())] {
                table.put(name.to_ascii_lowercase(), value);
                table.put(snake_case(&name), value);
                table.put(name, value);
            }
        }
        table
    }

    /// Puts a spelling in, unless it is there.
    fn put(&mut self, spelling: String, value: V) {
        let place = self.place(spelling.as_bytes());
        self.places[place].get_or_insert((spelling.into_bytes().into(), value));
    }

    #[inline]
    fn get(&self, name: &[u8]) -> Option<&V> {
        match &self.places[self.place(name)] {
            Some((_, value)) => Some(value),
            None => self.by_form(name),
        }
    }

    #[cold]
    #[inline(never)]
    fn by_form(&self, name: &[u8]) -> Option<&V> {
        let (mut short, mut long) = ([0; 64], Vec::new());
        let form = match short.get_mut(..name.len()) {
            Some(form) => form,
            None => {
                long.resize(name.len(), 0);
                &mut long[..]
            }
        };
        let mut length = 0;
        for byte in name.iter().filter(|byte| !matches!(byte, b'-' | b'_')) {
            form[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        self.places[self.place(&form[..length])].as_ref().map(|(_, value)| value)
    }

    /// Where `name` is, or would be.
    #[inline]
    fn place(&self, name: &[u8]) -> usize {
        let mask = self.places.len() - 1;
        let mut place = hash(name) as usize & mask;
        while let Some((spelling, _)) = &self.places[place]
            && !same(spelling, name)
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
    let mut rest = bytes;
    while let Some((word, behind)) = rest.split_first_chunk() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = behind;
    }
    // The last bytes once more, together with what is before them.
    if let Some(last) = bytes.last_chunk() {
        hash = mix(hash, u64::from_le_bytes(*last));
    } else {
        hash = rest.iter().fold(hash, |hash, byte| mix(hash, u64::from(*byte)));
    }
    hash ^ hash >> 32
}

/// Whether two names are equal. They are short, and a call of `memcmp` costs more than it does.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (a.last_chunk::<8>(), b.last_chunk::<8>()) {
        (Some(last_a), Some(last_b)) => {
            let (words_a, words_b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
            last_a == last_b && words_a.iter().zip(words_b).all(|(a, b)| a == b)
        }
        _ => a.iter().zip(b).all(|(a, b)| a == b),
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
    let verbs = || {
        let mut verbs = Vec::new();
        for action in &items.actions {
            verbs.extend_from_slice(action.verbs);
        }
        list(&verbs)
    };
    unknown(plugin, "action", name, names.verbs.get_or_init(verbs))
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
    Error::not_found(["the plugin \"", plugin, "\" has no ", what, " \"", name, "\": it has ", list].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_form_mean_the_first_and_are_found_in_every_spelling() {
        let entries =
            [("ParseCSV", 1), ("parse-csv", 2), ("a", 3), ("HTTPGetTheWholePageFromTheServer", 4), ("Straße", 5)];
        let table = Table::of(entries.map(|(name, value)| (name.to_owned(), value)).to_vec());
        for (spelling, value) in [
            ("ParseCSV", Some(1)),
            ("parse_csv", Some(1)),
            ("PARSE-C_S_V", Some(1)),
            ("A", Some(3)),
            ("http_get_the_whole_page_from_the_server", Some(4)),
            ("HTTPGet-The-Whole-Page-From-The-Server", Some(4)),
            ("straße", Some(5)),
            ("", None),
            ("parsecs", None),
            ("HTTPGetTheWholePageFromTheServers", None),
        ] {
            assert_eq!(table.get(spelling.as_bytes()).copied(), value, "{spelling}");
        }
        let long = "-".repeat(500) + "a" + &"_".repeat(500);
        assert_eq!(table.get(long.as_bytes()), Some(&3));
    }

    #[test]
    fn of_very_many_names_some_are_listed_and_the_rest_counted() {
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a", "b"]), "a, b");
        assert!(list(&["a"; 10_000]).ends_with(", a and 9800 more"));
    }
}
