//! Compares the look-up in one block with the look-up byte by byte.

use proptest::prelude::*;

use super::*;
use crate::block::PADDED_LEN;

/// Parts of small objects, valid and invalid.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "\"a\":\"b\"",
        "\"base\":\"r\"",
        "\"specifiers\":[]",
        "\"a\":{}",
        "\"\":[\"x\"]",
        "\"seven77\":\"\"",
        "\"a\":1",
        "\"a\": \"b\"",
        "\\",
        "é",
        "{\"base\":\"x\"}",
        "xxxxxxxxxxxxx",
        "\":\"",
        "\",\"",
        "\x01",
    ])
}

fn text() -> impl Strategy<Value = String> {
    let random_pieces = prop::collection::vec(piece(), 0..16).prop_map(|pieces| pieces.concat());
    let object = prop::collection::vec(piece(), 0..6).prop_map(|members| format!("{{{}}}", members.join(",")));
    prop_oneof![1 => random_pieces, 2 => object]
}

fn cases() -> u32 {
    std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(5000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// If the result in one block is known, the bytewise look-up gives the same.
    #[test]
    fn a_look_up_in_one_block_gives_what_the_bytewise_one_gives(text in text(), fill in prop::sample::select(&b" }x\"{"[..])) {
        let mut padded = [fill; PADDED_LEN];
        for (byte, text) in padded.iter_mut().zip(text.bytes()) {
            *byte = text;
        }
        for name in ["a", "base", "", "seven77", "b", "speci"] {
            let key = Key::new(name);
            let expected = find_by_bytes(&padded, 0, &key);
            for backend in Backend::ALL.into_iter().filter(|backend| backend.is_available()) {
                let found = backend::find_in(backend, &padded, &key);
                if found.end <= BLOCK_LEN {
                    let range = (found.end > 0).then_some(found.start..found.end);
                    prop_assert_eq!(range, expected.clone(), "{:?}: {} in {}", backend, name, padded.escape_ascii());
                }
            }
        }
    }
}

#[test]
fn the_base_of_a_descriptor_is_found_in_one_block() {
    for text in [r#"{"base":"r","specifiers":[]}"#, r#"{"specifiers":["a","b"],"base":"r"}"#] {
        let mut padded = [b','; PADDED_LEN];
        padded[..text.len()].copy_from_slice(text.as_bytes());
        for backend in Backend::ALL.into_iter().filter(|backend| backend.is_available()) {
            let found = backend::find_in(backend, &padded, &Key::new("base"));
            assert_eq!(text.get(found.start..found.end), Some("\"r\""), "{backend:?}");
        }
    }
}
