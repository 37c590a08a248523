//! The limit of nesting is that of `serde_json`.

mod support;

use aro_json_scan::{Key, MAX_DEPTH, ObjectIndex, index_with};
use serde_json::Value;
use support::agree::backends;
use support::assert_agree;

/// A value inside `depth` brackets, of these kinds in turn.
fn nested(kinds: &[(&str, &str)], depth: usize, spaces: &str, innermost: &str) -> String {
    let mut text = innermost.to_owned();
    for level in 0..depth {
        let (open, close) = kinds[level % kinds.len()];
        text = format!("{open}{spaces}{text}{spaces}{close}");
    }
    text
}

const LISTS: &[(&str, &str)] = &[("[", "]")];
const OBJECTS: &[(&str, &str)] = &[("{\"a\":", "}")];
const MIXED: &[(&str, &str)] =
    &[("[", "]"), ("{\"a\":", "}"), ("[{},", ",[]]"), ("{\"_with\":1,\"b\":", ",\"_with\":{}}")];

/// What is before and after the value.
const CONTEXTS: [(&str, &str); 5] = [
    ("{\"a\":", "}"),
    ("{\"a\": ", ",\"z\":1}"),
    ("{\"_with\":{\"a\":", "}}"),
    ("{\"_with\":{\"_with\":{\"a\":", "}}}"),
    ("{\"_with\":{\"_with\":{\"_with\":{\"_with\":{\"a\":", "}}}}}"),
];

#[test]
fn depth_is_limited_where_serde_json_limits_it() {
    for kinds in [LISTS, OBJECTS, MIXED] {
        for (before, after) in CONTEXTS {
            for depth in 118..=130 {
                for (spaces, innermost) in [("", "1"), ("", "[]"), ("", "{}"), (" ", "\"]\""), ("    ", "null")] {
                    let value = nested(kinds, depth, spaces, innermost);
                    for levels in 1..=4 {
                        assert_agree(format!("{before}{value}{after}"), "_with", levels);
                    }
                }
            }
        }
    }
}

#[test]
fn the_limit_is_the_one_that_is_documented() {
    let text = |depth: usize| format!("{{\"a\":{}}}", nested(LISTS, depth - 1, "", "1"));
    for backend in backends() {
        let is_accepted =
            |text: String| index_with(backend, text.as_bytes(), &Key::new("_with"), &mut [ObjectIndex::new()]).is_ok();
        assert!(is_accepted(text(MAX_DEPTH as usize - 1)), "{backend:?}");
        assert!(!is_accepted(text(MAX_DEPTH as usize)), "{backend:?}");
    }
    assert!(serde_json::from_str::<Value>(&text(MAX_DEPTH as usize - 1)).is_ok());
    assert!(serde_json::from_str::<Value>(&text(MAX_DEPTH as usize)).is_err());
}

/// Brackets side by side do not add to the depth.
#[test]
fn only_nested_brackets_count() {
    for depth in [1, 60, 63, 64, 65, 100, 120, 125, 126, 127] {
        let value = nested(LISTS, depth, "", "1");
        let many = vec![value; 5].join(",");
        assert_agree(format!("{{\"a\":[{many}],\"b\":[{many}]}}"), "_with", 1);
        assert_agree(format!("{{\"a\":[{}]}}", "[],{},".repeat(200) + &many), "_with", 1);
    }
}

/// The depth of a repeated value is checked where it is repeated.
#[test]
fn a_copy_of_a_value_may_be_too_deep_where_the_value_is_not() {
    let long = "x".repeat(200);
    for height in [1, 2, 60, 100, 120, 121, 122, 123, 124, 125, 126] {
        let value = nested(LISTS, height, "", &format!("\"{long}\""));
        for deeper in 0..8 {
            let copy = nested(LISTS, deeper, "", &value);
            assert_agree(format!("{{\"a\":{value},\"b\":{copy},\"c\":{value}}}"), "_with", 3);
            assert_agree(
                format!("{{\"a\":{value},\"_with\":{{\"b\":{value},\"_with\":{{\"c\":{value}}}}}}}"),
                "_with",
                3,
            );
            assert_agree(format!("{{\"a\":{value},\"_with\":{{\"b\":{copy}}}}}"), "_with", 3);
        }
    }
}

