//! The check of a text in which values stand several times, against `std`.

use proptest::prelude::*;

use super::skip::Seen;
use super::{INPUT, valid, valid_scanned};
use crate::json::Envelope;

/// A JSON value by its bytes, which need not be a text.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let inner = prop_oneof![
        2 => "[a-zé日\u{1F600}]{0,60}".prop_map(String::into_bytes),
        1 => prop::collection::vec(prop_oneof![Just(0xc3), Just(0xa9), Just(b'a'), 0x80..=0xff_u8], 0..12),
    ];
    (inner, 0..3_usize).prop_map(|(inner, kind)| {
        let (before, behind) = [("\"", "\""), ("[\"", "\",1]"), ("{\"a\":[\"", "\"]}")][kind];
        [before.as_bytes(), &inner, behind.as_bytes()].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::json::cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Faults in a value and all its copies alike, in one of them, and where one begins or ends.
    #[test]
    fn a_text_with_copies_is_judged_as_one_without(
        values in prop::collection::vec(value(), 1..4),
        order in prop::collection::vec((any::<prop::sample::Index>(), "[a-zé]{0,3}"), 1..16),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0x7f..=0xff_u8, any::<bool>()), 0..3),
    ) {
        let mut bytes = Vec::new();
        for (value, key) in &order {
            bytes.push(if bytes.is_empty() { b'{' } else { b',' });
            bytes.extend_from_slice(format!("\"{key}\":").as_bytes());
            bytes.extend_from_slice(&values[value.index(values.len())]);
        }
        bytes.push(b'}');
        for (at, byte, insert) in changes {
            let at = at.index(bytes.len());
            if insert { bytes.insert(at, byte) } else { bytes[at] = byte }
        }
        let mut seen = Seen::new(&bytes);
        if Envelope::of("").scan_bytes(&mut seen).is_ok() {
            let found = valid_scanned(&seen).map_err(|error| error.message().to_owned());
            let plain = valid(&bytes, INPUT).map_err(|error| error.message().to_owned());
            prop_assert_eq!(&found, &plain, "{:x?}", &bytes);
            prop_assert_eq!(found.is_ok(), std::str::from_utf8(&bytes).is_ok(), "{:x?}", &bytes);
        }
    }
}

#[test]
fn what_is_wrong_in_a_value_and_in_its_copy_is_found() {
    for (value, is_text) in [(&b"\"f\xc3\xbcr\""[..], true), (b"\"f\xc3r\"", false), (b"[\"\xed\xa0\x80\"]", false)] {
        let bytes = [b"{\"a\":", value, b",\"b\":", value, b",\"c\":", value, b"}"].concat();
        let mut seen = Seen::new(&bytes);
        assert!(Envelope::of("").scan_bytes(&mut seen).is_ok());
        assert_eq!(valid_scanned(&seen).is_ok(), is_text);
        assert_eq!(std::str::from_utf8(&bytes).is_ok(), is_text);
    }
}
