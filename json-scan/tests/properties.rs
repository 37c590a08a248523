//! Random texts: every backend finds what a look at each byte and `serde_json` find.

mod support;

use proptest::prelude::*;
use proptest::sample::Index;
use serde::de::IgnoredAny;
use support::nodes::{self, Node};
use support::{agree, config, dress, envelopes};

/// Any object of these generators.
fn object() -> impl Strategy<Value = Node> {
    prop_oneof![nodes::envelope("_with"), envelopes::envelope(), nodes::with_copies()]
}

/// Names of a nested object: of no bytes, shorter and longer than a word, and with characters that
/// are escaped.
const NAMES: [&str; 9] =
    ["", "a", "object", "_context", "_arguments", "größe", "a\"b\n", "with\\", "a_name_of_many_bytes_that_is_long"];

/// What mutations put in.
const BYTES: &[u8] = b"{}[]\",:\\\\\"\"ntf0-.eE \n\t\x01\x7f\x80\xc3\xffu";

#[derive(Clone, Debug)]
enum Change {
    Replace(u8),
    Insert(u8),
    Remove,
    /// A piece once more, somewhere else.
    Repeat(usize, Index),
    Truncate,
}

fn change() -> impl Strategy<Value = (Index, Change)> {
    let byte = || prop::sample::select(BYTES);
    let change = prop_oneof![
        4 => byte().prop_map(Change::Replace),
        4 => byte().prop_map(Change::Insert),
        4 => Just(Change::Remove),
        3 => (0..256usize, any::<Index>()).prop_map(|(length, place)| Change::Repeat(length, place)),
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
        Change::Repeat(length, place) => {
            let piece = bytes[at..bytes.len().min(at + length)].to_vec();
            let place = place.index(bytes.len());
            bytes.splice(place..place, piece);
        }
        Change::Truncate => bytes.truncate(at + 1),
    }
}

/// Runs of one kind, so that strings, escapes and brackets meet the ends of blocks.
fn soup() -> impl Strategy<Value = Vec<u8>> {
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
        dress in dress::dress(),
        levels in 1..5usize,
    ) {
        let text = dress.write(&object);
        prop_assert!(serde_json::from_str::<IgnoredAny>(&text).is_ok(), "{text}");
        agree(text.as_bytes(), "_with", levels)?;
    }

    #[test]
    fn envelopes_of_hosts_are_read_as_serde_json_reads_them(object in envelopes::envelope(), dress in dress::dress()) {
        agree(dress::plain(&object).as_bytes(), "_with", 3)?;
        agree(dress.write(&object).as_bytes(), "_with", 3)?;
    }

    #[test]
    fn a_value_that_comes_again_ends_where_it_would_if_it_had_not_been_seen(
        object in nodes::with_copies(),
        dress in dress::dress(),
        levels in 1..4usize,
    ) {
        agree(dress::plain(&object).as_bytes(), "_with", levels)?;
        agree(dress.write(&object).as_bytes(), "_with", levels)?;
    }

    #[test]
    fn the_nested_key_may_be_any_name(
        (name, object) in prop::sample::select(&NAMES[..]).prop_flat_map(|name| (Just(name), nodes::envelope(name))),
        dress in dress::dress(),
        levels in 1..4usize,
    ) {
        agree(dress.write(&object).as_bytes(), name, levels)?;
    }

    #[test]
    fn changed_texts_are_refused_by_all_or_none(
        object in object(),
        dress in dress::dress(),
        changes in prop::collection::vec(change(), 1..4),
        levels in 1..4usize,
    ) {
        let mut bytes = dress.write(&object).into_bytes();
        for (at, change) in &changes {
            let at = at.index(bytes.len());
            changed(&mut bytes, at, change);
        }
        agree(&bytes, "_with", levels)?;
        agree(String::from_utf8_lossy(&bytes).as_bytes(), "_with", levels)?;
    }

    #[test]
    fn any_bytes_in_the_place_of_a_value_are_judged_alike(bytes in soup(), behind in soup(), lead in 0..70usize) {
        agree(&bytes, "_with", 3)?;
        let lead = " ".repeat(lead).into_bytes();
        for (before, after) in [("{\"a\":", "}"), ("{\"_with\":{\"a\":[", "]},\"b\":1}"), ("{\"k\":\"", "\",\"b\":1}"), ("{", "}")] {
            let text = [before.as_bytes(), &lead, &bytes, after.as_bytes()].concat();
            agree(&text, "_with", 3)?;
            agree(&[&text, &behind[..]].concat(), "_with", 3)?;
        }
    }
}
