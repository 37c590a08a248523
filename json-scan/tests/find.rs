//! Compares `find` with `serde_json`.

mod support;

use aro_json_scan::{Key, find};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};
use support::nodes::{self, Node};
use support::{config, formatting};

/// Every key of the object at `start`, and some absent ones, are looked up, with the same results
/// as by `serde_json`.
fn check(text: &str, start: usize, end: usize) -> Result<(), TestCaseError> {
    let members: Map<String, Value> = serde_json::from_str(&text[start..end]).expect("it is an object");
    let absent = ["", "a", "base", "bas", "base\0", "specifiers", "\u{1F600}", "\"", "\\"].map(str::to_owned);
    let longer = members.keys().take(5).map(|key| format!("{key}x"));
    for name in members.keys().cloned().chain(longer).chain(absent) {
        for key in [Key::new(&name), Key::of(&name)] {
            let found = find(text.as_bytes(), start, &key);
            let value = found.clone().map(|range| serde_json::from_str::<Value>(&text[range]).ok());
            prop_assert_eq!(value, members.get(&name).cloned().map(Some), "{:?} at {:?} of {}", name, found, text);
            if let Some(range) = found {
                let value = &text[range];
                prop_assert_eq!(value.trim_matches([' ', '\n', '\t', '\r']), value, "{} in {}", value, text);
            }
        }
    }
    Ok(())
}

/// An object of a few short members, such as a descriptor.
fn small() -> impl Strategy<Value = Node> {
    let text = || "[a-z\\\\\"\n]{0,10}".prop_map(Node::Text);
    let value = prop_oneof![
        4 => "[a-z{}\\[\\],:]{0,10}".prop_map(Node::Text),
        2 => text(),
        2 => prop::collection::vec(text(), 0..3).prop_map(Node::List),
        1 => prop::collection::vec(("[a-z]{0,2}", text()), 0..2).prop_map(Node::Object),
        1 => prop::sample::select(&["1", "null", "-0.5", "true"][..]).prop_map(|word| Node::Scalar(word.to_owned())),
    ];
    let key = prop_oneof![
        4 => prop::sample::select(&["base", "specifiers", "a", "", "seven77", "eight888"][..]).prop_map(str::to_owned),
        1 => "[a-zé\\\\\"]{0,9}",
    ];
    prop::collection::vec((key, value), 0..5).prop_map(Node::Object)
}

fn large() -> impl Strategy<Value = Node> {
    let count = prop_oneof![0..5usize, 10..45usize];
    count.prop_flat_map(|count| prop::collection::vec((nodes::key(), nodes::node()), count)).prop_map(Node::Object)
}

const SUFFIXES: [&str; 8] = ["", "}", ",\"base\":1}", "]}", "\"", " ", "{\"base\":2}", "\\"];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_member_of_a_small_object_is_found_as_serde_json_finds_it(
        object in small(),
        formatting in formatting::formatting(),
        leading in 0..90usize,
        after in prop::sample::select(&SUFFIXES[..]),
    ) {
        for object in [formatting::plain(&object), formatting.write(&object).trim().to_owned()] {
            let text = format!("{}{object}{after}{}", "x".repeat(leading), " ".repeat(leading));
            check(&text, leading, leading + object.len())?;
        }
    }

    #[test]
    fn a_member_of_a_large_object_is_found_as_serde_json_finds_it(
        object in large(),
        formatting in formatting::formatting(),
        after in prop::sample::select(&SUFFIXES[..]),
    ) {
        let object = formatting.write(&object).trim().to_owned();
        check(&format!("[{object}{after}"), 1, 1 + object.len())?;
    }

    #[test]
    fn what_is_found_in_an_invalid_object_is_inside_the_text(
        object in small(),
        formatting in formatting::formatting(),
        changes in prop::collection::vec((any::<Index>(), prop::sample::select(&b"{}[]\",:\\ 1\x00\xff"[..]), any::<bool>()), 1..4),
    ) {
        let mut bytes = formatting.write(&object).into_bytes();
        for (at, byte, insert) in changes {
            let at = at.index(bytes.len());
            if insert { bytes.insert(at, byte) } else { bytes[at] = byte }
        }
        for start in [0, 1, bytes.len(), bytes.len() + 1, usize::MAX] {
            for name in ["base", "a", "", "eight888", "a\n"] {
                if let Some(range) = find(&bytes, start, &Key::new(name)) {
                    prop_assert!(start < range.start && range.start < range.end && range.end < bytes.len());
                }
            }
        }
    }
}

