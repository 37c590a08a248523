//! Texts, keys and values of lengths around those of chunks, blocks and padded blocks.

mod support;

use support::{LENGTHS, assert_agree};

#[test]
fn a_text_may_be_of_any_length() {
    assert_agree("", "_with", 1);
    for length in 1..=200 {
        for text in [
            "{}",
            "{\"a\":1}",
            "{\"_with\":{}}",
            "{\"a\":\"\"}",
            "{\"a\":[]",
            "{\"a\":tru",
            "{\"a\"",
            "{\"",
            "[]",
            "1",
            "\"\"",
        ] {
            if let Some(rest) = usize::checked_sub(length, text.len()) {
                let spaces = " ".repeat(rest);
                assert_agree(format!("{text}{spaces}"), "_with", 2);
                assert_agree(format!("{spaces}{text}"), "_with", 2);
                assert_agree(text.replace('{', &format!("{{{spaces}")), "_with", 2);
                assert_agree(text.replace(':', &format!(":{spaces}")), "_with", 2);
            }
        }
    }
}

#[test]
fn only_whitespace_may_follow_an_object() {
    for length in LENGTHS {
        let text = format!("{{\"a\":\"{}\"}}", "x".repeat(length));
        for after in [" ", "\n\t\r ", "}", "{}", ",", "\"", "x", "\0", "\\", "]", "\u{a0}"] {
            assert_agree(format!("{text}{after}"), "_with", 1);
            assert_agree(format!("{text}{}{after}", " ".repeat(80)), "_with", 1);
        }
    }
}

#[test]
fn keys_and_values_may_be_of_any_length() {
    for key in (0..=130).chain(LENGTHS) {
        for value in LENGTHS {
            let (key, value) = ("k".repeat(key), "v".repeat(value));
            assert_agree(format!("{{\"{key}\":\"{value}\"}}"), "_with", 2);
            assert_agree(format!("{{\"{key}\":\"{value}\", \"{value}\": \"{key}\",\"z\":1}}"), "_with", 2);
            assert_agree(format!("{{\"_with\":{{\"{key}\":\"{value}\"}},\"{key}\":[\"{value}\"]}}"), &key, 2);
        }
    }
}

#[test]
fn keys_of_any_characters_may_be_of_any_length() {
    for c in ["é", "日", "\u{1F600}", "\\n", "\\u00e9", "\\ud83d\\ude00", "\\/", "\\\\"] {
        for length in 0..=70 {
            for leading in ["", "k", "kkkkkkk", "kkkkkkkk"] {
                let key = format!("{leading}{}", c.repeat(length));
                assert_agree(format!("{{\"a\":\"b\",\"{key}\":\"v\",\"z\":1}}"), "_with", 1);
                let name: String = serde_json::from_str(&format!("\"{key}\"")).unwrap();
                assert_agree(format!("{{\"{key}\":{{\"a\":1}},\"z\":\"{key}\"}}"), &name, 2);
            }
        }
    }
}

#[test]
fn an_object_may_have_any_number_of_members() {
    for count in (0..50).chain(LENGTHS) {
        for value in ["1", "\"v\"", "{\"_with\":1}", "[]", " null"] {
            let members: Vec<_> = (0..count).map(|member| format!("\"{member}\":{value}")).collect();
            let members = members.join(",");
            assert_agree(format!("{{{members}}}"), "_with", 2);
            if count > 0 {
                assert_agree(format!("{{\"_with\":{{{members}}},{members}}}"), "_with", 2);
            }
        }
    }
}

#[test]
fn copies_of_a_value_may_be_of_any_length() {
    for length in (90..140).chain(LENGTHS).chain([200, 255, 256, 257, 400]) {
        let inner = "x".repeat(length);
        for value in [format!("\"{inner}\""), format!("[\"{inner}\"]"), format!("{{\"é\":\"{inner}\"}}")] {
            let longer = value.replacen('x', "xx", 1);
            assert_agree(format!("{{\"a\":{value},\"b\":{value},\"c\":{longer},\"d\":{value}}}"), "_with", 1);
            assert_agree(
                format!("{{\"a\":{longer},\"b\":{value},\"_with\":{{\"c\":{value},\"é\":{longer}}}}}"),
                "_with",
                2,
            );
        }
    }
}
