//! A hash table from names to items, for the hot path of each call.
//!
//! Two names with the same [normal form](aro_abi::normal_form) are the same name: ASCII case, `-`
//! and `_` do not count. The table has an entry for each declared spelling and one for its normal
//! form. A look-up folds the case as it hashes and compares, three words at a time, so a name in
//! any case is found without a copy. Only a name whose `-` and `_` differ from every declared
//! spelling is normalized first; hosts make such names only after a failure.
//!
//! Not a `HashMap`, whose hash alone costs about as much as the rest of the look-up, and which
//! would need the name normalized before it is hashed.

use std::borrow::Cow;

use aro_abi::tag;
use smallvec::SmallVec;

/// Names and their values. Of two values for one name the first counts.
pub(super) struct NameTable<V> {
    /// Open addressing with linear probing: indices of entries, counted from 1, and 0 for a free
    /// bucket. The length is a power of two, and at least three quarters are free.
    buckets: Vec<u32>,
    /// The bucket is the upper bits of the hash: this many lower bits are shifted out.
    shift: u32,
    entries: Vec<Entry<V>>,
}

struct Entry<V> {
    length: usize,
    /// Owned if it is a normal form that nobody has written.
    name: Cow<'static, [u8]>,
    words: Words,
    /// The bits of the words to compare: all except the case bits of ASCII letters.
    mask: Words,
    value: V,
}

/// A name as it is hashed and compared: the first eight bytes, the next eight, and the last eight,
/// which overlap with the others in a short name.
type Words = [u64; 3];

/// The words contain all bytes of a name up to this length.
const COVERED: usize = 24;

/// A name up to this length is normalized without an allocation.
const USUAL_LENGTH: usize = 64;

/// The bit of each byte that makes an ASCII letter lower case.
const CASE_BITS: u64 = 0x2020_2020_2020_2020;

#[inline(always)]
fn words(name: &[u8]) -> Words {
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    match (name.first_chunk(), name.last_chunk()) {
        (Some(first), Some(last)) => {
            let next = name.get(8..16).and_then(|next| next.first_chunk());
            [word(first), next.map_or(0, word), word(last)]
        }
        _ => [tag(name), 0, 0],
    }
}