/// The same with many levels, so that the depths of the copies differ widely.
#[test]
fn a_copy_of_a_value_may_be_too_deep_in_a_nested_object() {
    let long = format!("\"{}\"", "x".repeat(200));
    // Brackets that are nested deeper than the rest, within one block.
    let dense = format!("{}{},{long}", " ".repeat(20), nested(LISTS, 28, "", "1"));
    for height in [1, 30, 50, 54, 60, 64, 70, 90, 110, 120, 124] {
        for (spaces, innermost) in [("", &long), ("    ", &long), ("", &dense)] {
            let value = nested(LISTS, height, spaces, innermost);
            for level in [1, 2, 3, 7, 8, 9, 10, 30, 50, 60, 63] {
                let inner = nested(&[("{\"_with\":", "}")], level, "", &format!("{{\"b\":{value},\"c\":{value}}}"));
                let text = format!("{{\"a\":{value},{}", &inner[1..]);
                for levels in [2, 3, 64] {
                    assert_agree(&text, "_with", levels);
                }
            }
        }
    }
}

/// The same where the first of the copies is nested itself.
#[test]
fn a_copy_of_a_nested_value_may_be_too_deep_further_in() {
    // Brackets that open and close within one block, so that no block begins near the limit.
    let dense = format!("{}{}{}", " ".repeat(64), nested(LISTS, 31, "", "1"), " ".repeat(64));
    for height in [20, 40, 45] {
        let value = nested(LISTS, height, "  ", &dense);
        for level in [1, 2, 4, 8, 9] {
            for deeper in [1, 6, 7, 8, 9, 20, 40, 50, 52] {
                let inner = nested(&[("{\"_with\":", "}")], deeper, "", &format!("{{\"b\":{value}}}"));
                let outer = format!("{{\"a\":{value},{}", &inner[1..]);
                let text = nested(&[("{\"_with\":", "}")], level, "", &outer);
                assert_agree(&text, "_with", 64);
            }
        }
    }
}

/// A block of brackets at every distance from the limit.
#[test]
fn a_value_within_one_block_may_be_too_deep() {
    for around in [60, 64, 66, 70, 100, 110, 120, 126, 127] {
        for inside in 1..=31 {
            let value = nested(LISTS, inside, "", "1");
            let outside = nested(OBJECTS, around, "", &value);
            assert_agree(format!("{{\"k\":{outside}}}"), "_with", 1);
            let spread = nested(LISTS, around, &" ".repeat(70), &value);
            assert_agree(format!("{{\"k\":{spread}}}"), "_with", 1);
        }
    }
}

/// The deepest nesting that two blocks can have, at every distance from the limit.
#[test]
fn a_value_within_two_blocks_may_be_too_deep() {
    for around in 56..=70 {
        for inside in 56..=68 {
            for innermost in ["", "1", "\"[\""] {
                let value = nested(LISTS, inside, "", innermost);
                let text = nested(&[("{\"_with\":", "}")], around, "", &format!("{{\"a\":{value},\"z\":1}}"));
                for levels in [1, around, 128] {
                    assert_agree(&text, "_with", levels);
                }
            }
        }
    }
}

/// With so many levels that the indexed objects themselves reach the limit.
#[test]
fn nested_objects_that_are_indexed_count_too() {
    let kinds = &[("{\"_with\":", "}")];
    for depth in [1, 2, 3, 64, 100, 125, 126, 127, 128, 129, 140] {
        for innermost in ["1", "{}", "[]", "{\"a\":[[[]]]}", "[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]"] {
            let text = nested(kinds, depth, "", innermost);
            for levels in [1, 3, 100, 126, 127, 128, 150] {
                assert_agree(&text, "_with", levels);
            }
        }
    }
}
