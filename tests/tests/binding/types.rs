//! The types of parameters.

use aro_tests::recorder::{answer, answer_text, eager, refusal_text};
use serde_json::{Value, json};

/// The value as an action of one parameter takes it and gives it back: as a literal in a plain
/// call, and as the object of a statement.
fn echoed(verb: &str, literal: &str) -> Value {
    let plain = answer_text(verb, &format!(r#"{{"value":{literal}}}"#));
    let object = answer_text(verb, &format!(r#"{{ "data" : {literal} , "_with":{{"data":{literal}}} }}"#));
    assert_eq!(plain, object, "{verb} {literal}");
    plain
}

#[test]
fn every_type_takes_what_the_hosts_send_for_it() {
    let cases = [
        ("EchoStr", r#""https:\/\/a.io\/""#, json!("https://a.io/")),
        ("EchoStr", r#""\u00e9\ud83d\ude42\n""#, json!("é🙂\n")),
        ("EchoStr", r#""""#, json!("")),
        ("EchoString", r#""a\/b""#, json!("a/b")),
        ("EchoCow", r#""plain""#, json!("plain")),
        ("EchoCow", r#""a\/b""#, json!("a/b")),
        ("EchoChar", r#"";""#, json!(";")),
        ("EchoChar", r#""\/""#, json!("/")),
        ("EchoChar", r#""🙂""#, json!("🙂")),
        ("EchoBool", "true", json!(true)),
        ("EchoU8", "255", json!(255)),
        ("EchoI8", "-128", json!(-128)),
        ("EchoU64", "18446744073709551615", json!(u64::MAX)),
        ("EchoU64", "9007199254740993", json!(9_007_199_254_740_993_u64)),
        ("EchoI64", "9223372036854775807", json!(i64::MAX)),
        ("EchoI64", "-9223372036854775808", json!(i64::MIN)),
        // 2.0 arrives as `2`.
        ("EchoF64", "2", json!(2.0)),
        ("EchoF64", "-0.5", json!(-0.5)),
        ("EchoF64", "1e300", json!(1e300)),
        ("EchoF32", "2", json!(2.0)),
        ("EchoOption", "7", json!(7)),
        ("EchoList", "[1, -2]", json!([1, -2])),
        ("EchoList", "[]", json!([])),
        ("EchoWords", r#"["a","b\/c",""]"#, json!(["a", "b/c", ""])),
        ("EchoCells", "[1,null,3]", json!([1, null, 3])),
        ("EchoPair", r#"[1,"a\/b"]"#, json!([1, "a/b"])),
        ("EchoArray", "[1,2.5]", json!([1.0, 2.5])),
        ("EchoPath", r#""\/etc\/hosts""#, json!("/etc/hosts")),
        ("EchoShape", r#""Dot""#, json!("Dot")),
        ("EchoEither", "5", json!(5)),
        ("EchoEither", r#""a\/b""#, json!("a/b")),
        ("EchoMeters", "2", json!(2.0)),
        ("EchoValue", "[null]", json!([null])),
    ];
    for (verb, literal, value) in cases {
        assert_eq!(echoed(verb, literal), json!({ "result": value }), "{verb} {literal}");
    }
}

#[test]
fn structs_maps_and_enums_may_borrow_and_the_text_may_be_escaped() {
    let page = r#"{"url":"https:\/\/a.io\/","title":"a\/b","tags":["x\/y","z"],"more":[]}"#;
    let read = json!({ "url": "https://a.io/", "title": "a/b", "tags": ["x/y", "z"] });
    assert_eq!(echoed("EchoPage", page), read);
    assert_eq!(echoed("EchoPages", &format!("[{page},{page}]")), json!({ "result": [read, read] }));
    assert_eq!(echoed("EchoPages", r#"[{"url":"u","title":"t"}]"#)["result"][0]["tags"], json!([]));
    let cases = [
        ("EchoPoint", r#"{"x":1,"y":2}"#, json!({ "x": 1, "y": 2.0 })),
        ("EchoTexts", r#"{"a\/b":"c\/d","":""}"#, json!({ "a/b": "c/d", "": "" })),
        ("EchoShape", r#"{"Circle":2}"#, json!({ "Circle": 2.0 })),
        ("EchoShape", r#"{"Line":[1,2]}"#, json!({ "Line": [1, 2] })),
        ("EchoShape", r#"{"Label":{"text":"a\/b"}}"#, json!({ "Label": { "text": "a/b" } })),
        ("EchoTagged", r#"{"kind":"link","to":"a\/b"}"#, json!({ "kind": "link", "to": "a/b" })),
        ("EchoTagged", r#"{"kind":"gap"}"#, json!({ "kind": "gap" })),
    ];
    for (verb, literal, value) in cases {
        assert_eq!(echoed(verb, literal), value, "{verb} {literal}");
    }
}

#[test]
fn a_text_without_escapes_is_lent_from_the_hosts_own_bytes() {
    assert_eq!(
        answer("WhoseText", &eager("o", &json!("hello"), &Value::Null)),
        json!({ "value": "hello", "lent": true })
    );
    assert_eq!(answer_text("WhoseText", r#"{"value":"a\/b"}"#), json!({ "value": "a/b", "lent": false }));
}

#[test]
fn many_escaped_texts_are_all_kept() {
    let words: Vec<String> = (0..1000).map(|n| format!("{n}/{n}")).collect();
    let literal = json!(words).to_string().replace('/', "\\/");
    assert_eq!(echoed("EchoWords", &literal)["result"], json!(words));
}

#[test]
fn raw_values_go_in_and_out_to_the_letter() {
    for verb in ["EchoRaw", "EchoBoxedRaw"] {
        for literal in ["1.50", r#""a\/b""#, "[1, 2 ]", "true"] {
            let reply =
                aro_tests::recorder::recorder().execute_text(verb, &format!(r#"{{"value":{literal}}}"#)).unwrap();
            assert_eq!(reply.text().unwrap(), format!(r#"{{"result":{literal}}}"#), "{verb}");
        }
        let object = r#"{"a" : 1.50, "b":"\u0041"}"#;
        let reply = aro_tests::recorder::recorder().execute_text(verb, &format!(r#"{{"value":{object}}}"#)).unwrap();
        assert_eq!(reply.text().unwrap(), object, "{verb}");
        assert_eq!(answer_text(verb, r#"{"value":null}"#), json!({}), "{verb}");
    }
}

#[test]
fn a_value_of_the_wrong_kind_is_told_in_the_words_of_a_program() {
    let cases = [
        ("EchoStr", "5", "expected a string, got the integer 5"),
        ("EchoStr", "null", "expected a string, got null"),
        ("EchoStr", "[]", "expected a string, got a list"),
        ("EchoString", "{}", "expected a string, got an object"),
        ("EchoBool", r#""yes""#, "expected a boolean, got the string \"yes\""),
        ("EchoBool", "1", "expected a boolean, got the integer 1"),
        ("EchoChar", r#""ab""#, "expected a string of one character, got the string \"ab\""),
        ("EchoChar", "5", "expected a string of one character, got the integer 5"),
        ("EchoU8", "300", "expected an integer from 0 to 255, got the integer 300"),
        ("EchoU8", "-1", "expected an integer from 0 to 255, got the integer -1"),
        ("EchoI8", "128", "expected an integer from -128 to 127, got the integer 128"),
        ("EchoU64", "-1", "expected an integer that is not negative, got the integer -1"),
        ("EchoU64", "2.5", "expected an integer, got the number 2.5"),
        ("EchoI64", "true", "expected an integer, got the boolean true"),
        ("EchoI64", "null", "expected an integer, got null"),
        ("EchoF64", r#""2""#, "expected a number, got the string \"2\""),
        ("EchoList", r#""a""#, "expected a list, got the string \"a\""),
        ("EchoList", "{}", "expected a list, got an object"),
        ("EchoMeters", "false", "expected a number, got the boolean false"),
    ];
    for (verb, literal, text) in cases {
        let error = refusal_text(verb, &format!(r#"{{"value":{literal}}}"#));
        assert_eq!(error.message, format!("argument \"value\": {text}"), "{verb} {literal}");
        assert_eq!((error.code, error.category.as_deref()), (Some(1), Some("validation")), "{verb}");
        assert_eq!(error.details, Some(json!({ "argument": "value" })), "{verb}");
    }
    let shape = refusal_text("EchoShape", r#"{"value":"Square"}"#);
    assert!(shape.message.contains("Square") && shape.message.contains("Circle"), "{shape}");
}

#[test]
fn an_integer_beyond_64_bits_is_refused_and_not_rounded() {
    for (verb, literal) in [("EchoU64", "18446744073709551616"), ("EchoI64", "9223372036854775808")] {
        let error = refusal_text(verb, &format!(r#"{{"value":{literal}}}"#));
        assert!(error.message.starts_with("argument \"value\": "), "{error}");
    }
}

#[test]
fn no_message_speaks_of_rust_or_contradicts_itself() {
    let cases = [
        ("EchoPath", "5"),
        ("EchoPair", "[1]"),
        ("EchoPair", r#"[1,"a",3]"#),
        ("EchoArray", "[1]"),
        ("EchoPoint", "[]"),
        ("EchoShape", "5"),
        ("EchoShape", "{}"),
        ("EchoEither", "[]"),
        ("EchoI64", "9223372036854775808"),
    ];
    let foreign = ["borrowed", "tuple", "array", "struct", "enum", "invalid length", "trailing", "expected value"];
    let faulty: Vec<String> = cases
        .iter()
        .map(|(verb, literal)| refusal_text(verb, &format!(r#"{{"value":{literal}}}"#)).message)
        .filter(|text| {
            foreign.iter().any(|word| text.contains(word)) || text.contains("expected an integer, got the integer")
        })
        .collect();
    assert!(faulty.is_empty(), "{faulty:#?}");
}

#[test]
fn numbers_of_all_magnitudes_arrive_and_go_back_to_the_last_bit() {
    let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..400 {
        // Xorshift.
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        let fraction = bits as f64 / u64::MAX as f64;
        for number in
            [f64::from_bits(bits), fraction, fraction * 1e6, fraction * 1e-300].into_iter().filter(|n| n.is_finite())
        {
            for literal in [format!("{number:?}"), format!("{number:e}"), format!("{number:.25e}")] {
                for verb in ["EchoF64", "EchoValue"] {
                    assert_eq!(
                        echoed(verb, &literal)["result"].as_f64().map(f64::to_bits),
                        Some(number.to_bits()),
                        "{verb} {literal}"
                    );
                }
                let single: f32 = literal.parse().unwrap();
                if single.is_finite() {
                    assert_eq!(
                        echoed("EchoF32", &literal)["result"].as_f64().map(|n| n as f32),
                        Some(single),
                        "EchoF32 {literal}"
                    );
                }
            }
        }
    }
}
