//! Keys that occur more than once: the last one counts.

mod support;

use aro_json_scan::{Key, ObjectIndex, index_with};
use support::agree::backends;
use support::assert_agree;

#[test]
fn the_last_of_equal_keys_counts() {
    let text = br#"{"a":1,"b":2,"a":"3","b":[4],"\u0061":5}"#;
    for backend in backends() {
        let mut objects = [ObjectIndex::new()];
        index_with(backend, text, &Key::new("_with"), &mut objects).expect("it is JSON");
        let [top] = &objects;
        assert_eq!(top.members().count(), 5, "{backend:?}");
        let value = |name| top.get(text, &Key::new(name)).map(|range| &text[range]);
        assert_eq!(value("a"), Some(&b"5"[..]), "{backend:?}");
        assert_eq!(value("b"), Some(&b"[4]"[..]), "{backend:?}");
    }
    assert_agree(text, "_with", 1);
}

#[test]
fn keys_that_differ_in_one_character_are_different_keys() {
    let names = [
        "",
        "a",
        "aa",
        "aaaaaaa",
        "aaaaaaaa",
        "aaaaaaaab",
        "aaaaaaaaa",
        "aaaaaaab",
        "a\\u0000",
        "\\u0061",
        "\\\"",
        "é",
        "\\u00e9",
        "aaaaaaa\\u0061",
        "aaaaaaaé",
        "a\\/",
        "a/",
    ];
    for first in names {
        for second in names {
            for third in ["a", "aaaaaaaa", "\\u0061aaaaaaa"] {
                assert_agree(format!("{{\"{first}\":1,\"{second}\":\"2\",\"{third}\":[3]}}"), "_with", 1);
            }
        }
    }
}

/// Values of every kind, up to several blocks long.
fn values() -> Vec<String> {
    let long = "x".repeat(150);
    let mut values: Vec<String> =
        ["{}", "{\"a\":1}", "{\"_with\":{\"b\":2}}", "{ }", "1", "-1.5", "\"a\"", "\"\\n\"", "null", "[]", "[{}]"]
            .map(str::to_owned)
            .to_vec();
    values.extend([format!("\"{long}\""), format!("[\"{long}\"]"), format!("{{\"a\":\"{long}\",\"_with\":{{}}}}")]);
    values
}

const SPELLINGS: [&str; 4] = ["_with", "\\u005fwith", "_w\\u0069th", "\\u005f\\u0077\\u0069\\u0074\\u0068"];

#[test]
fn the_last_nested_key_counts_whatever_its_value_and_its_spelling() {
    for first in values() {
        for second in values() {
            for (one, other) in [(0, 0), (0, 1), (1, 0), (2, 3)] {
                let (one, other) = (SPELLINGS[one], SPELLINGS[other]);
                for text in [
                    format!("{{\"{one}\":{first},\"{other}\":{second}}}"),
                    format!("{{\"a\":1, \"{one}\": {first} , \"b\":\"c\",\n\"{other}\" :  {second},\"d\":{{}}}}"),
                    format!("{{\"_with\":{{\"{one}\":{first},\"{other}\":{second},\"z\":1}}}}"),
                ] {
                    for levels in 1..=3 {
                        assert_agree(&text, "_with", levels);
                    }
                }
            }
        }
    }
}

#[test]
fn a_nested_key_that_occurs_three_times_counts_once() {
    for first in values() {
        for second in ["{\"_with\":{\"c\":3},\"d\":4}", "0", "\"a\"", "{}"] {
            for third in ["{}", "true", "{\"e\":{}}", "\"\"", "[]"] {
                let text = format!("{{\"_with\":{first},\"_with\":{second},\"x\":1,\"_with\":{third}}}");
                assert_agree(&text, "_with", 3);
            }
        }
    }
}

#[test]
fn a_key_that_only_begins_like_the_nested_key_is_another_key() {
    for nested in ["_with", "", "a", "eightlong", "sevenchars_and_more", "größe", "a\"b", "\u{1F600}"] {
        for other in [
            "_wit",
            "_with_",
            "_with\\u0000",
            "",
            "a",
            "b",
            "eightlon",
            "eightlonk",
            "eightlong",
            "gr",
            "a\\\"b",
            "a\\u0022b",
        ] {
            for value in ["{\"x\":1}", "1", "\"y\"", "[{}]"] {
                assert_agree(format!("{{\"{other}\":{value},\"z\":2}}"), nested, 2);
                assert_agree(format!("{{\"z\":2, \"{other}\": {value}}}"), nested, 2);
            }
        }
    }
}

#[test]
fn an_unread_nested_object_is_checked_as_little_as_any_other_value() {
    for inner in ["{\"a\" 1}", "{,}", "[1 2]", "{\"_with\":{\"a\":nul}}", "{\"\\x\":1}", "{\"a\":\"\x01\"}"] {
        for levels in 1..=3 {
            assert_agree(format!("{{\"_with\":{{\"_with\":{inner}}}}}"), "_with", levels);
            assert_agree(format!("{{\"_with\":{inner},\"_with\":1}}"), "_with", levels);
        }
    }
}
