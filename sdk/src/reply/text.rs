//! Strings of a reply.

use super::{put, room};
use crate::boundary::{append_plain, skip};

/// Writes `text` as a JSON string.
pub(crate) fn write(out: &mut Vec<u8>, text: &str) {
    if !append_plain(out, *b"\"", text.as_bytes(), *b"\"") {
        escaped(out, text.as_bytes());
    }
}

/// Writes a member's key with its colon, and with a comma before it unless it is the first.
///
/// The key of a struct's field is known to the compiler, which leaves next to nothing of this. Without optimisation there is nothing to win, and it
/// would be compiled in every crate.
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
    put(out, b"\"");
    let mut rest = text;
    while let Some(at) = skip::first_special(rest) {
        // Every escape is longer than what it stands for.
        room::reserve(out, rest.len() + 8);
        let (plain, special) = rest.split_at(at);
        put(out, plain);
        let mut control = *b"\\u00..";
        put(out, escape(special[0], &mut control));
        rest = &special[1..];
    }
    put(out, rest);
    put(out, b"\"");
}

/// What stands for a character; `control` has room for one that has no shorter form.
fn escape(character: u8, control: &mut [u8; 6]) -> &[u8] {
    match character {
        b'"' => b"\\\"",
        b'\\' => b"\\\\",
        b'\n' => b"\\n",
        b'\r' => b"\\r",
        b'\t' => b"\\t",
        0x08 => b"\\b",
        0x0c => b"\\f",
        other => {
            let digit = |nibble: u8| b"0123456789abcdef"[usize::from(nibble)];
            [control[4], control[5]] = [digit(other >> 4), digit(other & 15)];
            control
        }
    }
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
