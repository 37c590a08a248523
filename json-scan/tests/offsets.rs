//! Every kind of token at every position around the ends of blocks.

mod support;

use support::{agree, assert_agree};

/// The template with `piece` in place of each `%`.
fn filled(template: &str, piece: &str) -> String {
    template.replace('%', piece)
}

/// The ends of strings: escapes, and characters that are not what they look like.
const SPECIAL: [&str; 13] =
    ["", "\\\"", "\\\\", "\\\\\\\"", "\\\\\\\\", "\\n", "\\u00e9", "é", "\u{1F600}", "{", "]", "\":", "\x01"];

#[test]
fn a_string_may_end_at_any_position() {
    for template in [
        r#"{"a":"%"}"#,
        r#"{"a":"%","z":"y"}"#,
        r#"{"a": "%", "z":"y"}"#,
        r#"{"a":"b","c":"%" , "z":1}"#,
        r#"{"%":1,"z":2}"#,
        r#"{"b":{},"%":[],"z":2}"#,
        r#"{"a":["%"],"z":1}"#,
        r#"{"a":{"%":[1,{}]},"z":"y"}"#,
        r#"{"_with":{"a":"%"},"z":"y"}"#,
        r#"{"_with":{"a":["%","#,
    ] {
        for length in 0..=140 {
            for special in SPECIAL {
                assert_agree(filled(template, &("a".repeat(length) + special)), "_with", 2);
            }
        }
    }
}

/// The value starts at every position around the end of the key's block. Brackets in the key must
/// not count as the value's.
#[test]
fn a_key_may_hold_brackets_and_commas_before_any_value() {
    for length in (0..4).chain(54..68) {
        for position in (0..length).step_by(3).chain([length]) {
            for inner in ["}", "]", "{", "[]", ",", ": ", "{}"] {
                let key = format!("{}{inner}{}", "k".repeat(position), "k".repeat(length - position));
                for value in ["{\"a\":1}", " {\"a\":1}", " []", "[{}]", " \"}\"", " 1"] {
                    assert_agree(format!("{{\"{key}\":{value}}}"), "_with", 2);
                    assert_agree(format!("{{\"a\":1,\"{key}\":{value},\"z\":{{}}}}"), "_with", 2);
                }
            }
        }
    }
}

#[test]
fn any_number_of_backslashes_may_precede_a_quote_at_any_position() {
    for template in [r#"{"a":"%"}"#, r#"{"a":["%"],"z":1}"#, r#"{"a":"%","z":"y"}"#, r#"{"%":"","z":"y"}"#] {
        for leading in (0..8).chain(50..72).chain(120..132) {
            for backslashes in (0..10).chain([62, 63, 64, 65, 66, 127, 128, 129]) {
                assert_agree(filled(template, &("a".repeat(leading) + &"\\".repeat(backslashes))), "_with", 2);
            }
        }
    }
}

/// A backend may skip blocks without letters by fewer masks.
#[test]
fn digits_capitals_and_blanks_may_fill_blocks_in_lists_and_strings() {
    for filler in ["1", "A", " ", "1,", "\u{e9}"] {
        for template in
            ["[1%]", "[[%],[%]]", "{\"a\":\"%\"}", "[\"%\",[\"%\"]]", "[\"%\\\"%]\"]", "[%\\\"]\"]", "[\"%]"]
        {
            for count in (0..4).chain(55..70).chain(119..132).chain([190, 191, 192, 193]) {
                let value = filled(template, &filler.repeat(count));
                assert_agree(format!("{{\"a\":{value},\"z\":1}}"), "_with", 1);
                assert_agree(format!("{{\"a\":{value},\"b\":{value}}}"), "_with", 1);
            }
        }
    }
}

#[test]
fn whitespace_of_any_length_may_be_between_any_two_tokens() {
    let tokens = [
        "",
        "{",
        "\"_with\"",
        ":",
        "{",
        "\"a\"",
        ":",
        "\"b\"",
        ",",
        "\"c\"",
        ":",
        "[",
        "1",
        "]",
        "}",
        ",",
        "\"d\"",
        ":",
        "12",
        "}",
    ];
    for position in 0..tokens.len() {
        for count in (0..6).chain(55..70).chain([79, 80, 81, 127, 128, 129, 300]) {
            for whitespace in [" ", "\n", "\t", "\r", " \n", "\x0c", "\u{a0}"] {
                let mut text = tokens[..=position].concat();
                text.extend(std::iter::repeat_n(whitespace, count));
                text += &tokens[position + 1..].concat();
                assert_agree(text, "_with", 2);
            }
        }
    }
}

