//! A text, 80 bytes at a time.

use crate::block::{WINDOW, Window};

/// The end of a text, with blanks after it: there windows are complete, too.
pub(crate) struct Tail {
    bytes: [u8; 2 * WINDOW],
    /// Where in the text it starts.
    start: usize,
}

impl Tail {
    #[inline(always)]
    pub(crate) fn blank() -> Self {
        Self { bytes: [b' '; 2 * WINDOW], start: 0 }
    }

    #[inline(always)]
    pub(crate) fn fill(&mut self, text: &[u8]) {
        self.start = text.len().saturating_sub(WINDOW);
        match text.last_chunk::<WINDOW>() {
            // Of a length that the compiler knows.
            Some(last) => self.bytes[..WINDOW].copy_from_slice(last),
            None => self.bytes[..text.len()].copy_from_slice(text),
        }
    }
}

/// A text, and its tail.
#[derive(Clone, Copy)]
pub(crate) struct Text<'t> {
    pub(crate) bytes: &'t [u8],
    pub(crate) tail: &'t Tail,
}

impl<'t> Text<'t> {
    /// The bytes from `at` on, with blanks after the end of the text; `None` if `at` is not in the
    /// text.
    #[inline(always)]
    pub(crate) fn window(self, at: usize) -> Option<&'t Window> {
        match self.bytes.get(at..at.saturating_add(WINDOW)).and_then(<[u8]>::first_chunk) {
            Some(window) => Some(window),
            None => self.last_windows(at),
        }
    }

    /// The same for the last 80 positions.
    #[inline(always)]
    fn last_windows(self, at: usize) -> Option<&'t Window> {
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
    fn a_window_shows_the_text_and_blanks_after_it() {
        let text: Vec<u8> = (1..=255).cycle().take(300).collect();
        for length in 0..text.len() {
            let text = &text[..length];
            let mut tail = Tail::blank();
            tail.fill(text);
            let whole = Text { bytes: text, tail: &tail };
            let mut padded = text.to_vec();
            padded.resize(length + WINDOW, b' ');
            for at in 0..length {
                let window = whole.window(at).expect("it is in the text");
                assert_eq!(window[..], padded[at..at + WINDOW], "{at} of {length}");
            }
            for at in [length, length + 1, length + 1000, usize::MAX] {
                assert_eq!(whole.window(at), None, "{at} of {length}");
            }
        }
    }
}
