//! Where the values of one object begin and end.

use std::borrow::Cow;

/// A key as it stands in the text, without its quotes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Key<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> Key<'a> {
    #[inline]
    pub(super) fn new(raw: &'a str, escaped: bool) -> Self {
        Self { raw, escaped }
    }

    /// Whether the key, unescaped, is `name`.
    #[inline]
    pub(crate) fn is(self, name: &str) -> bool {
        if self.escaped { self.text() == name } else { self.raw == name }
    }

    /// The key, unescaped.
    pub(crate) fn text(self) -> Cow<'a, str> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        // The scan has read the key as a JSON string already, so this cannot fail.
        serde_json::from_str(&format!("\"{}\"", self.raw)).map_or(Cow::Borrowed(self.raw), Cow::Owned)
    }
}

/// Where a key begins and ends, without its quotes, and whether it is escaped.
pub(super) type KeyPlace = (usize, usize, bool);

/// One member, by its places in the text.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    key: u32,
    key_end: u32,
    value: u32,
    value_end: u32,
}

const INLINE: usize = 12;

/// The longest text whose places fit.
pub(crate) const LONGEST: usize = (u32::MAX >> 1) as usize;

/// Marks an escaped key.
const ESCAPED: u32 = 1 << 31;

/// The members of one object, in the order of the text; the first few without an allocation.
#[derive(Debug, Default)]
pub(crate) struct Entries<'a> {
    text: &'a str,
    inline: [Places; INLINE],
    len: usize,
    more: Vec<Places>,
}

impl<'a> Entries<'a> {
    #[inline]
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }

    #[inline]
    pub(super) fn clear(&mut self) {
        self.len = 0;
        self.more.clear();
    }

    /// A member by its places. The text is not longer than [`LONGEST`].
    #[inline(always)]
    pub(super) fn push(&mut self, (key, key_end, escaped): KeyPlace, (value, value_end): (usize, usize)) {
        let flag = if escaped { ESCAPED } else { 0 };
        let places = Places {
            key: key as u32,
            key_end: key_end as u32 | flag,
            value: value as u32,
            value_end: value_end as u32,
        };
        match self.inline.get_mut(self.len) {
            Some(place) => *place = places,
            None => self.spill(places),
        }
        self.len += 1;
    }

    #[cold]
    fn spill(&mut self, places: Places) {
        self.more.push(places);
    }

    /// All members; a key that stands twice comes twice.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Key<'a>, &'a str)> {
        self.places().map(|places| (self.key(places), self.value(places)))
    }

    fn places(&self) -> impl DoubleEndedIterator<Item = &Places> {
        self.inline[..self.len.min(INLINE)].iter().chain(&self.more)
    }

    #[inline]
    fn key(&self, places: &Places) -> Key<'a> {
        let end = (places.key_end & !ESCAPED) as usize;
        Key::new(self.text.get(places.key as usize..end).unwrap_or_default(), places.key_end & ESCAPED != 0)
    }

    #[inline]
    fn value(&self, places: &Places) -> &'a str {
        self.text.get(places.value as usize..places.value_end as usize).unwrap_or_default()
    }

    /// The text of the value under `name`. Of a key that stands twice the last one counts, as in `serde_json`.
    #[inline]
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        if !self.more.is_empty()
            && let Some(found) = self.last(&self.more, name)
        {
            return Some(found);
        }
        self.last(&self.inline[..self.len.min(INLINE)], name)
    }

    fn last(&self, places: &[Places], name: &str) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        for places in places.iter().rev() {
            let (start, end) = (places.key as usize, places.key_end as usize);
            // Most keys differ in their length already. An escaped one has its mark in the end, so its length fits none.
            let same = end.wrapping_sub(start) == name.len() && bytes.get(start..end) == Some(name.as_bytes());
            if same || (places.key_end & ESCAPED != 0 && self.key(places).is(name)) {
                return Some(self.value(places));
            }
        }
        None
    }
}
