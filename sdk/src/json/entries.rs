//! The members of one object: the values under its keys.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use aro_json_scan::{Key, Member, ObjectIndex};

/// A key as it is in the text, without its quotes.
#[derive(Clone, Copy, Default)]
pub(crate) struct RawKey<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> RawKey<'a> {
    /// The key, unescaped.
    pub(crate) fn text(self) -> Cow<'a, str> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        // The scan has read the key as a JSON string, so this cannot fail.
        match aro_json_scan::unescaped(self.raw) {
            Some(text) => Cow::Owned(text),
            None => Cow::Borrowed(self.raw),
        }
    }
}

/// The members of one object.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'e, 'a> {
    bytes: &'a [u8],
    object: &'e ObjectIndex,
}

impl<'e, 'a> Entries<'e, 'a> {
    /// Of an object in `bytes`.
    #[inline(always)]
    pub(super) fn new(bytes: &'a [u8], object: &'e ObjectIndex) -> Self {
        Self { bytes, object }
    }

    /// All members; a key that occurs twice comes twice.
    pub(crate) fn iter(self) -> impl DoubleEndedIterator<Item = (RawKey<'a>, &'a str)> {
        self.object.members().filter_map(move |member: &Member| {
            let key = RawKey { raw: self.text(member.key(self.bytes))?, escaped: member.is_escaped() };
            Some((key, self.text(member.value())?))
        })
    }

    /// A piece of the text. The scan has found it to be UTF-8.
    #[inline(never)]
    fn text(self, range: Range<usize>) -> Option<&'a str> {
        aro_json_scan::to_str(self.bytes.get(range)?).ok()
    }

    /// The text of the value under `name`. Of a key that occurs twice the last one counts, as in
    /// `serde_json`.
    #[inline]
    pub(crate) fn get(self, name: &str) -> Option<&'a str> {
        self.get_key(&Key::of(name))
    }

    /// The same on a cold path.
    #[cold]
    pub(crate) fn look_up(self, name: &str) -> Option<&'a str> {
        self.get(name)
    }

    /// The value under `inner` in the object under `outer`.
    pub(crate) fn get_inner(self, outer: &Key<'_>, inner: &Key<'_>) -> Option<&'a str> {
        let object = self.object.get(self.bytes, outer)?;
        self.text(aro_json_scan::find(self.bytes, object.start, inner)?)
    }

    /// The same for a key that is prepared.
    #[inline(always)]
    pub(crate) fn get_key(self, key: &Key<'_>) -> Option<&'a str> {
        self.text(self.object.get(self.bytes, key)?)
    }
}

impl fmt::Debug for Entries<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(key, value)| (key.text(), value))).finish()
    }
}
