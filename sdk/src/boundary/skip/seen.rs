//! Values that have been stepped over already.

use super::{container_end, string_end};

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
    /// How many brackets were open around it when it was found not to be too deep.
    depth: u32,
}

impl<'a> Seen<'a> {
    /// Where the string ends whose opening quote is at `at`: the position behind its closing one.
    #[inline]
    pub(crate) fn string_end(&mut self, bytes: &'a [u8], at: usize) -> Option<usize> {
        if let Some(end) = self.again(bytes, at, 0) {
            return Some(end);
        }
        let (end, _) = string_end(bytes, at + 1)?;
        self.note(&bytes[at..end], 0);
        Some(end)
    }

    /// Where the object or list ends that begins at `at`, as [`container_end`] has it.
    #[inline]
    pub(crate) fn container_end(&mut self, bytes: &'a [u8], at: usize, depth: u32, limit: u32) -> Option<usize> {
        if let Some(end) = self.again(bytes, at, depth) {
            return Some(end);
        }
        // Whatever also fits deeper inside is known there too.
        let (end, depth) = match container_end(bytes, at, depth + DEEPER, limit) {
            Some(end) => (end, depth + DEEPER),
            None => (container_end(bytes, at, depth, limit)?, depth),
        };
        self.note(&bytes[at..end], depth);
        Some(end)
    }

    /// Where the value at `at` ends if it is one of these, and not deeper in the text than that one was.
    #[inline(always)]
    fn again(&self, bytes: &[u8], at: usize, depth: u32) -> Option<usize> {
        let Values { latest, longest } = self.0.as_ref()?;
        let rest = bytes.get(at..)?;
        let same = |value: &&Value<'_>| depth <= value.depth && rest.starts_with(value.text);
        [latest, longest].into_iter().find(same).map(|value| at + value.text.len())
    }

    #[inline(always)]
    fn note(&mut self, text: &'a [u8], depth: u32) {
        if text.len() < WORTHWHILE {
            return;
        }
        let latest = Value { text, depth };
        match &mut self.0 {
            Some(values) if values.longest.text.len() >= text.len() => values.latest = latest,
            values => *values = Some(Values { latest, longest: latest }),
        }
    }
}
