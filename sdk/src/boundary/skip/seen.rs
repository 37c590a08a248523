//! Values that have been stepped over already.

use super::blocks::{container_end, long_string_end};

/// A shorter value is stepped over as fast as it is compared. In tests the short ones count too.
const WORTHWHILE: usize = if cfg!(test) { 4 } else { 128 };

/// So many more brackets are open around a copy in `_with._with` than around one in the envelope itself.
const DEEPER: u32 = 2;

/// So many copies are remembered: hosts write a value six times at most.
const COPIES: usize = 6;

/// Long values of one text: hosts write the same value under several names, and to compare it with its first copy is much cheaper than to look for its end
/// once more.
///
/// A string, an object and a list end where their own closing character stands, whatever follows, so a text that begins like one is one.
///
/// Unsafe code leans on [`copies`](Self::copies).
pub(crate) struct Seen<'a> {
    bytes: &'a [u8],
    values: Option<Values<'a>>,
    /// Where the last of these values or copies ends. None is taken that begins before it.
    until: usize,
    copies: [(usize, usize); COPIES],
    count: usize,
}

struct Values<'a> {
    latest: Value<'a>,
    longest: Value<'a>,
}

#[derive(Clone, Copy)]
struct Value<'a> {
    /// A piece of `bytes`.
    text: &'a [u8],
    /// So many brackets may be open around it without its being too deep.
    depth: u32,
}

impl<'a> Seen<'a> {
    /// Of a text in which nothing has been stepped over.
    #[inline(always)]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, values: None, until: 0, copies: [(0, 0); COPIES], count: 0 }
    }

    /// The text.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Pieces of the text, by where they begin and end, in their order and apart from each other. Each is byte by byte what a piece before it is that touches
    /// none of them, and begins and ends with an ASCII character.
    #[inline]
    pub(crate) fn copies(&self) -> &[(usize, usize)] {
        // Values are apart from each other, and copies from values: `until` sees to that. Only `again` adds a copy, and has compared it with a value.
        &self.copies[..self.count]
    }

    /// Where the string, object or list ends that begins at `at`, as [`long_string_end`] and [`container_end`] have it.
    pub(crate) fn end(&mut self, at: usize, depth: u32, limit: u32) -> Option<usize> {
        let bytes = self.bytes;
        if let Some(end) = self.again(at, depth) {
            return Some(end);
        }
        let (end, depth) = if bytes.get(at) == Some(&b'"') {
            (long_string_end(bytes, at + 1)?, limit)
        } else if let Some(end) = container_end(bytes, at, depth + DEEPER, limit) {
            // Whatever also fits deeper inside is known there too.
            (end, depth + DEEPER)
        } else {
            (container_end(bytes, at, depth, limit)?, depth)
        };
        let text = &bytes[at..end];
        if text.len() >= WORTHWHILE && at >= self.until {
            self.until = end;
            self.note(Value { text, depth });
        }
        Some(end)
    }

    /// Where the value at `at` ends if it is one of these, and not deeper in the text than that one was.
    #[inline(always)]
    fn again(&mut self, at: usize, depth: u32) -> Option<usize> {
        let Values { latest, longest } = self.values.as_ref()?;
        let rest = self.bytes.get(at..)?;
        let same = |value: &Value<'_>| depth <= value.depth && rest.starts_with(value.text);
        let text = if same(latest) {
            latest.text
        } else if longest.text.as_ptr() != latest.text.as_ptr() && same(longest) {
            longest.text
        } else {
            return None;
        };
        let end = at + text.len();
        if at >= self.until
            && let [first, .., last] = text
            && (first | last).is_ascii()
            && self.count < COPIES
        {
            self.copies[self.count] = (at, end);
            (self.until, self.count) = (end, self.count + 1);
        }
        Some(end)
    }

    #[inline(always)]
    fn note(&mut self, value: Value<'a>) {
        match &mut self.values {
            Some(values) if values.longest.text.len() >= value.text.len() => values.latest = value,
            values => *values = Some(Values { latest: value, longest: value }),
        }
    }
}
