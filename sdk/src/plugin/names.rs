//! Which item a string means.

use std::sync::OnceLock;

use aro_abi::{SERVICE_PREFIX, normal_form, snake_case, tag};

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
    /// What is said of an unknown action before and behind its name: this may be asked often, by hosts that try.
    unknown_action: OnceLock<[String; 2]>,
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
        Self { callable: Table::of(callable), qualifiers: Table::of(qualifiers), unknown_action: OnceLock::new() }
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
    /// Open addressing: numbers of spellings, counted from 1, and 0 where the place is free. The length is a power of two, and at least half of the
    /// places are free.
    places: Vec<u32>,
    spellings: Vec<(Box<[u8]>, V)>,
}

impl<V: Copy> Table<V> {
    fn of(entries: Vec<(String, V)>) -> Self {
        let length = (8 * entries.len()).next_power_of_two().max(2);
        let mut table = Self { places: vec![0; length], spellings: Vec::new() };
        for (name, value) in &entries {
            table.put(normal_form(name), *value);
        }
        for (name, _) in entries {
            // Whoever came first with this form.
            if let (_, Some(&value)) = table.find(normal_form(&name).as_bytes()) {
                table.put(name.to_ascii_lowercase(), value);
                table.put(snake_case(&name), value);
                table.put(name, value);
            }
        }
        table
    }

    /// Puts a spelling in, unless it is there.
    fn put(&mut self, spelling: String, value: V) {
        if let (place, None) = self.find(spelling.as_bytes()) {
            self.spellings.push((spelling.into_bytes().into(), value));
            self.places[place] = self.spellings.len() as u32;
        }
    }

    #[inline]
    fn get(&self, name: &[u8]) -> Option<&V> {
        match self.find(name) {
            (_, Some(value)) => Some(value),
            (_, None) => self.by_form(name),
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
        self.find(&form[..length]).1
    }

    /// Where the spelling `name` is, or would be, and what it means.
    #[inline]
    fn find(&self, name: &[u8]) -> (usize, Option<&V>) {
        let mask = self.places.len() - 1;
        let mut place = hash(name) as usize & mask;
        while let Some((spelling, value)) = self.spellings.get((self.places[place] as usize).wrapping_sub(1)) {
            if same(spelling, name) {
                return (place, Some(value));
            }
            place = (place + 1) & mask;
        }
        (place, None)
    }
}

/// Eight bytes a step; the names are the author's own, so nobody chooses them to collide.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    // Both halves of the product, so that every bit of the word counts in every bit of the hash.
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * 0x9e37_79b9_7f4a_7c15;
        product as u64 ^ (product >> 64) as u64
    };
    let mut hash = bytes.len() as u64;
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // The last bytes once more, together with what is before them.
        let mut word = *first;
        let mut rest = &bytes[8..];
        while let Some((next, behind)) = rest.split_first_chunk() {
            hash = mix(hash, u64::from_le_bytes(word));
            (word, rest) = (*next, behind);
        }
        mix(mix(hash, u64::from_le_bytes(word)), u64::from_le_bytes(*last))
    } else {
        mix(hash, tag(bytes))
    }
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
        _ => tag(a) == tag(b),
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
    let [before, behind] = names.unknown_action.get_or_init(|| {
        let mut verbs = Vec::new();
        for action in &items.actions {
            verbs.extend_from_slice(action.verbs);
        }
        around(plugin, "action", &list(&verbs))
    });
    Error::not_found([before, name, behind].concat())
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
    fn names_that_differ_in_little_are_found_at_the_first_place_or_soon_behind() {
        let rows = [
            |n| format!("Action{n}"),
            |n| format!("Action{n:05}"),
            |n| format!("CheckTheOrder{n:05}"),
            |n| format!("N{n}"),
        ];
        for (count, name) in
            [10, 100, 1000, 10_000].into_iter().flat_map(|count| rows.map(|row: fn(usize) -> String| (count, row)))
        {
            let names: Vec<String> = (0..count).map(name).collect();
            let table = Table::of(names.iter().map(|name| (name.clone(), ())).collect());
            let mask = table.places.len() - 1;
            let steps =
                |name: &String| table.find(name.as_bytes()).0.wrapping_sub(hash(name.as_bytes()) as usize) & mask;
            let all: usize = names.iter().map(steps).sum();
            assert!(all <= count, "{all} steps for {count} names like {}", names[0]);
        }
    }

    #[test]
    fn of_very_many_names_some_are_listed_and_the_rest_counted() {
        assert_eq!(list(&[]), "none");
        assert_eq!(list(&["a", "b"]), "a, b");
        assert!(list(&["a"; 10_000]).ends_with(", a and 9800 more"));
    }
}
