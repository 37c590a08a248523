//! The index of one object: the positions of its members.

use std::ops::Range;

use arrayvec::ArrayVec;

use crate::key::{ESCAPED, Key, initial};
use crate::strings;

/// The positions of one member in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// The first bytes of the key and its closing quote; [`ESCAPED`] if the key contains an escape.
    pub(crate) prefix: u64,
    /// Where the key starts, after its opening quote.
    pub(crate) key: u32,
    pub(crate) value: u32,
    pub(crate) value_end: u32,
}

impl Member {
    /// The range of the key in `text`, the text that was indexed, without its quotes. If it
    /// [contains an escape](Self::is_escaped), [`unescaped`](crate::unescaped) gives the name.
    #[must_use]
    pub fn key(&self, text: &[u8]) -> Range<usize> {
        let start = self.key as usize;
        start..strings::string_end(text, start).map_or(start, |end| end - 1)
    }

    /// The range of the value, without whitespace around it.
    #[must_use]
    #[inline]
    pub fn value(&self) -> Range<usize> {
        self.value as usize..self.value_end as usize
    }

    /// Whether the key contains an escape.
    #[must_use]
    pub fn is_escaped(&self) -> bool {
        self.prefix == ESCAPED
    }

    #[inline(always)]
    pub(crate) fn is(&self, text: &[u8], key: &Key<'_>) -> bool {
        if key.is_short() && !self.is_escaped() { key.matches(self.prefix) } else { self.is_by_text(text, key) }
    }

    /// As [`is`](Self::is), where the prefix does not decide it.
    #[inline(never)]
    fn is_by_text(&self, text: &[u8], key: &Key<'_>) -> bool {
        if !self.is_escaped() {
            return key.matches(self.prefix) && text.get(self.key(text)) == Some(key.name().as_bytes());
        }
        text.get(self.key(text)).and_then(strings::name_of).is_some_and(|name| name == key.name())
    }
}

/// The members of one object, in the order of the text. If a key occurs twice, both members are
/// stored.
///
/// The first twelve members need no allocation.
#[derive(Clone, Debug)]
pub struct ObjectIndex {
    first: ArrayVec<Member, 12>,
    more: Vec<Member>,
    /// The [`initial`] bits of all keys. Most look-ups of absent keys end with one test of it.
    initials: u64,
    is_present: bool,
    /// Whether a key contains an escape, so that its prefix does not identify it.
    has_escapes: bool,
}

impl Default for ObjectIndex {
    fn default() -> Self {
        Self::new()
    }
}

impl ObjectIndex {
    /// An empty index, to be filled by [`index`](crate::index()).
    #[must_use]
    #[inline(always)]
    pub fn new() -> Self {
        Self { first: ArrayVec::new(), more: Vec::new(), initials: 0, is_present: false, has_escapes: false }
    }

    /// Whether the text has this object. It always has the outermost one.
    #[must_use]
    #[inline]
    pub fn is_present(&self) -> bool {
        self.is_present
    }

    /// All members in the order of the text.
    pub fn members(&self) -> impl DoubleEndedIterator<Item = &Member> {
        self.first.iter().chain(&self.more)
    }

    /// The range of the value of the last member with this key, as in `serde_json`. `text` is the
    /// text that was indexed.
    #[must_use]
    #[inline(always)]
    pub fn get(&self, text: &[u8], key: &Key<'_>) -> Option<Range<usize>> {
        if self.initials & key.initial() == 0 && !self.has_escapes {
            return None;
        }
        self.find(text, key)
    }

    #[inline(never)]
    fn find(&self, text: &[u8], key: &Key<'_>) -> Option<Range<usize>> {
        if !self.more.is_empty() || self.has_escapes || !key.is_short() {
            return self.find_by_text(text, key);
        }
        self.first.iter().rev().find(|member| key.matches(member.prefix)).map(Member::value)
    }

    /// As [`get`](Self::get), where a prefix does not decide it, or with more than twelve members.
    #[inline(never)]
    fn find_by_text(&self, text: &[u8], key: &Key<'_>) -> Option<Range<usize>> {
        self.members().rev().find(|member| member.is(text, key)).map(Member::value)
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }

    #[inline(always)]
    pub(crate) fn set_present(&mut self) {
        self.is_present = true;
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, member: Member) {
        self.initials |= initial(member.prefix);
        if self.first.try_push(member).is_err() {
            self.push_more(member);
        }
    }

    #[cold]
    fn push_more(&mut self, member: Member) {
        self.more.push(member);
    }

    /// Notes that the key of the next member contains an escape.
    pub(crate) fn expect_escape(&mut self) {
        self.has_escapes = true;
    }

    /// Sets the end of the last member's value.
    #[inline(always)]
    pub(crate) fn end_last(&mut self, end: usize) {
        let members = if self.more.is_empty() { &mut self.first[..] } else { &mut self.more[..] };
        if let Some(last) = members.last_mut() {
            last.value_end = end as u32;
        }
    }
}
