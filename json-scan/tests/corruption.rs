//! Truncated envelopes, and envelopes with one wrong byte.

mod support;

use aro_json_scan::{Invalid, Key, ObjectIndex, index};
use support::{assert_agree, envelopes};

/// What replaces a byte: the characters of the grammar, and bytes that no JSON text may contain.
const BYTES: [u8; 16] =
    [0x00, 0x1f, b' ', b'"', b'\\', b'{', b'}', b'[', b']', b',', b':', b'0', 0x7f, 0x80, 0xc3, 0xff];

#[test]
fn an_envelope_cut_off_anywhere_is_refused() {
    for envelope in envelopes::ALL {
        for end in 0..=envelope.len() {
            assert_agree(&envelope[..end], "_with", 3);
        }
    }
    let long = envelopes::long();
    for end in 0..=long.len() {
        assert_agree(&long.as_bytes()[..end], "_with", 3);
    }
}

fn each_byte_replaced(text: &str) {
    let mut bytes = text.as_bytes().to_vec();
    for at in 0..bytes.len() {
        let original = bytes[at];
        for byte in BYTES {
            bytes[at] = byte;
            assert_agree(&bytes, "_with", 3);
        }
        bytes[at] = original;
    }
}

#[test]
fn an_eager_envelope_with_a_wrong_byte_is_accepted_or_refused_alike() {
    each_byte_replaced(envelopes::EAGER);
}

#[test]
fn an_envelope_of_specifiers_with_a_wrong_byte_is_accepted_or_refused_alike() {
    each_byte_replaced(envelopes::SPECIFIERS);
}

#[test]
fn an_envelope_of_arguments_with_a_wrong_byte_is_accepted_or_refused_alike() {
    each_byte_replaced(envelopes::ARGUMENTS);
}

#[test]
fn a_lazy_envelope_with_a_wrong_byte_is_accepted_or_refused_alike() {
    each_byte_replaced(envelopes::LAZY);
}

#[test]
fn a_legacy_envelope_with_a_wrong_byte_is_accepted_or_refused_alike() {
    each_byte_replaced(envelopes::LEGACY);
}

/// At every third position, which is enough to replace each kind of byte by each other kind.
#[test]
fn a_long_envelope_with_a_wrong_byte_is_accepted_or_refused_alike() {
    let mut bytes = envelopes::long().into_bytes();
    for at in 0..bytes.len() {
        let original = bytes[at];
        for byte in BYTES.into_iter().skip(at % 3).step_by(3) {
            bytes[at] = byte;
            assert_agree(&bytes, "_with", 3);
        }
        bytes[at] = original;
    }
}

#[test]
fn an_envelope_without_one_of_its_bytes_is_accepted_or_refused_alike() {
    for envelope in envelopes::ALL {
        for at in 0..envelope.len() {
            assert_agree([&envelope[..at], &envelope[at + 1..]].concat(), "_with", 3);
        }
    }
}

#[test]
fn an_envelope_with_one_byte_more_is_accepted_or_refused_alike() {
    for envelope in envelopes::ALL {
        for at in 0..=envelope.len() {
            for byte in [b' ', b'"', b'\\', b'}', b',', 0x80] {
                let (before, after) = envelope.as_bytes().split_at(at);
                assert_agree([before, &[byte], after].concat(), "_with", 3);
            }
        }
    }
}

#[test]
fn the_error_says_what_was_expected() {
    let error = index(b"[1]", &Key::new("_with"), &mut [ObjectIndex::new()]).unwrap_err();
    assert_eq!(error, Invalid);
    assert_eq!(error.to_string(), "the bytes are not a JSON object in UTF-8");
}
