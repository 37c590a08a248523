//! Padded blocks of a JSON text.
//!
//! The fast path reads 80 bytes at a position: a block and 16 bytes after it. Near its end a text
//! has fewer, so its last 80 bytes are copied once to a buffer and padded with spaces there, as
//! simdjson pads its input. No byte outside the text is read.

use crate::block::{PADDED_LEN, PaddedBlock};

/// The last bytes of a text, padded with spaces.
pub(crate) struct PaddedTail {
    bytes: [u8; 2 * PADDED_LEN],
    /// The position in the text of the first byte.
    start: usize,
}

impl PaddedTail {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self { bytes: [b' '; 2 * PADDED_LEN], start: 0 }
    }

    #[inline(always)]
    pub(crate) fn fill(&mut self, text: &[u8]) {
        self.start = text.len().saturating_sub(PADDED_LEN);
        match text.last_chunk::<PADDED_LEN>() {
            // A copy of constant length, without a call.
            Some(last) => self.bytes[..PADDED_LEN].copy_from_slice(last),
            None => self.bytes[..text.len()].copy_from_slice(text),
        }
    }
}

/// A text, and its padded end.
#[derive(Clone, Copy)]
pub(crate) struct Text<'t> {
    pub(crate) bytes: &'t [u8],
    pub(crate) tail: &'t PaddedTail,
}

impl<'t> Text<'t> {
    /// The bytes from `at` on, padded with spaces after the end of the text; `None` if `at` is not
    /// in the text.
    #[inline(always)]
    pub(crate) fn padded_block(self, at: usize) -> Option<&'t PaddedBlock> {
        match self.bytes.get(at..at.saturating_add(PADDED_LEN)).and_then(<[u8]>::first_chunk) {
            Some(padded) => Some(padded),
            None => self.in_tail(at),
        }
    }

    /// As [`padded_block`](Self::padded_block), for the last 80 positions.
    #[inline(always)]
    fn in_tail(self, at: usize) -> Option<&'t PaddedBlock> {
        if at >= self.bytes.len() {
            return None;
        }
        self.tail.bytes.get(at.checked_sub(self.tail.start)?..)?.first_chunk()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_padded_block_has_the_text_and_spaces_after_it() {
        let text: Vec<u8> = (1..=255).cycle().take(300).collect();
        for length in 0..text.len() {
            let text = &text[..length];
            let mut tail = PaddedTail::new();
            tail.fill(text);
            let whole = Text { bytes: text, tail: &tail };
            let mut expected = text.to_vec();
            expected.resize(length + PADDED_LEN, b' ');
            for at in 0..length {
                let padded = whole.padded_block(at).expect("it is in the text");
                assert_eq!(padded[..], expected[at..at + PADDED_LEN], "{at} of {length}");
            }
            for at in [length, length + 1, length + 1000, usize::MAX] {
                assert_eq!(whole.padded_block(at), None, "{at} of {length}");
            }
        }
    }
}
