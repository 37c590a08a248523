//! Searches in strings, 16 bytes at a time: for bytes that JSON escapes, and for ASCII.
//!
//! A control character, a quote and a backslash must be escaped in a JSON string. A *plain* string
//! has none of them.

#![allow(unsafe_code, reason = "ASCII is converted to a string without another check")]

use crate::backend::Vector16;
use crate::block::BLOCK_LEN;

/// The position of the first byte that is escaped in a JSON string: a control character, a quote or
/// a backslash.
///
/// ```
/// assert_eq!(aro_json_scan::first_escaped(b"say \"hello\""), Some(4));
/// assert_eq!(aro_json_scan::first_escaped(b"say hello"), None);
/// ```
#[must_use]
#[inline]
pub fn first_escaped(bytes: &[u8]) -> Option<usize> {
    let mut chunks = bytes.chunks_exact(CHUNK);
    let mut at = 0;
    for chunk in &mut chunks {
        if let Some(found) = chunk.first_chunk().and_then(first_in) {
            return Some(at + found);
        }
        at += CHUNK;
    }
    // The last chunk overlaps the previous one, so that no bytes are left.
    match bytes.last_chunk() {
        Some(last) if at < bytes.len() => first_in(last).map(|found| bytes.len() - CHUNK + found),
        _ => bytes[at..].iter().position(is_escaped).map(|found| at + found),
    }
}

/// Whether no byte is escaped in a JSON string.
///
/// ```
/// assert!(aro_json_scan::is_plain(b"hello"));
/// assert!(!aro_json_scan::is_plain(b"two\nlines"));
/// ```
#[must_use]
#[inline(always)]
pub fn is_plain(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<CHUNK>() {
        if bytes.len() > BLOCK_LEN {
            return is_long_plain(bytes);
        }
        // The last chunk overlaps the previous one, so that no bytes are left.
        return !is_any_escaped(last)
            && !bytes.chunks_exact(CHUNK).any(|chunk| chunk.first_chunk().is_some_and(is_any_escaped));
    }
    // Up to 16 bytes are two words, which overlap if there are fewer bytes than in both.
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return !is_any_escaped_of_two(first, last);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return !is_any_escaped_of_two(first, last);
    }
    !bytes.iter().any(is_escaped)
}

/// The number of bytes that are compared at once.
pub const CHUNK: usize = 16;

/// Whether this byte is escaped in a JSON string.
#[must_use]
#[inline(always)]
pub fn is_escaped(byte: &u8) -> bool {
    *byte < b' ' || matches!(byte, b'"' | b'\\')
}

/// Whether one of these bytes is escaped in a JSON string.
#[must_use]
#[inline(always)]
pub fn is_any_escaped(chunk: &[u8; CHUNK]) -> bool {
    is_any(chunk)
}

/// Whether a byte of two parts of at most eight bytes is escaped in a JSON string.
#[must_use]
#[inline(always)]
pub fn is_any_escaped_of_two<const N: usize>(first: &[u8; N], last: &[u8; N]) -> bool {
    const { assert!(2 * N <= CHUNK) };
    let mut chunk = [b' '; CHUNK];
    chunk[..N].copy_from_slice(first);
    chunk[N..2 * N].copy_from_slice(last);
    is_any(&chunk)
}

#[inline(always)]
fn is_any(chunk: &[u8; CHUNK]) -> bool {
    Vector16::load(chunk).escaped().any()
}

/// The position of the first quote or backslash.
#[inline(always)]
pub(crate) fn first_quote_or_backslash(chunk: &[u8; CHUNK]) -> Option<usize> {
    let vector = Vector16::load(chunk);
    vector.equal(b'"').or(vector.equal(b'\\')).first()
}

#[inline(always)]
fn first_in(chunk: &[u8; CHUNK]) -> Option<usize> {
    Vector16::load(chunk).escaped().first()
}

/// Whether `byte` occurs. Up to 256 bytes are compared without a branch for each chunk.
#[must_use]
#[inline]
pub fn contains(bytes: &[u8], byte: u8) -> bool {
    match bytes.last_chunk() {
        Some(last) if bytes.len() <= 16 * CHUNK => {
            // The last chunk overlaps the previous one, so that no bytes are left.
            let mut found = Vector16::load(last).equal(byte);
            for chunk in bytes.chunks_exact(CHUNK).filter_map(<[u8]>::first_chunk) {
                found = found.or(Vector16::load(chunk).equal(byte));
            }
            found.any()
        }
        _ => memchr::memchr(byte, bytes).is_some(),
    }
}

