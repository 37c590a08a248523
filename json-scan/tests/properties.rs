//! Random texts: every backend finds what the bytewise reference and `serde_json` find.

mod support;

use proptest::prelude::*;
use proptest::sample::Index;
use serde::de::IgnoredAny;
use support::nodes::{self, Node};
use support::{agree, config, envelopes, formatting};

/// An object from any of the generators.
fn object() -> impl Strategy<Value = Node> {
    prop_oneof![nodes::envelope("_with"), envelopes::envelope(), nodes::with_copies()]
}

/// Nested keys: empty, shorter and longer than eight bytes, and with characters that are escaped.
const NAMES: [&str; 9] =
    ["", "a", "object", "_context", "_arguments", "größe", "a\"b\n", "with\\", "a_name_of_many_bytes_that_is_long"];

/// The bytes that mutations insert.
const BYTES: &[u8] = b"{}[]\",:\\\\\"\"ntf0-.eE \n\t\x01\x7f\x80\xc3\xffu";

#[derive(Clone, Debug)]
enum Change {
    Replace(u8),
    Insert(u8),
    Remove,
    /// Copies a piece to another position.
    Repeat(usize, Index),
    Truncate,
}

fn change() -> impl Strategy<Value = (Index, Change)> {
    let byte = || prop::sample::select(BYTES);
    let change = prop_oneof![
        4 => byte().prop_map(Change::Replace),
        4 => byte().prop_map(Change::Insert),
        4 => Just(Change::Remove),
        3 => (0..256usize, any::<Index>()).prop_map(|(length, position)| Change::Repeat(length, position)),
        1 => Just(Change::Truncate),
    ];
    (any::<Index>(), change)
}

fn changed(bytes: &mut Vec<u8>, at: usize, change: &Change) {
    match *change {
        Change::Replace(byte) => bytes[at] = byte,
        Change::Insert(byte) => bytes.insert(at, byte),
        Change::Remove if bytes.len() > 1 => drop(bytes.remove(at)),
        Change::Remove => {}
        Change::Repeat(length, position) => {
            let piece = bytes[at..bytes.len().min(at + length)].to_vec();
            let position = position.index(bytes.len());
            bytes.splice(position..position, piece);
        }
        Change::Truncate => bytes.truncate(at + 1),
    }
}

/// Runs of one kind, so that strings, escapes and brackets cross the ends of blocks.
fn random_pieces() -> impl Strategy<Value = Vec<u8>> {
    let words =
        ["\"", "\\", "\\\\", "\\\"", "{", "}", "[", "]", ",\"", "\":", "\":\"", "\",\"", "\"_with\":{", "\"a\":1"];
    let count = prop_oneof![0..4usize, 13..18usize, 29..35usize, 60..68usize];
    let piece = prop_oneof![
        6 => prop::sample::select(words.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        2 => (prop::sample::select(&b"a {[\\\"\x01\x7f1"[..]), count).prop_map(|(byte, count)| vec![byte; count]),
        1 => "[é日\u{1F600}]{1,20}".prop_map(String::into_bytes),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_backend_finds_what_serde_json_reads(
        object in nodes::envelope("_with"),
        formatting in formatting::formatting(),
        levels in 1..5usize,
    ) {
        let text = formatting.write(&object);
        prop_assert!(serde_json::from_str::<IgnoredAny>(&text).is_ok(), "{text}");
        agree(text.as_bytes(), "_with", levels)?;
    }

    #[test]
    fn envelopes_of_hosts_are_read_as_serde_json_reads_them(object in envelopes::envelope(), formatting in formatting::formatting()) {
        agree(formatting::plain(&object).as_bytes(), "_with", 3)?;
        agree(formatting.write(&object).as_bytes(), "_with", 3)?;
    }

    #[test]
    fn a_repeated_value_ends_where_it_would_without_the_repeat_cache(
        object in nodes::with_copies(),
        formatting in formatting::formatting(),
        levels in 1..4usize,
    ) {
        agree(formatting::plain(&object).as_bytes(), "_with", levels)?;
        agree(formatting.write(&object).as_bytes(), "_with", levels)?;
    }

    #[test]
    fn the_nested_key_may_be_any_name(
        (name, object) in prop::sample::select(&NAMES[..]).prop_flat_map(|name| (Just(name), nodes::envelope(name))),
        formatting in formatting::formatting(),
        levels in 1..4usize,
    ) {
        agree(formatting.write(&object).as_bytes(), name, levels)?;
    }

    #[test]
    fn changed_texts_are_refused_by_all_or_none(
        object in object(),
        formatting in formatting::formatting(),
        changes in prop::collection::vec(change(), 1..4),
        levels in 1..4usize,
    ) {
        let mut bytes = formatting.write(&object).into_bytes();
        for (at, change) in &changes {
            let at = at.index(bytes.len());
            changed(&mut bytes, at, change);
        }
        agree(&bytes, "_with", levels)?;
        agree(String::from_utf8_lossy(&bytes).as_bytes(), "_with", levels)?;
    }

    #[test]
    fn any_bytes_in_the_place_of_a_value_are_accepted_or_refused_alike(bytes in random_pieces(), trailing in random_pieces(), leading in 0..70usize) {
        agree(&bytes, "_with", 3)?;
        let leading = " ".repeat(leading).into_bytes();
        for (before, after) in [("{\"a\":", "}"), ("{\"_with\":{\"a\":[", "]},\"b\":1}"), ("{\"k\":\"", "\",\"b\":1}"), ("{", "}")] {
            let text = [before.as_bytes(), &leading, &bytes, after.as_bytes()].concat();
            agree(&text, "_with", 3)?;
            agree(&[&text, &trailing[..]].concat(), "_with", 3)?;
        }
    }
}
