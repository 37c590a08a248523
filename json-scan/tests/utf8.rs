//! Invalid UTF-8 is refused at every position.

mod support;

use aro_json_scan::{Backend, Key, ObjectIndex, index_with, to_str};
use proptest::prelude::*;
use proptest::sample::Index;
use support::agree::backends;
use support::{agree, assert_agree, config};

/// Invalid UTF-8: incomplete, overlong, too large, a surrogate.
const INVALID: [&[u8]; 8] =
    [b"\x80", b"\xc3", b"\xc0\xaf", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff"];

/// The bytes of a JSON value, which may be invalid UTF-8.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let inner = prop_oneof![
        2 => "[a-zé日\u{1F600}]{0,60}".prop_map(String::into_bytes),
        2 => "[a-zé日]{100,200}".prop_map(String::into_bytes),
        1 => prop::collection::vec(prop_oneof![Just(0xc3), Just(0xa9), Just(b'a'), 0x80..=0xff_u8], 0..12),
    ];
    (inner, 0..3_usize).prop_map(|(inner, kind)| {
        let (before, after) = [("\"", "\""), ("[\"", "\",1]"), ("{\"a\":[\"", "\"]}")][kind];
        [before.as_bytes(), &inner, after.as_bytes()].concat()
    })
}

proptest! {
    #![proptest_config(config())]

    /// Errors in a value and all its copies, in one of them, and where one begins or ends.
    #[test]
    fn utf8_is_validated_in_repeated_values_as_in_others(
        values in prop::collection::vec(value(), 1..4),
        order in prop::collection::vec((any::<Index>(), "[a-zé]{0,12}", 0..5usize), 1..16),
        changes in prop::collection::vec((any::<Index>(), 0x7f..=0xff_u8, any::<bool>()), 0..3),
    ) {
        let mut bytes = Vec::new();
        for (value, key, spaces) in &order {
            bytes.push(if bytes.is_empty() { b'{' } else { b',' });
            bytes.extend_from_slice(format!("{}\"{key}\":", " ".repeat(*spaces)).as_bytes());
            bytes.extend_from_slice(&values[value.index(values.len())]);
        }
        bytes.push(b'}');
        for (at, byte, insert) in changes {
            let at = at.index(bytes.len());
            if insert { bytes.insert(at, byte) } else { bytes[at] = byte }
        }
        agree(&bytes, "_with", 2)?;
    }

    #[test]
    fn to_str_accepts_what_std_accepts(
        parts in prop::collection::vec(prop_oneof![
            4 => "[a-z]{0,80}".prop_map(String::into_bytes),
            2 => "[é日\u{1F600}]{0,20}".prop_map(String::into_bytes),
            1 => prop::sample::select(&INVALID[..]).prop_map(<[u8]>::to_vec),
        ], 0..8),
    ) {
        let bytes = parts.concat();
        // Compared as bytes, so that an invalid string is not used.
        let expected = std::str::from_utf8(&bytes).ok().map(str::as_bytes);
        prop_assert_eq!(to_str(&bytes).ok().map(str::as_bytes), expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn an_invalid_byte_is_found_at_every_position_of_any_length() {
    for length in (0..150).chain([255, 256, 257, 511, 512, 513]) {
        let mut bytes = vec![b'a'; length];
        assert_eq!(to_str(&bytes), Ok(std::str::from_utf8(&bytes).unwrap()));
        for at in 0..length {
            bytes[at] = 0x80;
            assert!(to_str(&bytes).is_err(), "at {at} of {length}");
            bytes[at] = b'a';
        }
    }
}

fn is_accepted(backend: Backend, text: &[u8]) -> bool {
    let mut objects = [ObjectIndex::new(), ObjectIndex::new()];
    index_with(backend, text, &Key::new("_with"), &mut objects).is_ok()
}

#[test]
fn invalid_bytes_are_refused_at_every_depth() {
    let long = "x".repeat(150);
    for depth in (0..127).step_by(7).chain([48, 54, 55, 56, 57, 64, 120, 125, 126]) {
        for (open, close, spaces) in [("[", "]", ""), ("[", "]", "  "), ("{\"é\":", "}", "")] {
            for inner in ["\"%\"", "\"%\",[]", &format!("\"{long}%\"")] {
                let leading = format!("{open}{spaces}").repeat(depth);
                let text = format!("{{\"a\":[{leading}{inner}{}]}}", close.repeat(depth));
                let (before, after) = text.split_once('%').unwrap();
                let bytes = [before.as_bytes(), b"\xc3", after.as_bytes()].concat();
                for backend in backends() {
                    assert!(!is_accepted(backend, &bytes), "{backend:?} takes {}", bytes.escape_ascii());
                }
                assert_agree(format!("{before}é{after}"), "_with", 1);
            }
        }
    }
}

/// The bytes replace `%`.
const CONTEXTS: [&str; 14] = [
    r#"{"a":"%"}"#,
    r#"{"%":"a"}"#,
    r#"{"a":"b","c":"%","d":"e"}"#,
    r#"{"a":["%"]}"#,
    r#"{"a":{"b":"%"},"c":1}"#,
    r#"{"a":{"%":"b"},"c":1}"#,
    r#"{"_with":{"%":"b"},"c":1}"#,
    r#"{"_with":{"a":"%"},"c":1}"#,
    r#"{"_with":{"a":[1,"%"]},"_with":{}}"#,
    r#"{"a\n%":1,"b":2}"#,
    r#"{"a":"\n%","b":2}"#,
    r#"{"a":1, "%": 2, "c": 3}"#,
    r#"{"a": "%" }"#,
    r#"{"a":"b"%}"#,
];

#[test]
fn invalid_bytes_are_refused_in_every_part_of_an_object() {
    for context in CONTEXTS {
        for leading in [0, 1, 30, 50, 55, 60, 61, 62, 63, 64, 65, 100, 200] {
            let text = context.replace('%', &format!("{}%", "x".repeat(leading)));
            let (before, after) = text.split_once('%').unwrap();
            for invalid in INVALID {
                for after in ["", "y", "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"] {
                    let bytes = [before.as_bytes(), invalid, after.as_bytes(), after.as_bytes()].concat();
                    for backend in backends() {
                        assert!(!is_accepted(backend, &bytes), "{backend:?} takes {}", bytes.escape_ascii());
                    }
                }
            }
            for valid in ["é", "日", "\u{1F600}"] {
                assert_agree(format!("{before}{valid}{after}"), "_with", 2);
            }
        }
    }
}

#[test]
fn an_invalid_byte_in_a_value_and_in_its_copy_is_found() {
    let filler = "x".repeat(150);
    for inner in [&b"f\xc3\xbcr"[..], b"f\xc3r", b"\xed\xa0\x80"] {
        for (before, after) in [("\"", "\""), ("[\"", "\"]"), ("{\"k\":\"", "\"}")] {
            let value = [before.as_bytes(), filler.as_bytes(), inner, after.as_bytes()].concat();
            let text = [b"{\"a\":", &value[..], b",\"b\":", &value[..], b",\"c\":", &value[..], b"}"].concat();
            let is_text = std::str::from_utf8(&text).is_ok();
            for backend in backends() {
                assert_eq!(is_accepted(backend, &text), is_text, "{backend:?}: {}", text.escape_ascii());
            }
            assert_agree(&text, "_with", 1);
        }
    }
}

#[test]
fn invalid_bytes_are_found_before_between_and_after_copies() {
    let value = format!("\"{}é\"", "x".repeat(150));
    for copies in 1..5 {
        let members: Vec<_> = (0..copies).map(|copy| format!("\"{copy}\":{value}")).collect();
        for position in 0..=copies {
            for short in ["\"bad\":\"%\"", "\"%\":1", "\"bad\":[\"%\"]"] {
                let mut members = members.clone();
                members.insert(position, short.to_owned());
                let text = format!("{{{}}}", members.join(","));
                let (before, after) = text.split_once('%').unwrap();
                let bytes = [before.as_bytes(), b"\xc3", after.as_bytes()].concat();
                for backend in backends() {
                    assert!(!is_accepted(backend, &bytes), "{backend:?} takes {}", bytes.escape_ascii());
                }
                assert_agree(text.replace('%', "é"), "_with", 1);
            }
        }
    }
}

#[test]
fn a_byte_order_mark_is_refused() {
    for mark in [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"] {
        let bytes = [mark, b"{\"a\":1}"].concat();
        for backend in backends() {
            assert!(!is_accepted(backend, &bytes), "{backend:?}");
        }
        assert_agree(&bytes, "_with", 1);
    }
}
