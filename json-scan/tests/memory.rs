//! No byte outside a text is read: it may end at the end of the mapped memory.
#![cfg(unix)]

mod support;

use aro_json_scan::{
    Key, ObjectIndex, contains, find, first_escaped, index_with, is_plain, string_end, string_of, to_str, unescaped,
};
use support::agree::{agree, backends};
use support::envelopes;
use support::mapping::Page;

/// Calls every function with these bytes.
fn read(bytes: &[u8]) {
    for backend in backends() {
        for nested in ["_with", "a_name_that_is_long"] {
            let mut objects = [ObjectIndex::new(), ObjectIndex::new(), ObjectIndex::new()];
            if index_with(backend, bytes, &Key::of(nested), &mut objects).is_ok() {
                for object in &objects {
                    object.members().for_each(|member| assert!(member.key(bytes).end < bytes.len()));
                    for name in ["a", "zz", "a_name_that_is_long", "k\n"] {
                        assert!(object.get(bytes, &Key::of(name)).is_none_or(|range| range.end < bytes.len()));
                    }
                }
            }
        }
    }
    for start in 0..=bytes.len() + 1 {
        assert!(string_end(bytes, start).is_none_or(|end| end <= bytes.len()));
        for name in ["", "a", "zz", "a_name_that_is_long"] {
            assert!(find(bytes, start, &Key::of(name)).is_none_or(|range| range.end < bytes.len()));
        }
    }
    let first = first_escaped(bytes);
    assert_eq!(first.is_none(), is_plain(bytes));
    assert_eq!(contains(bytes, b'"'), bytes.contains(&b'"'));
    if let Ok(text) = to_str(bytes) {
        assert_eq!(text.len(), bytes.len());
        _ = (unescaped(text), string_of(text), Key::of(text), Key::new(text));
    }
}

fn read_at_both_ends(page: &mut Page, bytes: &[u8]) {
    read(page.at_end(bytes));
    read(page.at_start(bytes));
}

#[test]
fn a_text_of_any_length_may_end_at_the_end_of_mapped_memory() {
    let mut page = Page::new();
    for length in 0..=200 {
        for (before, fill, after) in [
            ("{\"a\":\"", "x", "\"}"),
            ("{\"a\":\"", "\\", "\"}"),
            ("{\"a\":1", "0", "}"),
            ("{\"a\":[", " ", "]}"),
            ("{\"", "k", "\":1}"),
            ("{\"a\":{", " ", "}}"),
            ("{\"a\":true", " ", "}"),
            ("", " ", "{}"),
            ("{\"_with\":{\"a\":\"", "x", "\"}}"),
        ] {
            if let Some(rest) = usize::checked_sub(length, before.len() + after.len()) {
                let text = format!("{before}{}{after}", fill.repeat(rest));
                read_at_both_ends(&mut page, text.as_bytes());
                agree(page.at_end(text.as_bytes()), "_with", 2).unwrap_or_else(|error| panic!("{error}"));
            }
        }
    }
}

#[test]
fn a_text_of_one_kind_of_byte_may_end_at_the_end_of_mapped_memory() {
    let mut page = Page::new();
    for length in 0..=200 {
        for byte in [b'"', b'\\', b'{', b'}', b'[', b' ', b'1', b'x', b',', b':', 0, 0x80, 0xc3] {
            read_at_both_ends(&mut page, &vec![byte; length]);
        }
    }
}

#[test]
fn a_text_cut_off_anywhere_may_end_at_the_end_of_mapped_memory() {
    let mut page = Page::new();
    for text in [envelopes::EAGER, envelopes::ARGUMENTS, &envelopes::long()] {
        for length in (0..=200).chain(text.len() - 90..=text.len()) {
            read_at_both_ends(&mut page, &text.as_bytes()[..length]);
        }
    }
}

#[test]
fn every_last_member_may_be_cut_off_at_the_end_of_mapped_memory() {
    let mut page = Page::new();
    for leading in (0..4).chain(40..70).chain(120..130) {
        for last in [
            "\"a\":",
            "\"a",
            "\"a\":t",
            "\"a\":tru",
            "\"a\":fals",
            "\"a\":-",
            "\"a\":1.",
            "\"a\":1e",
            "\"a\": ",
            "\"a\" ",
            "\"a\\",
            "\"a\\u00",
            "\"a\":\"\\",
            "\"a\":\"\\\"",
            "\"a\":[\"\\",
            "\"a\":[",
            "\"a\":{",
            "\"_with\":{",
            "\"_with\":",
            "\"_with\"",
            "\"a\":1,",
            "\"a\":\"b\"",
            "\"a\":\"é",
            "\"é",
            "\"a\":1, ",
            "\"a\":[],\"",
            "\"a\":12",
        ] {
            let text = format!("{{\"zz\":\"{}\",{last}", "x".repeat(leading));
            read_at_both_ends(&mut page, text.as_bytes());
        }
    }
}