/// The hash of the words without their case; its upper bits are the better ones. The names are the
/// author's own, so nobody chooses them to collide.
#[inline(always)]
fn hash(words: &Words) -> u64 {
    let [first, next, last] = words.map(|word| word | CASE_BITS);
    let first = first.wrapping_add(next.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    first.wrapping_add(last.wrapping_mul(0x8ebc_6af0_9c88_c6e3))
}

/// The hash of a name that is longer than its words.
#[inline(never)]
fn hash_of_long(name: &[u8]) -> u64 {
    let mut long = hash(&words(name));
    let mut rest = name;
    while let Some((word, after)) = rest.split_first_chunk() {
        long = hash(&[long.swap_bytes(), 0, u64::from_le_bytes(*word)]);
        rest = after;
    }
    long
}

/// The case bits of the bytes that are ASCII letters (SWAR).
fn case_bits(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let lower = (word | CASE_BITS) & (0x7f * EACH);
    // The highest bit of each byte is set if the letter is at least `a`, and if it is after `z`.
    let (at_least_a, after_z) = (lower + (0x80 - b'a' as u64) * EACH, lower + (0x80 - b'z' as u64 - 1) * EACH);
    (at_least_a & !after_z & !word & (0x80 * EACH)) >> 2
}

impl<V: Copy> NameTable<V> {
    pub(super) fn new(names: &[(&'static str, V)]) -> Self {
        // Each may have its normal form as a second entry.
        let length = if names.is_empty() { 0 } else { (8 * names.len()).next_power_of_two() };
        let mut table = Self {
            buckets: vec![0; length],
            shift: (length.max(2) as u64).leading_zeros() + 1,
            entries: Vec::with_capacity(names.len()),
        };
        for (name, value) in names {
            table.insert(name, *value);
        }
        table
    }

    /// Inserts a name, unless there is one of the same normal form.
    fn insert(&mut self, name: &'static str, mut value: V) {
        let name = name.as_bytes();
        if self.get(name).is_some() {
            return;
        }
        if name.iter().any(is_separator) {
            let form: Vec<u8> = without_separators(name).collect();
            match self.get(&form) {
                Some(first) => value = *first,
                None => self.push(Cow::Owned(form), value),
            }
        }
        self.push(Cow::Borrowed(name), value);
    }

    fn push(&mut self, name: Cow<'static, [u8]>, value: V) {
        let words = words(&name);
        let mask = words.map(|word| !case_bits(word));
        let hash = if name.len() > COVERED { hash_of_long(&name) } else { hash(&words) };
        self.entries.push(Entry { length: name.len(), name, words, mask, value });
        let mut bucket = self.first_bucket(hash);
        while self.buckets[bucket] != 0 {
            bucket = self.next_bucket(bucket);
        }
        self.buckets[bucket] = self.entries.len() as u32;
    }

    #[inline(always)]
    fn first_bucket(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    #[inline(always)]
    fn next_bucket(&self, bucket: usize) -> usize {
        (bucket + 1) & (self.buckets.len() - 1)
    }

    /// The value of `name`, in any case.
    #[inline(always)]
    pub(super) fn find(&self, name: &[u8]) -> Option<&V> {
        if name.len() > COVERED {
            return self.find_long(name);
        }
        let words = words(name);
        let mut bucket = self.first_bucket(hash(&words));
        loop {
            let entry = self.entry(bucket)?;
            if entry.matches(&words, name.len()) {
                return Some(&entry.value);
            }
            bucket = self.next_bucket(bucket);
        }
    }

    /// As [`find`](Self::find), for cold paths.
    #[inline(never)]
    pub(super) fn get(&self, name: &[u8]) -> Option<&V> {
        self.find(name)
    }

    #[cold]
    #[inline(never)]
    fn find_long(&self, name: &[u8]) -> Option<&V> {
        let words = words(name);
        let mut bucket = self.first_bucket(hash_of_long(name));
        while let Some(entry) = self.entry(bucket) {
            if entry.matches(&words, name.len()) && entry.name.eq_ignore_ascii_case(name) {
                return Some(&entry.value);
            }
            bucket = self.next_bucket(bucket);
        }
        None
    }

    #[inline(always)]
    fn entry(&self, bucket: usize) -> Option<&Entry<V>> {
        self.entries.get((*self.buckets.get(bucket)? as usize).wrapping_sub(1))
    }

    /// The value of the name with the same normal form as `name`, if it has separators.
    pub(super) fn get_normalized(&self, name: &[u8]) -> Option<&V> {
        let form: SmallVec<[u8; USUAL_LENGTH]> = without_separators(name).collect();
        if form.len() == name.len() { None } else { self.get(&form) }
    }
}

impl<V> Entry<V> {
    #[inline(always)]
    fn matches(&self, words: &Words, length: usize) -> bool {
        let differs = |index: usize| (self.words[index] ^ words[index]) & self.mask[index];
        self.length == length && differs(0) | differs(1) | differs(2) == 0
    }
}

/// Whether the normal form leaves this byte out.
fn is_separator(byte: &u8) -> bool {
    matches!(byte, b'-' | b'_')
}

fn without_separators(name: &[u8]) -> impl Iterator<Item = u8> {
    name.iter().copied().filter(|byte| !is_separator(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_normal_form_are_one_name_and_are_found_in_every_spelling() {
        let entries = [
            ("ParseCSV", 1),
            ("parse-csv", 2),
            ("a", 3),
            ("HTTPGetTheWholePageFromTheServer", 4),
            ("Straße", 5),
            ("Get_The-Row", 6),
            ("GetTheRow", 7),
            ("N1", 8),
            ("Überprüfe", 9),
            ("ÄndereDatei", 10),
        ];
        // As the macros give them.
        let spellings = |name: &str| [name.to_lowercase(), aro_abi::snake_case(name)];
        let mut names = Vec::new();
        for (name, value) in entries {
            names.push((name, value));
            for spelling in spellings(name).into_iter().filter(|_| !name.is_ascii()) {
                names.push((&*spelling.leak(), value));
            }
        }
        let table = NameTable::new(&names);
        for (spelling, value) in [
            ("ParseCSV", Some(1)),
            ("parse_csv", Some(1)),
            ("PARSE-C_S_V", Some(1)),
            ("A", Some(3)),
            ("http_get_the_whole_page_from_the_server", Some(4)),
            ("HTTPGet-The-Whole-Page-From-The-Server", Some(4)),
            ("straße", Some(5)),
            ("STRASSE", None),
            ("Überprüfe", Some(9)),
            ("überprüfe", Some(9)),
            ("änderedatei", Some(10)),
            ("ändere_datei", Some(10)),
            ("get_the_row", Some(6)),
            ("GETTHEROW", Some(6)),
            ("n1", Some(8)),
            ("n\u{11}", None),
            ("Stra\u{df}e", Some(5)),
            ("StraŸe", None),
            ("Get\u{7f}The\rRow", None),
            ("", None),
            ("parsecs", None),
            ("HTTPGetTheWholePageFromTheServers", None),
        ] {
            let found = table.find(spelling.as_bytes()).or_else(|| table.get_normalized(spelling.as_bytes()));
            assert_eq!(found.copied(), value, "{spelling}");
        }
        let long = "-".repeat(500) + "a" + &"_".repeat(500);
        assert_eq!(table.get_normalized(long.as_bytes()), Some(&3));
    }

    #[test]
    fn the_case_bit_of_a_byte_is_found_if_it_is_an_ascii_letter() {
        for byte in 0..=u8::MAX {
            let expected = if byte.is_ascii_alphabetic() { 0x20 } else { 0 };
            for around in [[0, 0xff], [b'a', b'@'], [0xff, 0x80]] {
                let bytes = case_bits(u64::from_le_bytes([around[0], byte, around[1], 0, byte, b'Z', 0xff, byte]))
                    .to_le_bytes();
                assert_eq!([bytes[1], bytes[4], bytes[7]], [expected; 3], "{byte}");
            }
        }
        assert_eq!(case_bits(u64::from_le_bytes(*b"aZ@[`{0_")), 0x2020);
    }

    #[test]
    fn of_names_of_one_length_only_the_same_one_is_found_whichever_letters_differ() {
        for length in 1..=2 * COVERED {
            let alike = "a".repeat(length);
            let mixed: String = ('b'..='y').cycle().take(length).collect();
            for name in [alike, mixed] {
                let table = NameTable::new(&[(&*name.clone().leak(), 1)]);
                assert_eq!(table.find(name.as_bytes()), Some(&1), "{name}");
                assert_eq!(table.find(name.to_uppercase().as_bytes()), Some(&1), "{name}");
                for (first, second) in (0..length).flat_map(|first| (0..=first).map(move |second| (first, second))) {
                    for change in [1, 2, 4] {
                        let mut other = name.clone().into_bytes();
                        other[first] ^= change;
                        other[second] = name.as_bytes()[second] ^ change;
                        assert_eq!(table.find(&other), None, "{:?}", other.escape_ascii().to_string());
                    }
                }
            }
        }
    }

    #[test]
    fn in_an_empty_table_nothing_is_found() {
        let table: NameTable<u8> = NameTable::new(&[]);
        for name in [b"a".as_slice(), b"HTTPGetTheWholePageFromTheServer"] {
            assert_eq!(table.find(name), None);
        }
    }

    #[test]
    fn names_that_differ_in_little_are_found_in_the_first_bucket_or_soon_after() {
        let rows: [fn(usize) -> String; 6] = [
            |n| format!("Action{n}"),
            |n| format!("Action{n:05}"),
            |n| format!("CheckTheOrder{n:05}"),
            |n| format!("N{n}"),
            |n| format!("Get{n:05}FromTheServerOfTheHouse"),
            |n| format!("GetFromTheHouse{n:05}OrFromTheServerOfTheHouse"),
        ];
        for (count, name) in [10, 100, 1000, 10_000].into_iter().flat_map(|count| rows.map(|row| (count, row))) {
            let names: Vec<(&'static str, usize)> = (0..count).map(|number| (&*name(number).leak(), number)).collect();
            let table = NameTable::new(&names);
            let steps = |(bucket, number): (usize, &u32)| {
                let name = &table.entries[(*number as usize).checked_sub(1)?].name;
                let hash = if name.len() > COVERED { hash_of_long(name) } else { hash(&words(name)) };
                Some(bucket.wrapping_sub(table.first_bucket(hash)) & (table.buckets.len() - 1))
            };
            let all: usize = table.buckets.iter().enumerate().filter_map(steps).sum();
            assert!(4 * all <= count, "{all} steps for {count} names like {}", name(0));
        }
    }
}
