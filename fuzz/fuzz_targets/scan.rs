//! All backends of the scan must give the same results for any bytes, which must agree with the
//! bytewise reference and with `serde_json`.
#![no_main]

// The reference and the comparison are those of the scan's tests.
#[path = "../../json-scan/tests/support/agree.rs"]
mod agree;
#[path = "../../json-scan/tests/support/reference.rs"]
mod reference;

use aro_json_scan::{Key, find, first_escaped, is_plain, string_end, string_of, to_str};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    agrees(bytes);
    // Also as a value, and as a repeated value.
    agrees(&[b"{\"_with\":{\"a\":", bytes, b",\"b\":1}}"].concat());
    agrees(&[b"{\"a\":\"", bytes, b"\",\"b\":\"", bytes, b"\"}"].concat());
    strings(bytes);
    for start in [0, 1, bytes.len() / 2] {
        if let Some(range) = find(bytes, start, &Key::new("a")) {
            assert!(start < range.start && range.start < range.end && range.end < bytes.len());
        }
    }
});

fn agrees(bytes: &[u8]) {
    for (nested, levels) in [("_with", 3), ("a", 2)] {
        if let Err(deviation) = agree::agree(bytes, nested, levels) {
            panic!("{deviation}");
        }
    }
}

fn strings(bytes: &[u8]) {
    // Compared as bytes, so that an invalid string is not used.
    let text = std::str::from_utf8(bytes).ok();
    assert_eq!(to_str(bytes).ok().map(str::as_bytes), text.map(str::as_bytes));
    let first = bytes.iter().position(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\'));
    assert_eq!(first_escaped(bytes), first);
    assert_eq!(is_plain(bytes), first.is_none());
    assert_eq!(string_end(bytes, 1), reference::string_end(bytes, 1));
    if let Some(text) = text.filter(|text| text.starts_with('"') && text.ends_with('"')) {
        assert_eq!(string_of(text), serde_json::from_str(text).ok());
    }
}
