//! One window against all bytes.

use proptest::prelude::*;

use super::*;
use crate::block::WINDOW;

/// Small objects, and what is nearly one.
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
    let soup = prop::collection::vec(piece(), 0..16).prop_map(|pieces| pieces.concat());
    let object = prop::collection::vec(piece(), 0..6).prop_map(|members| format!("{{{}}}", members.join(",")));
    prop_oneof![1 => soup, 2 => object]
}

fn cases() -> u32 {
    std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(5000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Where a window tells anything, it is what the look at each byte tells.
    #[test]
    fn a_window_tells_of_an_object_what_all_of_its_bytes_tell(text in text(), fill in prop::sample::select(&b" }x\"{"[..])) {
        let mut window = [fill; WINDOW];
        for (byte, text) in window.iter_mut().zip(text.bytes()) {
            *byte = text;
        }
        for name in ["a", "base", "", "seven77", "b", "speci"] {
            let key = Key::new(name);
            let expected = find_by_bytes(&window, 0, &key);
            for backend in Backend::ALL.into_iter().filter(|backend| backend.is_available()) {
                let found = backend::find_in(backend, &window, &key);
                if found.end <= BLOCK {
                    let range = (found.end > 0).then_some(found.start..found.end);
                    prop_assert_eq!(range, expected.clone(), "{:?}: {} in {}", backend, name, window.escape_ascii());
                }
            }
        }
    }
}

#[test]
fn the_window_of_a_descriptor_tells_its_base() {
    for text in [r#"{"base":"r","specifiers":[]}"#, r#"{"specifiers":["a","b"],"base":"r"}"#] {
        let mut window = [b','; WINDOW];
        window[..text.len()].copy_from_slice(text.as_bytes());
        for backend in Backend::ALL.into_iter().filter(|backend| backend.is_available()) {
            let found = backend::find_in(backend, &window, &Key::new("base"));
            assert_eq!(text.get(found.start..found.end), Some("\"r\""), "{backend:?}");
        }
    }
}
