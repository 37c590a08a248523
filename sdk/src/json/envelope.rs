//! An envelope, by the positions of its values. Nothing is built; a value is read when a parameter
//! asks for it.
//!
//! What is accepted is what `aro_json_scan` accepts: all that `serde_json` does, and besides it
//! faults inside of unused values, as long as their quotes and brackets balance.

use aro_abi::keys;
use aro_json_scan::{Invalid, Key, MAX_DEPTH, ObjectIndex};

use super::Entries;

/// The with-arguments of an envelope, and in them the clean ones.
const WITH: Key<'static> = Key::new(keys::WITH);

/// An envelope, and where each value at the three places that the binding rules know starts and
/// ends.
pub(crate) struct Envelope<'a> {
    bytes: &'a [u8],
    /// The members of the envelope itself, of `_with`, and of `_with._with`.
    objects: [ObjectIndex; 3],
}

impl<'a> Envelope<'a> {
    /// An envelope that has still to be scanned.
    #[inline(always)]
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, objects: [ObjectIndex::new(), ObjectIndex::new(), ObjectIndex::new()] }
    }

    /// The whole envelope; empty if it is not UTF-8, which a scan would have refused.
    pub(crate) fn text(&self) -> &'a str {
        aro_json_scan::to_str(self.bytes).unwrap_or_default()
    }

    /// The members of the envelope itself.
    #[inline(always)]
    pub(crate) fn top(&self) -> Entries<'_, 'a> {
        Entries::new(self.bytes, &self.objects[0])
    }

    /// The members of `_with`, if that is an object.
    #[inline(always)]
    pub(crate) fn with(&self) -> Option<Entries<'_, 'a>> {
        self.nested(1)
    }

    /// The members of `_with._with`, if that is an object: the clean with-arguments.
    #[inline(always)]
    pub(crate) fn clean(&self) -> Option<Entries<'_, 'a>> {
        self.nested(2)
    }

    /// The name of the statement's object, as JSON: `source.base`.
    #[inline]
    pub(crate) fn object_name(&self) -> Option<&'a str> {
        const SOURCE: Key<'_> = Key::new(keys::SOURCE);
        const BASE: Key<'_> = Key::new("base");
        self.top().get_inner(&SOURCE, &BASE)
    }

    #[inline(always)]
    fn nested(&self, level: usize) -> Option<Entries<'_, 'a>> {
        let object = &self.objects[level];
        if object.is_present() { Some(Entries::new(self.bytes, object)) } else { None }
    }

    /// Scans `bytes`; in place, because an envelope is too big to be moved for nothing.
    pub(crate) fn scan(&mut self, bytes: &'a [u8]) -> Result<(), Invalid> {
        self.bytes = bytes;
        aro_json_scan::index(bytes, &WITH, &mut self.objects)
    }
}

/// One object, scanned.
pub(crate) struct Object<'a> {
    text: &'a str,
    object: ObjectIndex,
}

impl<'a> Object<'a> {
    /// `None` if `text` is something else.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let mut objects = [ObjectIndex::new()];
        aro_json_scan::index(text.as_bytes(), &WITH, &mut objects).ok()?;
        let [object] = objects;
        Some(Self { text, object })
    }

    /// Its members.
    pub(crate) fn members(&self) -> Entries<'_, 'a> {
        Entries::new(self.text.as_bytes(), &self.object)
    }
}

/// Line and column (in bytes), counted from 1, of the first bracket that is nested deeper than
/// `serde_json` goes.
pub(crate) fn too_deep(text: &str) -> Option<(usize, usize)> {
    let mut depth = 0;
    let (mut quoted, mut escaped) = (false, false);
    let (mut line, mut column) = (1, 0);
    for c in text.chars() {
        (line, column) = if c == '\n' { (line + 1, 0) } else { (line, column + c.len_utf8()) };
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => {
                depth += 1;
                if depth == MAX_DEPTH {
                    return Some((line, column));
                }
            }
            '}' | ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
