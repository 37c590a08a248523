//! Compares the functions for strings with a bytewise search.

mod support;

use aro_json_scan::{
    CHUNK, contains, first_escaped, is_any_escaped, is_any_escaped_of_two, is_escaped, is_plain, string_end, string_of,
    unescaped,
};
use proptest::prelude::*;
use support::{LENGTHS, config, reference};

fn must_be_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Checks all functions that search for bytes.
fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let shown = bytes.escape_ascii();
    let first = bytes.iter().position(|byte| must_be_escaped(*byte));
    prop_assert_eq!(first_escaped(bytes), first, "{}", shown);
    prop_assert_eq!(is_plain(bytes), first.is_none(), "{}", shown);
    for byte in [b'"', b'\\', b'a', 0, 0x80, 0xff] {
        prop_assert_eq!(contains(bytes, byte), bytes.contains(&byte), "{} in {}", byte, shown);
    }
    for at in 0..=bytes.len() + 2 {
        prop_assert_eq!(string_end(bytes, at), reference::string_end(bytes, at), "{} in {}", at, shown);
    }
    Ok(())
}

/// Runs of one kind, so that quotes and escapes cross the ends of chunks.
fn random_pieces() -> impl Strategy<Value = Vec<u8>> {
    let count = prop_oneof![0..4usize, 6..10usize, 13..18usize, 29..35usize, 60..68usize];
    let piece = prop_oneof![
        3 => prop::sample::select(vec!["\"", "\\", "\\\\", "\\\""]).prop_map(|piece| piece.as_bytes().to_vec()),
        6 => (prop::sample::select(&b"aaaaaa {\\\"\x01\x1f\x7f\x80\xc3\xff"[..]), count).prop_map(|(byte, count)| vec![byte; count]),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn quotes_and_escapes_are_found_where_a_bytewise_search_finds_them(bytes in random_pieces()) {
        check(&bytes)?;
    }

    #[test]
    fn a_string_is_what_serde_json_reads(parts in prop::collection::vec(prop_oneof![
        4 => "[a-z \"é\u{1F600}\x01]{0,20}",
        4 => "\\\\[\"\\\\/bfnrtux0]",
        2 => "\\\\u[0-9a-fA-F+]{4}",
        2 => "\\\\ud[89ab][0-9a-f]{2}\\\\ud[c-f][0-9a-f]{2}",
        1 => "\\\\u[0-9a-f]{0,3}",
    ], 0..6)) {
        let json = format!("\"{}\"", parts.concat());
        prop_assert_eq!(string_of(&json), serde_json::from_str::<String>(&json).ok(), "{}", json);
    }
}

#[test]
fn every_byte_is_found_or_not_at_every_position_of_every_length() {
    for length in (0..70).chain(LENGTHS) {
        for fill in [b'a', 0xc3] {
            let mut bytes = vec![fill; length];
            check(&bytes).unwrap_or_else(|error| panic!("{error}"));
            for at in 0..length {
                for byte in [0, 0x1f, b' ', b'!', b'"', b'#', b'[', b'\\', b']', 0x7f, 0x80, 0x9f, 0xa2, 0xdc, 0xff] {
                    bytes[at] = byte;
                    assert_eq!(
                        first_escaped(&bytes),
                        must_be_escaped(byte).then_some(at),
                        "{byte} at {at} of {length}"
                    );
                    assert_eq!(is_plain(&bytes), !must_be_escaped(byte), "{byte} at {at} of {length}");
                    assert!(contains(&bytes, byte), "{byte} at {at} of {length}");
                    assert_eq!(
                        contains(&bytes, byte ^ 1),
                        fill == byte ^ 1 && length > 1,
                        "{byte} at {at} of {length}"
                    );
                }
                bytes[at] = fill;
            }
        }
    }
}

#[test]
fn every_byte_is_found_or_not_in_a_chunk() {
    for byte in 0..=255 {
        let expected = must_be_escaped(byte);
        assert_eq!(is_escaped(&byte), expected, "{byte}");
        for at in 0..CHUNK {
            let mut chunk = [b'a'; CHUNK];
            chunk[at] = byte;
            assert_eq!(is_any_escaped(&chunk), expected, "{byte} at {at}");
            let (first, last) = chunk.split_at(8);
            let halves = (first.try_into().unwrap(), last.try_into().unwrap());
            assert_eq!(is_any_escaped_of_two::<8>(halves.0, halves.1), expected, "{byte} at {at}");
        }
        for at in 0..8 {
            let mut chunk = [0xe9; 8];
            chunk[at] = byte;
            let (first, last) = chunk.split_at(4);
            let halves = (first.try_into().unwrap(), last.try_into().unwrap());
            assert_eq!(is_any_escaped_of_two::<4>(halves.0, halves.1), expected, "{byte} at {at}");
        }
    }
}

#[test]
fn a_byte_is_found_at_every_position_of_a_long_text() {
    for length in [255, 256, 257, 300, 1000] {
        let mut bytes = vec![b'a'; length];
        assert!(!contains(&bytes, b'b'));
        for at in 0..length {
            bytes[at] = b'b';
            assert!(contains(&bytes, b'b'), "{at} of {length}");
            bytes[at] = b'a';
        }
    }
}

#[test]
fn a_string_may_end_at_every_position() {
    for length in 0..140 {
        for special in ["", "\\\"", "\\\\", "\\\\\\\"", "\\n", "\x01", "é"] {
            for after in ["\"]", "\"", "\\\"]", "\\", "\"\"", ""] {
                let text = format!("\"{}{special}{after}", "a".repeat(length));
                check(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
            }
        }
    }
}

#[test]
fn a_control_character_is_no_part_of_a_string() {
    for byte in 0..=0x20 {
        let json = format!("\"a{}b\"", char::from(byte));
        assert_eq!(string_of(&json), serde_json::from_str(&json).ok(), "{byte}");
    }
    for json in ["", "\"", "a", "\"\"", "\"a", "a\"", "\"a\"\"", " \"a\"", "\"\\\"", "\"\\\\\"", "1", "null"] {
        let expected = serde_json::from_str::<String>(json).ok().filter(|_| json.starts_with('"'));
        assert_eq!(string_of(json), expected, "{json}");
    }
}

#[test]
fn every_unit_of_an_escape_is_read_as_serde_json_reads_it() {
    for unit in (0..=0xffff_u32).step_by(7).chain(0xd7f0..0xe010) {
        for escape in [format!("\\u{unit:04x}"), format!("\\u{unit:04X}x"), format!("\\ud83d\\u{unit:04x}")] {
            let expected = serde_json::from_str::<String>(&format!("\"{escape}\"")).ok();
            assert_eq!(unescaped(&escape), expected, "{escape}");
        }
    }
    for escape in [
        "\\u",
        "\\u0",
        "\\u00",
        "\\u000",
        "\\u+123",
        "\\u 123",
        "\\u00é",
        "\\ud83d",
        "\\ud83d\\",
        "\\ud83d\\u",
        "\\",
        "\\é",
    ] {
        let expected = serde_json::from_str::<String>(&format!("\"{escape}\"")).ok();
        assert_eq!(unescaped(escape), expected, "{escape}");
    }
}
