//! Scans byte by byte: whitespace, and objects and lists that are small or deeply nested.

use crate::{MAX_DEPTH, strings};

/// The first position from `at` on that is not whitespace.
#[inline(always)]
pub(crate) fn skip_whitespace(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

/// The end of the object or list that starts at `start`. `depth` brackets are open around it.
/// `None` if it has no end, or is nested too deep.
pub(crate) fn container_end(text: &[u8], start: usize, depth: u32) -> Option<usize> {
    let mut open = 0;
    let mut at = start;
    loop {
        let byte = *text.get(at)?;
        at += 1;
        match byte {
            b'"' => at = strings::string_end(text, at)?,
            b'{' | b'[' => {
                open += 1;
                if depth + open >= MAX_DEPTH {
                    return None;
                }
            }
            b'}' | b']' => {
                open -= 1;
                if open == 0 {
                    return Some(at);
                }
            }
            b'\\' => return None,
            _ => {}
        }
    }
}