#[test]
fn a_number_or_word_may_end_at_any_position() {
    for value in
        ["1", "-1", "0", "1.5", "1e5", "-0.1E-3", "true", "false", "null", "01", "1.", "tru", "+1", "truee", "-"]
    {
        for leading in 0..=80 {
            let key = "k".repeat(leading);
            for after in ["}", ",\"z\":1}", " }", " , \"z\":1}", "\n}", "]", "", ":", ",}", "x}"] {
                assert_agree(format!("{{\"{key}\":{value}{after}"), "_with", 1);
                assert_agree(format!("{{\"a\":\"{key}\", \"b\": {value}{after}"), "_with", 1);
            }
        }
    }
}

#[test]
fn numbers_may_be_of_any_length() {
    for length in 0..=150 {
        for number in ["%1", "1%", "-1%", "1.%1", "1e%1", "1%.5", "9%x"] {
            let number = filled(number, &"0".repeat(length));
            assert_agree(format!("{{\"a\":{number}}}"), "_with", 1);
            assert_agree(format!("{{\"a\":{number},\"z\":[{number}]}}"), "_with", 1);
        }
    }
}

#[test]
fn an_object_or_list_may_end_at_any_position() {
    let values = [
        "[%]",
        "{%}",
        "[[%]]",
        "[{%},[]]",
        "{%},{\"a\":[]}",
        "[%\"]\"]",
        "[%\"\\\"]\"]",
        "[%",
        "[%]]",
        "[%}",
        "[\"a\",%{}]",
    ];
    for value in values {
        for count in (0..140).chain([190, 191, 192, 193, 255, 256, 257]) {
            let value = filled(value, &" ".repeat(count));
            assert_agree(format!("{{\"a\":{value}}}"), "_with", 2);
            assert_agree(format!("{{\"_with\":{{\"a\":{value},\"b\":1}},\"z\":\"y\"}}"), "_with", 2);
        }
    }
}

#[test]
fn brackets_may_meet_the_end_of_a_block_in_any_order() {
    for brackets in ["[]", "[][]", "{}{}", "[[]]", "[{}]", "][", "]]", "[[", "}{", "\"]\"[]", "\"[\"", "\"\\\"[\""] {
        for leading in (0..4).chain(56..72).chain(120..136) {
            let spaces = " ".repeat(leading);
            assert_agree(format!("{{\"a\":[{spaces}{brackets}],\"z\":1}}"), "_with", 1);
            assert_agree(format!("{{\"a\":[[{spaces}{brackets}{spaces}],1],\"z\":1}}"), "_with", 1);
        }
    }
}

#[test]
fn a_backslash_outside_of_strings_is_refused_at_every_position() {
    for leading in 0..=140 {
        for inner in ["%\\", "%\\\"]\"", "%\\\\", "\"%\",\\", "\"\\\"%\"\\", "%\\\"", "[]%\\n"] {
            let value = filled(inner, &" ".repeat(leading));
            let deep = format!("{{\"a\":{}{value}{}}}", "[".repeat(70), "]".repeat(70));
            for text in [format!("{{\"a\":[{value}],\"z\":1}}"), format!("{{\"a\":{{{value}}}}}"), deep] {
                assert_agree(&text, "_with", 1);
                assert!(support::reference::read(text.as_bytes(), "_with", 1).is_none(), "{text}");
            }
        }
    }
}

#[test]
fn every_byte_at_every_position_of_a_value_is_accepted_or_refused_alike() {
    for template in [r#"{"a":"%","z":1}"#, r#"{"a":["%",1],"z":1}"#, r#"{"%":"a","z":1}"#] {
        for length in [20, 75] {
            let text = filled(template, &"x".repeat(length));
            let start = text.find("xx").unwrap();
            for at in (start..start + length).filter(|at| length < 70 || at % 7 == 0 || (55..70).contains(at)) {
                for byte in 0..=255 {
                    let mut bytes = text.clone().into_bytes();
                    bytes[at] = byte;
                    assert_agree(&bytes, "_with", 1);
                }
            }
        }
    }
}

/// Several members begin in the first block, so all of them take the fast path.
#[test]
fn every_byte_at_every_position_of_short_members_is_accepted_or_refused_alike() {
    let text = r#"{"a":"b","c":[{}],"d":12,"e":true, "f": "g","h":{"i":"j"},"k":null,"l":"m"}"#;
    for at in 0..text.len() {
        for byte in 0..=255 {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            agree(&bytes, "h", 2).unwrap_or_else(|error| panic!("{error}"));
        }
    }
}
