//! Where the values of one object begin and end.

use std::borrow::Cow;
use std::fmt;

use crate::boundary::Few;
use crate::boundary::skip::{Member, Tag};

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

/// The longest text whose member fit.
pub(crate) const LONGEST: usize = (u32::MAX >> 1) as usize;

/// The members of one object, in the order of the text; the first few without an allocation.
pub(crate) struct Entries<'a> {
    text: &'a str,
    pub(super) members: Few<Member, 12>,
    /// Whether there is an object at all.
    pub(super) there: bool,
    escaped: bool,
}

impl<'a> Entries<'a> {
    #[inline(always)]
    pub(super) const fn of(text: &'a str) -> Self {
        Self { text, members: Few::new(), there: false, escaped: false }
    }

    #[inline]
    pub(super) fn clear(&mut self) {
        self.members.clear();
        (self.there, self.escaped) = (false, false);
    }

    /// A member. The text is not longer than [`LONGEST`].
    #[inline(always)]
    pub(super) fn push(&mut self, member: Member) {
        self.escaped |= member.tag == Tag::NONE;
        self.members.push(member);
    }

    /// All members; a key that stands twice comes twice.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Key<'a>, &'a str)> {
        self.members.parts().into_iter().flatten().map(|member| (self.key(member), self.value(member)))
    }

    fn key(&self, member: &Member) -> Key<'a> {
        let raw = self.text.get(member.key as usize..member.key_end as usize).unwrap_or_default();
        Key::new(raw, member.tag == Tag::NONE)
    }

    #[inline]
    fn value(&self, member: &Member) -> &'a str {
        self.text.get(member.value as usize..member.value_end as usize).unwrap_or_default()
    }

    /// The text of the value under `name`. Of a key that stands twice the last one counts, as in `serde_json`.
    #[inline(always)]
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.get_tagged(Tag::of(name.as_bytes()), name)
    }

    /// The same for a name whose tag is known.
    pub(crate) fn get_tagged(&self, tag: Tag, name: &str) -> Option<&'a str> {
        let [first, more] = self.members.parts();
        if self.escaped || !more.is_empty() || name.len() > 8 {
            return self.get_slowly(tag, name);
        }
        let same = |member: &&Member| member.tag == tag && (member.key_end - member.key) as usize == name.len();
        first.iter().rev().find(same).map(|member| self.value(member))
    }

    /// The same where there are many members, escaped keys, or a name that is longer than a tag.
    #[inline(never)]
    fn get_slowly(&self, tag: Tag, name: &str) -> Option<&'a str> {
        let [first, more] = self.members.parts();
        let is = |member: &&Member| (member.tag == tag || member.tag == Tag::NONE) && self.key(member).is(name);
        more.iter().rev().find(is).or_else(|| first.iter().rev().find(is)).map(|member| self.value(member))
    }
}

impl fmt::Debug for Entries<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(key, value)| (key.text(), value))).finish()
    }
}
