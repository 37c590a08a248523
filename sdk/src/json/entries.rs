//! The members of one object: what stands under a key.

use std::borrow::Cow;
use std::fmt;

use super::unescape::unescaped;
use crate::boundary::skip::{self, Level, Member, Tag};

/// A key as it stands in the text, without its quotes.
#[derive(Clone, Copy, Default)]
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
        match unescaped(self.raw) {
            Some(text) => Cow::Owned(text),
            None => Cow::Borrowed(self.raw),
        }
    }
}

/// The longest text whose member fit.
pub(crate) const LONGEST: usize = (u32::MAX >> 1) as usize;

/// The members of one object.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'e, 'a> {
    text: &'a str,
    level: &'e Level,
}

impl<'e, 'a> Entries<'e, 'a> {
    /// Of an object in `text`, which is not longer than [`LONGEST`].
    #[inline(always)]
    pub(super) fn new(text: &'a str, level: &'e Level) -> Self {
        Self { text, level }
    }

    /// All members; a key that stands twice comes twice.
    pub(crate) fn iter(self) -> impl DoubleEndedIterator<Item = (Key<'a>, &'a str)> {
        self.level
            .members
            .parts()
            .into_iter()
            .flatten()
            .filter_map(move |member| Some((self.key(member), self.value(member)?)))
    }

    fn key(self, member: &Member) -> Key<'a> {
        let start = member.key;
        // The scan has gone over the key, so it has an end.
        let end = skip::string_end(self.text.as_bytes(), start).map_or(start, |end| end - 1);
        Key::new(self.text.get(start..end).unwrap_or_default(), member.tag == Tag::NONE)
    }

    #[inline]
    fn value(self, member: &Member) -> Option<&'a str> {
        self.text.get(member.value..member.value_end)
    }

    /// The text of the value under `name`. Of a key that stands twice the last one counts, as in `serde_json`.
    #[inline]
    pub(crate) fn get(self, name: &str) -> Option<&'a str> {
        self.get_tagged(Tag::of(name.as_bytes()), name)
    }

    /// The same where nobody is in a hurry.
    #[cold]
    #[inline(never)]
    pub(crate) fn look_up(self, name: &str) -> Option<&'a str> {
        self.get(name)
    }

    /// The same for a name whose tag is known.
    #[inline]
    pub(crate) fn get_tagged(self, tag: Tag, name: &str) -> Option<&'a str> {
        // The tag of a short name is no other's.
        let member = match self.level.odd || name.len() > 7 {
            true => get_slowly(self.text, self.level, tag, name),
            false => self.level.last(tag),
        };
        self.value(member?)
    }
}

/// The same where there are many members, escaped keys, or a name that is not shorter than a tag.
#[inline(never)]
fn get_slowly<'e>(text: &str, level: &'e Level, tag: Tag, name: &str) -> Option<&'e Member> {
    let entries = Entries::new(text, level);
    let [first, more] = level.members.parts();
    let is = |member: &&Member| (member.tag == tag || member.tag == Tag::NONE) && entries.key(member).is(name);
    more.iter().rev().find(is).or_else(|| first.iter().rev().find(is))
}

impl fmt::Debug for Entries<'_, '_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(key, value)| (key.text(), value))).finish()
    }
}
