//! A table of names.

use aro_abi::tag;

/// What names mean. Two names with one [normal form](aro_abi::normal_form) mean the same; the first that is put in counts.
///
/// A name is found in any case by one hash and one comparison. One with more or fewer `-` and `_` than were declared is brought into its normal
/// form first; hosts send no such names but those that they make up after a failure.
pub(super) struct Table<V> {
    /// Open addressing: numbers of entries, counted from 1, and 0 where the place is free. The length is a power of two, and at least three quarters
    /// of the places are free.
    places: Vec<u32>,
    /// How many of a hash's bits do not count for the place: the lower ones.
    shift: u32,
    entries: Vec<Entry<V>>,
}

struct Entry<V> {
    length: usize,
    name: &'static [u8],
    words: Words,
    /// The bits of the words that have to be equal: all but those that make a letter great or small.
    counting: Words,
    value: V,
}

/// A name as it is hashed and compared: its first eight bytes, the next eight, and the last eight, which overlap in a short one.
type Words = [u64; 3];

/// Names up to this length are in the words as a whole.
const COVERED: usize = 24;

/// The bit that makes an ASCII letter small, in each byte.
const SMALL: u64 = 0x2020_2020_2020_2020;

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

/// The same for a name in whatever case; the upper bits are the better ones. The names are the author's own, so nobody chooses them to collide.
#[inline(always)]
fn hash(words: &Words) -> u64 {
    let [first, next, last] = words.map(|word| word | SMALL);
    let first = first.wrapping_add(next.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    first.wrapping_add(last.wrapping_mul(0x8ebc_6af0_9c88_c6e3))
}

/// The hash of a name that is longer than its words.
#[inline(never)]
fn hash_of_long(name: &[u8]) -> u64 {
    let mut long = hash(&words(name));
    for word in name.as_chunks().0 {
        long = hash(&[long.swap_bytes(), 0, u64::from_le_bytes(*word)]);
    }
    long
}

/// [`SMALL`] where the byte is an ASCII letter.
fn letters(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let small = (word | SMALL) & (0x7f * EACH);
    // The highest bit of each byte: it is from `a` on, and it is behind `z`.
    let (from_a, behind_z) = (small + (0x80 - b'a' as u64) * EACH, small + (0x80 - b'z' as u64 - 1) * EACH);
    (from_a & !behind_z & !word & (0x80 * EACH)) >> 2
}

impl<V: Copy> Table<V> {
    /// With room for so many names.
    pub(super) fn for_names(count: usize) -> Self {
        // Each may have a normal form beside it.
        let length = if count == 0 { 0 } else { (8 * count).next_power_of_two() };
        Self {
            places: vec![0; length],
            shift: (length.max(2) as u64).leading_zeros() + 1,
            entries: Vec::with_capacity(count),
        }
    }

    /// Puts a name in, unless there is one of the same normal form.
    pub(super) fn put(&mut self, name: &'static str, mut value: V) {
        let name = name.as_bytes();
        if self.look_up(name).is_some() {
            return;
        }
        if name.iter().any(is_mark) {
            let mut form = vec![0; name.len()];
            let length = without_marks(name, &mut form);
            form.truncate(length);
            match self.look_up(&form) {
                Some(first) => value = *first,
                None => self.add(form.leak(), value),
            }
        }
        self.add(name, value);
    }

    #[inline(never)]
    fn add(&mut self, name: &'static [u8], value: V) {
        let words = words(name);
        let counting = words.map(|word| !letters(word));
        self.entries.push(Entry { length: name.len(), name, words, counting, value });
        let hash = if name.len() > COVERED { hash_of_long(name) } else { hash(&words) };
        let mut place = self.first_place(hash);
        while self.places[place] != 0 {
            place = self.next_place(place);
        }
        self.places[place] = self.entries.len() as u32;
    }

    #[inline(always)]
    fn first_place(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    #[inline(always)]
    fn next_place(&self, place: usize) -> usize {
        (place + 1) & (self.places.len() - 1)
    }

    /// What `name` means as it stands there, great or small.
    #[inline(always)]
    pub(super) fn find(&self, name: &[u8]) -> Option<&V> {
        if name.len() > COVERED {
            return self.find_long(name);
        }
        let words = words(name);
        let mut place = self.first_place(hash(&words));
        loop {
            let entry = self.entry(place)?;
            if entry.is(&words, name.len()) {
                return Some(&entry.value);
            }
            place = self.next_place(place);
        }
    }

    /// The same where it is not in a hurry.
    #[cold]
    #[inline(never)]
    pub(super) fn look_up(&self, name: &[u8]) -> Option<&V> {
        self.find(name)
    }

    #[cold]
    #[inline(never)]
    fn find_long(&self, name: &[u8]) -> Option<&V> {
        let words = words(name);
        let mut place = self.first_place(hash_of_long(name));
        while let Some(entry) = self.entry(place) {
            if entry.is(&words, name.len()) && entry.name.eq_ignore_ascii_case(name) {
                return Some(&entry.value);
            }
            place = self.next_place(place);
        }
        None
    }

    #[inline(always)]
    fn entry(&self, place: usize) -> Option<&Entry<V>> {
        self.entries.get((*self.places.get(place)? as usize).wrapping_sub(1))
    }

    /// What a `name` means that is not found as it stands there: that of the same normal form.
    pub(super) fn find_form(&self, name: &[u8]) -> Option<&V> {
        let (mut short, mut long) = ([0; 64], Vec::new());
        let form = match short.get_mut(..name.len()) {
            Some(form) => form,
            None => {
                long.resize(name.len(), 0);
                &mut long[..]
            }
        };
        let length = without_marks(name, form);
        if length == name.len() { None } else { self.look_up(&form[..length]) }
    }
}

impl<V> Entry<V> {
    #[inline(always)]
    fn is(&self, words: &Words, length: usize) -> bool {
        let differs = |index: usize| (self.words[index] ^ words[index]) & self.counting[index];
        self.length == length && differs(0) | differs(1) | differs(2) == 0
    }
}

/// Not a part of the normal form.
fn is_mark(byte: &u8) -> bool {
    matches!(byte, b'-' | b'_')
}

/// Writes a name to `form`, which is as long, without what is not a part of its normal form; gives how long that is.
fn without_marks(name: &[u8], form: &mut [u8]) -> usize {
    let mut length = 0;
    for byte in name {
        // Overwritten by the next, if it does not count.
        form[length] = *byte;
        length += usize::from(!is_mark(byte));
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_form_mean_the_first_and_are_found_in_every_spelling() {
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
        let mut table = Table::for_names(3 * entries.len());
        for (name, value) in entries {
            table.put(name, value);
            for spelling in spellings(name).into_iter().filter(|_| !name.is_ascii()) {
                table.put(spelling.leak(), value);
            }
        }
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
            let found = table.find(spelling.as_bytes()).or_else(|| table.find_form(spelling.as_bytes()));
            assert_eq!(found.copied(), value, "{spelling}");
        }
        let long = "-".repeat(500) + "a" + &"_".repeat(500);
        assert_eq!(table.find_form(long.as_bytes()), Some(&3));
    }

    #[test]
    fn of_each_byte_it_is_known_whether_it_is_a_letter() {
        for byte in 0..=u8::MAX {
            let expected = if byte.is_ascii_alphabetic() { 0x20 } else { 0 };
            for around in [[0, 0xff], [b'a', b'@'], [0xff, 0x80]] {
                let bytes =
                    letters(u64::from_le_bytes([around[0], byte, around[1], 0, byte, b'Z', 0xff, byte])).to_le_bytes();
                assert_eq!([bytes[1], bytes[4], bytes[7]], [expected; 3], "{byte}");
            }
        }
        assert_eq!(letters(u64::from_le_bytes(*b"aZ@[`{0_")), 0x2020);
    }

    #[test]
    fn in_an_empty_table_nothing_is_found() {
        let table: Table<u8> = Table::for_names(0);
        for name in [b"a".as_slice(), b"HTTPGetTheWholePageFromTheServer"] {
            assert_eq!(table.find(name), None);
        }
    }

    #[test]
    fn names_that_differ_in_little_are_found_at_the_first_place_or_soon_behind() {
        let rows: [fn(usize) -> String; 6] = [
            |n| format!("Action{n}"),
            |n| format!("Action{n:05}"),
            |n| format!("CheckTheOrder{n:05}"),
            |n| format!("N{n}"),
            |n| format!("Get{n:05}FromTheServerOfTheHouse"),
            |n| format!("GetFromTheHouse{n:05}OrFromTheServerOfTheHouse"),
        ];
        for (count, name) in [10, 100, 1000, 10_000].into_iter().flat_map(|count| rows.map(|row| (count, row))) {
            let mut table = Table::for_names(count);
            for number in 0..count {
                table.put(name(number).leak(), number);
            }
            let steps = |(place, number): (usize, &u32)| {
                let name = table.entries[(*number as usize).checked_sub(1)?].name;
                let hash = if name.len() > COVERED { hash_of_long(name) } else { hash(&words(name)) };
                Some(place.wrapping_sub(table.first_place(hash)) & (table.places.len() - 1))
            };
            let all: usize = table.places.iter().enumerate().filter_map(steps).sum();
            assert!(4 * all <= count, "{all} steps for {count} names like {}", name(0));
        }
    }
}
