//! Writes JSON strings and keys: for replies, errors, events and the metadata.

use aro_json_scan::first_escaped;

use super::append::append_plain;
use super::{put, reserve};

/// Writes `string` as a JSON string.
pub(crate) fn write_string(out: &mut Vec<u8>, string: &str) {
    if !append_plain(out, *b"\"", string.as_bytes(), *b"\"") {
        write_escaped(out, string.as_bytes());
    }
}

/// Writes a member's key with its colon, after a comma unless it is the object's first member.
///
/// In release builds the keys of a struct are constants here, and most of this is computed at
/// compile time.
#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn write_key(out: &mut Vec<u8>, first: bool, key: &str) {
    let bytes = key.as_bytes();
    let done = match first {
        true => append_plain(out, *b"\"", bytes, *b"\":"),
        false => append_plain(out, *b",\"", bytes, *b"\":"),
    };
    if !done {
        write_escaped_key(out, first, bytes);
    }
}

/// Writes the beginning of an object: `{"key":`.
#[inline(never)]
pub(crate) fn open_object(out: &mut Vec<u8>, key: &str) {
    if !append_plain(out, *b"{\"", key.as_bytes(), *b"\":") {
        put(out, b"{");
        write_escaped_key(out, true, key.as_bytes());
    }
}

#[cold]
fn write_escaped_key(out: &mut Vec<u8>, first: bool, key: &[u8]) {
    if !first {
        put(out, b",");
    }
    write_escaped(out, key);
    put(out, b":");
}

/// Writes a string that has bytes to escape, or for which the buffer must grow.
#[cold]
fn write_escaped(out: &mut Vec<u8>, string: &[u8]) {
    reserve(out, string.len() + 8);
    out.push(b'"');
    let mut rest = string;
    while let Some(at) = first_escaped(rest) {
        // An escape is longer than the byte that it replaces.
        reserve(out, rest.len() + 8);
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        let letter = match special[0] {
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            quoted @ (b'"' | b'\\') => quoted,
            control => {
                let digit = |nibble: u8| b"0123456789abcdef"[usize::from(nibble)];
                put(out, &[b'\\', b'u', b'0', b'0', digit(control >> 4), digit(control & 15)]);
                rest = &special[1..];
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', letter]);
        rest = &special[1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn strings_are_written_as_serde_json_writes_them(string in "[a-zA-Z0-9\"\\\\/\\x00-\\x21\\x7f-\u{ff}\u{1F600} ]{0,40}") {
            let mut out = Vec::new();
            super::write_string(&mut out, &string);
            prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&string).unwrap());
        }
    }
}
