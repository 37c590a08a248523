//! Look-ups in objects that are too small to be indexed.

use std::ops::Range;

use crate::block::{BLOCK, Block, InstructionSet, WINDOW, Window, after, block_of, lowest, without_lowest};
use crate::index::LAST_KEY_END;
use crate::key::Key;
use crate::{Backend, backend, bytewise, literal, plain, strings};

/// The value of the last member with this key, in the object that starts at `start`.
///
/// It looks at all of the object, member by member, and keeps nothing: for objects of a few
/// members, and keys that are looked up once. `None` if there is no such member, or no object.
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
        let window = match rest.first_chunk() {
            Some(window) => window,
            None => {
                copy = [b' '; WINDOW];
                copy[..rest.len()].copy_from_slice(rest);
                &copy
            }
        };
        let found = backend::find_in(Backend::best(), window, key);
        if found.end <= BLOCK {
            return (found.end > 0).then(|| start + found.start..start + found.end);
        }
    }
    find_by_bytes(text, start, key)
}

/// What [`find`] finds in one window.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    start: usize,
    /// Where the value ends. Zero if there is no such key; more than 64 if the window does not
    /// tell.
    end: usize,
}

/// The value under `key`, which is a short one, in the object at the start of a window.
///
/// The window tells nothing where the object does not end in its block, and where there is a
/// literal or something special in it. One blank after each colon and comma is usual.
#[inline(always)]
pub(crate) fn find_in_generic<I: InstructionSet>(isa: I, window: &Window, key: &Key<'_>) -> Found {
    const UNKNOWN: Found = Found { start: 0, end: BLOCK + 1 };
    if window[0] != b'{' || window[1] != b'"' {
        return UNKNOWN;
    }
    let block = isa.load(block_of(window));
    let stops = block.stops();
    let mut found = Found { start: 0, end: 0 };
    let mut quote = 1;
    loop {
        let after_quote = stops & after(quote);
        let close = lowest(after_quote);
        if close >= LAST_KEY_END || window[close..].first_chunk() != Some(b"\":") {
            return UNKNOWN;
        }
        let value = close + 2 + usize::from(window[close + 2] == b' ');
        let after_key = without_lowest(after_quote);
        let end = match window[value] {
            b'"' => {
                let close = lowest(without_lowest(after_key));
                if window[close] != b'"' {
                    return UNKNOWN;
                }
                close + 1
            }
            b'[' if window[value + 1] == b']' => value + 2,
            b'{' | b'[' => match bytewise::container_end(window, value, 0) {
                Some(end) => end,
                None => return UNKNOWN,
            },
            _ => return UNKNOWN,
        };
        if end >= BLOCK {
            return UNKNOWN;
        }
        let prefix = window[quote + 1..].first_chunk();
        if prefix.is_some_and(|prefix| key.matches(u64::from_le_bytes(*prefix))) {
            found = Found { start: value, end };
        }
        if window[end] == b'}' {
            return found;
        }
        quote = if window[end..].first_chunk() == Some(b",\"") {
            end + 1
        } else if window[end..].first_chunk() == Some(b", \"") {
            end + 2
        } else {
            return UNKNOWN;
        };
        if quote >= BLOCK {
            return UNKNOWN;
        }
    }
}

/// The same for any object, member by member.
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
