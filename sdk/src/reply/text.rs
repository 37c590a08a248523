//! Strings of a reply.

use super::{put, room};
use aro_json_scan::first_escaped;

use crate::boundary::append_plain;

/// Writes `text` as a JSON string.
pub(crate) fn write(out: &mut Vec<u8>, text: &str) {
    if !append_plain(out, *b"\"", text.as_bytes(), *b"\"") {
        escaped(out, text.as_bytes());
    }
}

/// Writes a member's key with its colon, and with a comma before it unless it is the first.
///
/// The key of a struct's field is known to the compiler, which leaves next to nothing of this.
/// Without optimisation there is nothing to win, and it would be compiled in every crate.
#[cfg_attr(not(debug_assertions), inline)]
pub(super) fn write_key(out: &mut Vec<u8>, first: bool, key: &str) {
    let bytes = key.as_bytes();
    let done = match first {
        true => append_plain(out, *b"\"", bytes, *b"\":"),
        false => append_plain(out, *b",\"", bytes, *b"\":"),
    };
    if !done {
        odd_key(out, first, bytes);
    }
}

/// Writes the beginning of an object, up to its first member's value.
#[inline(never)]
pub(super) fn open_with(out: &mut Vec<u8>, key: &str) {
    if !append_plain(out, *b"{\"", key.as_bytes(), *b"\":") {
        put(out, b"{");
        odd_key(out, true, key.as_bytes());
    }
}

#[cold]
fn odd_key(out: &mut Vec<u8>, first: bool, key: &[u8]) {
    if !first {
        put(out, b",");
    }
    escaped(out, key);
    put(out, b":");
}

/// A string with something in it that needs an escape, or one for which there is no room.
#[cold]
fn escaped(out: &mut Vec<u8>, text: &[u8]) {
    room::reserve(out, text.len() + 8);
    out.push(b'"');
    let mut rest = text;
    while let Some(at) = first_escaped(rest) {
        // Every escape is longer than what it stands for.
        room::reserve(out, rest.len() + 8);
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
                put(out, &[b'\\', b'u', b'0', b'0', digit(control >> 4)]);
                out.push(digit(control & 15));
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
        fn strings_are_written_as_serde_json_writes_them(text in "[a-zA-Z0-9\"\\\\/\\x00-\\x21\\x7f-\u{ff}\u{1F600} ]{0,40}") {
            let mut out = Vec::new();
            super::write(&mut out, &text);
            prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }
}