#[test]
fn an_object_may_be_of_any_length_before_the_end_of_a_text() {
    for length in 0..=140 {
        for (object, value) in [
            (format!("{{\"base\":\"{}\"}}", "x".repeat(length)), format!("\"{}\"", "x".repeat(length))),
            (format!("{{\"a\":\"{}\",\"base\":[1]}}", "x".repeat(length)), "[1]".to_owned()),
            (format!("{{\"base\":{{}}{}}}", " ".repeat(length)), "{}".to_owned()),
            (format!("{{\"{}\":1, \"base\": 2}}", "k".repeat(length)), "2".to_owned()),
        ] {
            for after in 0..=90 {
                let text = format!("{object}{}", ",".repeat(after));
                let found = find(text.as_bytes(), 0, &Key::new("base")).map(|range| &text[range]);
                assert_eq!(found, Some(value.as_str()), "{text}");
            }
        }
    }
}

#[test]
fn the_last_of_equal_keys_is_found_whatever_their_spelling() {
    for (text, value) in [
        (r#"{"a":"1","a":"2"}"#, "\"2\""),
        (r#"{"a":"1","\u0061":"2"}"#, "\"2\""),
        (r#"{"\u0061":1,"a":[2]}"#, "[2]"),
        (r#"{"\u0061":1}"#, "1"),
        (r#"{"a":1,"b":2,"a":{"a":3}}"#, "{\"a\":3}"),
        (r#"{"a":[],"aa":[1]}"#, "[]"),
    ] {
        let found = find(text.as_bytes(), 0, &Key::new("a")).map(|range| &text[range]);
        assert_eq!(found, Some(value), "{text}");
    }
}

#[test]
fn no_member_is_found_in_a_value_that_is_no_object() {
    for text in ["", "1", "\"base\"", "[{\"base\":1}]", "null", "{}", "{ }", "{", " {\"base\":1}", "}"] {
        assert_eq!(find(text.as_bytes(), 0, &Key::new("base")), None, "{text}");
    }
}

#[test]
fn no_member_is_found_where_a_part_of_the_object_before_it_is_missing() {
    for text in [
        // The brace, the quote of a key, the colon, the comma, the end of a key.
        r#"["base":"r"}"#,
        r#"{xbase":"r"}"#,
        r#"{"base" "r"}"#,
        r#"{"base";"r"}"#,
        r#"{"base":;"r"}"#,
        r#"{"a":"b";"base":"r"}"#,
        r#"{"a":[];"base":"r"}"#,
        r#"{"a":"b", xbase":"r"}"#,
        r#"{"a":[], ":{},"base":"r"}"#,
    ] {
        for start in [0, 3] {
            let text = format!("{}{text}", &"[1,"[..start]);
            assert_eq!(find(text.as_bytes(), start, &Key::new("base")), None, "{text}");
        }
    }
}

#[test]
fn the_empty_key_is_found_and_nothing_else_is_taken_for_it() {
    for (text, value) in [
        (r#"{"":"r"}"#, Some("\"r\"")),
        (r#"{"": "r"}"#, Some("\"r\"")),
        (r#"{"a":[], "": "r"}"#, Some("\"r\"")),
        (r#"{"a":[], "bcdef":"x"}"#, None),
        (r#"{"a":"", "":{}}"#, Some("{}")),
    ] {
        for start in [0, 5] {
            let text = format!("{}{text}{}", &"{\"o\":"[..start], &"}"[..start / 5]);
            let found = find(text.as_bytes(), start, &Key::new("")).map(|range| &text[range]);
            assert_eq!(found, value, "{text}");
        }
    }
}

#[test]
fn a_space_in_a_key_is_not_the_space_after_its_colon() {
    for (text, value) in [
        (r#"{"a b":""}"#, "\"\""),
        (r#"{"a b": ""}"#, "\"\""),
        (r#"{"a b":[[]]}"#, "[[]]"),
        (r#"{"c d":"","a b":{}}"#, "{}"),
    ] {
        let found = find(text.as_bytes(), 0, &Key::new("a b")).map(|range| &text[range]);
        assert_eq!(found, Some(value), "{text}");
    }
}

#[test]
fn the_end_of_a_key_is_no_key() {
    // The key at different offsets: a reader that is off by a byte finds one of these.
    for length in 0..=20 {
        let text = format!(r#"{{"a":[], "{}fg":"x"}}"#, "-".repeat(length));
        let found = find(text.as_bytes(), 0, &Key::new("fg")).map(|range| &text[range]);
        assert_eq!(found, (length == 0).then_some("\"x\""), "{text}");
    }
}
