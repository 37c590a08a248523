//! Looks up one key of a small object, without an index.
//!
//! If the object fits into one block, its members are read from the block's stops, as `index.rs`
//! reads them; otherwise it is read byte by byte.

use std::ops::Range;

use crate::block::{
    BLOCK_LEN, Block, InstructionSet, PADDED_LEN, PaddedBlock, bits_after, block_of, clear_lowest_bit, lowest_bit,
};
use crate::index::LAST_KEY_END;
use crate::key::Key;
use crate::{Backend, backend, bytewise, literal, plain, strings};

/// Finds the value of the last member with this key, in the object that starts at `start`.
///
/// Each call scans the whole object and stores nothing. Use it for objects of a few members, and
/// for keys that are looked up once. `None` if there is no such member, no object at `start`, or
/// an error in the object.
///
/// ```
/// use aro_json_scan::{Key, find};
///
/// let text = br#"{"source": {"base": "email", "specifiers": []}}"#;
/// let base = find(text, 11, &Key::new("base")).unwrap();
/// assert_eq!(&text[base], br#""email""#);
/// ```
#[must_use]
#[inline]
pub fn find(text: &[u8], start: usize, key: &Key<'_>) -> Option<Range<usize>> {
    if key.is_short() {
        let rest = text.get(start..)?;
        let mut copy;
        let padded = match rest.first_chunk() {
            Some(padded) => padded,
            None => {
                copy = [b' '; PADDED_LEN];
                copy[..rest.len()].copy_from_slice(rest);
                &copy
            }
        };
        let found = backend::find_in(Backend::best(), padded, key);
        if found.end <= BLOCK_LEN {
            return (found.end > 0).then(|| start + found.start..start + found.end);
        }
    }
    find_by_bytes(text, start, key)
}

/// The result of [`find`] in one block.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    start: usize,
    /// Where the value ends. 0 if there is no such key; more than 64 if the object must be read
    /// byte by byte.
    end: usize,
}

/// Finds the value under a short `key` in the object at the start of a block.
///
/// The result is unknown if the object does not end in the block, and if it contains a literal, an
/// escape or a character beyond ASCII, or whitespace other than one space after a colon or comma.
#[inline(always)]
pub(crate) fn find_in_generic<I: InstructionSet>(isa: I, padded: &PaddedBlock, key: &Key<'_>) -> Found {
    const UNKNOWN: Found = Found { start: 0, end: BLOCK_LEN + 1 };
    if padded[0] != b'{' || padded[1] != b'"' {
        return UNKNOWN;
    }
    let block = isa.load(block_of(padded));
    let stops = block.stops();
    let mut found = Found { start: 0, end: 0 };
    let mut quote = 1;
    loop {
        let after_quote = stops & bits_after(quote);
        let close = lowest_bit(after_quote);
        if close >= LAST_KEY_END || padded[close..].first_chunk() != Some(b"\":") {
            return UNKNOWN;
        }
        let value = close + 2 + usize::from(padded[close + 2] == b' ');
        let after_key = clear_lowest_bit(after_quote);
        let end = match padded[value] {
            b'"' => {
                let close = lowest_bit(clear_lowest_bit(after_key));
                if padded[close] != b'"' {
                    return UNKNOWN;
                }
                close + 1
            }
            b'[' if padded[value + 1] == b']' => value + 2,
            b'{' | b'[' => match bytewise::container_end(padded, value, 0) {
                Some(end) => end,
                None => return UNKNOWN,
            },
            _ => return UNKNOWN,
        };
        if end >= BLOCK_LEN {
            return UNKNOWN;
        }
        let prefix = padded[quote + 1..].first_chunk();
        if prefix.is_some_and(|prefix| key.matches(u64::from_le_bytes(*prefix))) {
            found = Found { start: value, end };
        }
        if padded[end] == b'}' {
            return found;
        }
        quote = if padded[end..].first_chunk() == Some(b",\"") {
            end + 1
        } else if padded[end..].first_chunk() == Some(b", \"") {
            end + 2
        } else {
            return UNKNOWN;
        };
        if quote >= BLOCK_LEN {
            return UNKNOWN;
        }
    }
}

/// As [`find`], for any object, byte by byte.
#[inline(never)]
fn find_by_bytes(text: &[u8], start: usize, key: &Key<'_>) -> Option<Range<usize>> {
    if text.get(start) != Some(&b'{') {
        return None;
    }
    let mut at = bytewise::skip_whitespace(text, start + 1);
    if text.get(at) == Some(&b'}') {
        return None;
    }
    let mut found = None;
    loop {
        if text.get(at) != Some(&b'"') {
            return None;
        }
        let key_end = strings::string_end(text, at + 1)?;
        let colon = bytewise::skip_whitespace(text, key_end);
        if text.get(colon) != Some(&b':') {
            return None;
        }
        let value = bytewise::skip_whitespace(text, colon + 1);
        let end = value_end(text, value)?;
        if is_key(text.get(at + 1..key_end - 1)?, key)? {
            found = Some(value..end);
        }
        let next = bytewise::skip_whitespace(text, end);
        match text.get(next)? {
            b',' => at = bytewise::skip_whitespace(text, next + 1),
            b'}' => return found,
            _ => return None,
        }
    }
}

#[inline(always)]
fn is_key(raw: &[u8], key: &Key<'_>) -> Option<bool> {
    if plain::is_plain(raw) {
        return Some(raw == key.name().as_bytes());
    }
    Some(strings::name_of(raw)? == key.name())
}

/// The end of any value.
#[inline(always)]
fn value_end(text: &[u8], start: usize) -> Option<usize> {
    match text.get(start)? {
        b'"' => strings::string_end(text, start + 1),
        b'{' | b'[' => bytewise::container_end(text, start, 0),
        _ => literal::end(text, start),
    }
}

#[cfg(test)]
mod tests;
