//! Nesting: 127 levels are read, as by `serde_json`, and not one more.

use aro_tests::recorder::{answer_text, refusal_text};
use serde_json::Value;

/// Envelopes of `levels` levels in all. The last of each pair is an action that asks for the value,
/// the first one that does not.
fn envelopes(levels: usize) -> Vec<(&'static str, String)> {
    let lists = |inside: usize| format!("{}{}", "[".repeat(inside), "]".repeat(inside));
    let objects = |inside: usize| format!("{}1{}", "{\"a\":".repeat(inside), "}".repeat(inside));
    let mut found = Vec::new();
    for nest in [&lists as &dyn Fn(usize) -> String, &objects] {
        for verb in ["ReadNothing", "EchoValue"] {
            found.push((verb, format!(r#"{{"value":{}}}"#, nest(levels - 1))));
            found.push((verb, format!(r#"{{"data":{}}}"#, nest(levels - 1))));
            found.push((verb, format!(r#"{{"_with":{{"value":{}}}}}"#, nest(levels - 2))));
            found.push((verb, format!(r#"{{"_with":{{"_with":{{"value":{}}}}}}}"#, nest(levels - 3))));
            found.push((verb, format!(r#"{{"value":1,"other":{}}}"#, nest(levels - 1))));
            found.push((verb, format!(r#"{{"value":1,"_with":{{"other":{}}}}}"#, nest(levels - 2))));
        }
    }
    found.push(("ReadNothing", objects(levels)));
    found.push(("ReadNothing", format!("{}1{}", "{\"_with\":".repeat(levels), "}".repeat(levels))));
    found
}

#[test]
fn levels_that_serde_json_reads_are_read() {
    for levels in [4, 100, 127] {
        for (verb, text) in envelopes(levels) {
            assert!(serde_json::from_str::<Value>(&text).is_ok(), "the case is not what it says: {text}");
            answer_text(verb, &text);
        }
    }
}

#[test]
fn what_serde_json_finds_too_deep_is_an_error_reply_that_says_so() {
    for levels in [128, 129, 500, 100_000] {
        for (verb, text) in envelopes(levels) {
            assert!(serde_json::from_str::<Value>(&text).is_err(), "the case is not what it says");
            let error = refusal_text(verb, &text);
            assert!(error.message.contains("nested too deep"), "{levels}, {verb}: {error}");
            assert!(error.message.contains("127"), "{levels}, {verb}: {error}");
            assert!(!error.message.contains("not valid JSON"), "{levels}, {verb}: {error}");
            assert_eq!(error.code, Some(1));
        }
    }
}

#[test]
fn brackets_inside_texts_are_no_levels() {
    let text = format!(r#"{{"value":"{}\"{}"}}"#, "[{".repeat(200), "]".repeat(7));
    assert_eq!(answer_text("EchoValue", &text)["result"].as_str().unwrap().len(), 408);
}
