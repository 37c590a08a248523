//! Values that have been stepped over already.

use super::blocks::{container_end, long_string_end};

/// A shorter value is stepped over as fast as it is compared. In tests the short ones count too.
const WORTHWHILE: usize = if cfg!(test) { 4 } else { 128 };

/// So many more brackets are open around a copy in `_with._with` than around one in the envelope itself.
const DEEPER: u32 = 2;

/// Long values of one text: hosts write the same value under several names, and to compare it with its first copy is much cheaper than to look for its end
/// once more.
///
/// A string, an object and a list end where their own closing character stands, whatever follows, so a text that begins like one is one.
#[derive(Default)]
pub(crate) struct Seen<'a>(Option<Values<'a>>);

struct Values<'a> {
    latest: Value<'a>,
    longest: Value<'a>,
}

#[derive(Clone, Copy)]
struct Value<'a> {
    text: &'a [u8],
    /// So many brackets may be open around it without its being too deep.
    depth: u32,
}

impl<'a> Seen<'a> {
    /// Where the string, object or list ends that begins at `at`, as [`long_string_end`] and [`container_end`] have it.
    pub(crate) fn end(&mut self, bytes: &'a [u8], at: usize, depth: u32, limit: u32) -> Option<usize> {
        if let Some(end) = self.again(bytes, at, depth) {
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
        if text.len() >= WORTHWHILE {
            self.note(Value { text, depth });
        }
        Some(end)
    }

    /// Where the value at `at` ends if it is one of these, and not deeper in the text than that one was.
    #[inline(always)]
    fn again(&self, bytes: &[u8], at: usize, depth: u32) -> Option<usize> {
        let Values { latest, longest } = self.0.as_ref()?;
        let rest = bytes.get(at..)?;
        let same = |value: &Value<'_>| depth <= value.depth && rest.starts_with(value.text);
        if same(latest) {
            Some(at + latest.text.len())
        } else if longest.text.as_ptr() != latest.text.as_ptr() && same(longest) {
            Some(at + longest.text.len())
        } else {
            None
        }
    }

    #[inline(always)]
    fn note(&mut self, value: Value<'a>) {
        match &mut self.0 {
            Some(values) if values.longest.text.len() >= value.text.len() => values.latest = value,
            values => *values = Some(Values { latest: value, longest: value }),
        }
    }
}