/// These bytes as a string, if they are UTF-8.
///
/// # Errors
///
/// [`Invalid`](crate::Invalid) if they are not. [`std::str::from_utf8`] reports the position.
///
/// ```
/// assert_eq!(aro_json_scan::to_str("größer".as_bytes()), Ok("größer"));
/// assert!(aro_json_scan::to_str(b"gr\xf6\xdfer").is_err());
/// ```
#[inline]
pub fn to_str(bytes: &[u8]) -> Result<&str, crate::Invalid> {
    if is_ascii(bytes) {
        // SAFETY: `is_ascii` has checked every byte (its last chunk overlaps the previous one), and
        // ASCII is UTF-8.
        return Ok(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    validate_utf8(bytes).ok_or(crate::Invalid)
}

/// Whether all bytes are ASCII.
#[inline(always)]
fn is_ascii(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk::<CHUNK>() else { return is_short_ascii(bytes) };
    if bytes.len() > BLOCK_LEN {
        return is_long_ascii(bytes);
    }
    // The last chunk overlaps the previous one, so that no bytes are left.
    let mut all = Vector16::load(last);
    for chunk in bytes.chunks_exact(CHUNK).filter_map(<[u8]>::first_chunk) {
        all = all.or(Vector16::load(chunk));
    }
    !all.has_high()
}

/// As [`is_ascii`], for less than a chunk: two words, which overlap if there are fewer bytes than
/// in both.
#[inline(always)]
fn is_short_ascii(bytes: &[u8]) -> bool {
    const HIGH: u64 = (u64::MAX / 255) << 7;
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last)) & HIGH == 0;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u32::from_ne_bytes(*first) | u32::from_ne_bytes(*last)) & HIGH as u32 == 0;
    }
    bytes.iter().all(u8::is_ascii)
}

/// As [`is_ascii`], for more than a block.
#[inline(never)]
fn is_long_ascii(bytes: &[u8]) -> bool {
    all_blocks(bytes, |vectors| !any_of(vectors).has_high())
}

/// As [`is_plain`], for more than a block.
#[inline(never)]
fn is_long_plain(bytes: &[u8]) -> bool {
    all_blocks(bytes, |vectors| !any_of(vectors.map(Vector16::escaped)).any())
}

#[inline(always)]
fn any_of([a, b, c, d]: [Vector16; 4]) -> Vector16 {
    a.or(b).or(c.or(d))
}

/// Whether `holds` for each block of `bytes`, which is longer than one block.
#[inline(always)]
fn all_blocks(bytes: &[u8], holds: impl Fn([Vector16; 4]) -> bool) -> bool {
    let holds = |block: &[u8; BLOCK_LEN]| {
        let vector = |at: usize| block[at..].first_chunk().map_or_else(|| Vector16::load(&[0; CHUNK]), Vector16::load);
        holds([vector(0), vector(CHUNK), vector(2 * CHUNK), vector(3 * CHUNK)])
    };
    // The last block overlaps the previous one, so that no bytes are left.
    let Some(last) = bytes.last_chunk() else { return false };
    let mut rest = bytes;
    while let Some((block, after)) = rest.split_first_chunk() {
        if !holds(block) {
            return false;
        }
        rest = after;
    }
    holds(last)
}

/// `bytes` as a string, if they are UTF-8. Miri cannot run `simdutf8`, which queries the processor,
/// so `std` validates there.
pub(crate) fn validate_utf8(bytes: &[u8]) -> Option<&str> {
    if cfg!(miri) { std::str::from_utf8(bytes).ok() } else { simdutf8::basic::from_utf8(bytes).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_byte_is_found_wherever_it_is() {
        for length in (0..70).chain([127, 128, 129, 200]) {
            let mut bytes = vec![0xc3; length];
            assert_eq!(first_escaped(&bytes), None);
            assert!(is_plain(&bytes));
            for at in 0..length {
                for escaped in [0, 0x1f, b'"', b'\\'] {
                    bytes[at] = escaped;
                    assert_eq!(first_escaped(&bytes), Some(at));
                    assert!(!is_plain(&bytes), "{escaped} at {at} of {length}");
                }
                for plain in [b' ', 0x7f, 0x80, 0xff, b'!', b'#', b'[', b']'] {
                    bytes[at] = plain;
                    assert_eq!(first_escaped(&bytes), None);
                    assert!(is_plain(&bytes));
                }
                bytes[at] = 0xc3;
            }
        }
    }

    #[test]
    fn a_byte_that_is_not_ascii_is_found_wherever_it_is() {
        for length in (0..150).chain([255, 256, 257, 511, 512, 513]) {
            let mut bytes = vec![b'a'; length];
            assert!(is_ascii(&bytes));
            for at in 0..length {
                for (byte, expected) in [(0, true), (0x7f, true), (0x80, false), (0xff, false)] {
                    bytes[at] = byte;
                    assert_eq!(is_ascii(&bytes), expected, "{byte} at {at} of {length}");
                }
                bytes[at] = b'a';
            }
        }
    }
}
