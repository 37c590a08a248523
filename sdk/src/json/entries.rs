//! Where the values of one object begin and end.

use std::borrow::Cow;

/// A key as it stands in the text, without its quotes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Key<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> Key<'a> {
    pub(super) fn new(raw: &'a str, escaped: bool) -> Self {
        Self { raw, escaped }
    }

    /// Whether the key, unescaped, is `name`.
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

const INLINE: usize = 12;

/// The members of one object, in the order of the text; the first few without an allocation.
#[derive(Debug, Default)]
pub(crate) struct Entries<'a> {
    inline: [(Key<'a>, &'a str); INLINE],
    len: usize,
    more: Vec<(Key<'a>, &'a str)>,
}

impl<'a> Entries<'a> {
    pub(super) fn push(&mut self, key: Key<'a>, value: &'a str) {
        match self.inline.get_mut(self.len) {
            Some(place) => *place = (key, value),
            None => self.more.push((key, value)),
        }
        self.len += 1;
    }

    /// All members; a key that stands twice comes twice.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Key<'a>, &'a str)> {
        self.inline[..self.len.min(INLINE)].iter().chain(&self.more).copied()
    }

    /// The text of the value under `name`. Of a key that stands twice the last one counts, as in `serde_json`.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.iter().rev().find(|(key, _)| key.is(name)).map(|(_, value)| value)
    }
}
