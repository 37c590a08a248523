//! Pointers, bytes and texts that are no call.

use std::collections::BTreeSet;
use std::ffi::CStr;

use aro_host_testkit::ReplyError;
use aro_tests::recorder::{answer_text, error_of, recorder, refusal, refusal_text};
use serde_json::{Value, json};

const ACTION: Option<&CStr> = Some(c"TakeTwo");
const SYMBOL: &str = "recorder__take_two";

fn executed(action: Option<&CStr>, input: Option<&CStr>) -> ReplyError {
    error_of(&recorder().execute_raw(action, input).expect("never NULL"))
}

fn entered(input: Option<&CStr>) -> ReplyError {
    error_of(&recorder().entry_point(SYMBOL, input).expect("never NULL"))
}

#[test]
fn null_is_an_error_reply_that_says_which_pointer() {
    let cases = [
        (None, Some(c"{}"), "the action's name is NULL"),
        (None, None, "the action's name is NULL"),
        (ACTION, None, "the input is NULL"),
    ];
    for (action, input, text) in cases {
        let error = executed(action, input);
        assert!(error.message.starts_with(text), "{error}");
        assert_eq!((error.code, error.category.as_deref()), (Some(1), Some("validation")));
    }
    assert_eq!(entered(None), executed(ACTION, None));
}

#[test]
fn bytes_that_are_no_utf8_are_an_error_reply_that_says_where() {
    let cases: [(&CStr, &CStr, &str, u64); 6] = [
        (c"\xff", c"{}", "the action's name", 0),
        (c"TakeTwo\xc3", c"{}", "the action's name", 7),
        (c"\xff", c"\xff", "the action's name", 0),
        (c"TakeTwo", c"\xff", "the input", 0),
        (c"TakeTwo", c"{\"text\":\"\xe9\"}", "the input", 9),
        // A surrogate, written as if it were a letter.
        (c"TakeTwo", c"{\"text\":\"\xed\xa0\x80\"}", "the input", 9),
    ];
    for (action, input, what, offset) in cases {
        let error = executed(Some(action), Some(input));
        assert_eq!(error.message, format!("{what} is not valid UTF-8: the byte at offset {offset} is wrong"));
        assert_eq!((error.code, &error.details), (Some(1), &Some(json!({ "offset": offset }))));
        if what == "the input" {
            assert_eq!(entered(Some(input)), error);
        }
    }
}

#[test]
fn malformed_json_is_an_error_reply_with_line_and_column() {
    let cases = [
        ("", 1, 0),
        ("   ", 1, 3),
        ("{", 1, 1),
        ("{\"text\"", 1, 7),
        ("{\"text\" 1}", 1, 9),
        ("{\"text\":}", 1, 9),
        ("{\"text\":1,}", 1, 11),
        ("{\"text\":1", 1, 9),
        ("{\"text\":1} x", 1, 12),
        ("{\"text\":1}}", 1, 11),
        ("{text:1}", 1, 2),
        ("{'text':1}", 1, 2),
        ("{\n  \"text\": tru\n}", 3, 0),
        ("{\n\"text\":\n\n[1,2}", 4, 5),
        ("{\"text\":\"a", 1, 10),
        ("{\"text\":01}", 1, 10),
        ("{\"text\":+1}", 1, 9),
        ("{\"text\":NaN}", 1, 9),
        ("{\"te\\xt\":1}", 1, 6),
        ("\u{feff}{}", 1, 1),
        ("not json at all", 1, 2),
        ("[1,", 1, 3),
    ];
    for (text, line, column) in cases {
        let error = refusal_text("TakeTwo", text);
        assert!(error.message.starts_with("the input is not valid JSON: "), "{text:?}: {error}");
        let place = format!("line {line} column {column}");
        assert!(error.message.ends_with(&place), "{text:?}: {error} and not at {place}");
        assert_eq!(error.details, Some(json!({ "line": line, "column": column })), "{text:?}");
        assert_eq!((error.code, error.category.as_deref()), (Some(1), Some("validation")), "{text:?}");
        assert_eq!(entered(Some(&std::ffi::CString::new(text).unwrap())), error, "{text:?}");
    }
}

#[test]
fn a_fault_inside_a_value_that_is_asked_for_names_the_argument() {
    for literal in [r#""\x""#, r#""\ud800""#, "\"\u{1}\"", r#"[1 2]"#, r#"{"a":tru}"#] {
        let error = refusal_text("RecordRequired", &format!(r#"{{"value":{literal}}}"#));
        let named =
            error.message.starts_with("argument \"value") || error.message.starts_with("the input is not valid");
        assert!(named, "{literal}: {error}");
        assert_eq!(error.code, Some(1));
    }
}

#[test]
fn a_key_that_is_no_text_is_named_as_the_fault() {
    let error = refusal_text("TakeTwo", r#" {"\ud800":1}"#);
    let message = "the input is not valid JSON: a key has an unpaired UTF-16 surrogate escape";
    assert_eq!((error.code, &*error.message), (Some(1), message));
}

#[test]
fn an_envelope_that_is_no_object_is_an_error_reply_that_says_what_came() {
    let cases = [
        ("[]", "a list"),
        (" [{}] ", "a list"),
        ("\"text\"", "a string"),
        ("5", "a number"),
        ("-1.5", "a number"),
        ("null", "null"),
        ("true", "a boolean"),
        ("false", "a boolean"),
    ];
    for (text, kind) in cases {
        let error = refusal_text("TakeTwo", text);
        assert_eq!(error.message, format!("the input must be a JSON object with the arguments, got {kind}"));
        assert_eq!(entered(Some(&std::ffi::CString::new(text).unwrap())), error);
    }
}

#[test]
fn an_unknown_action_is_an_error_reply_that_names_the_plugin_and_its_verbs() {
    for action in ["Nope", "", "TakeTwo ", "Täke", "Unknown action: x", "a\nb"] {
        let error = refusal(action, &json!({}));
        assert!(error.message.contains(&format!("the plugin \"recorder\" has no action \"{action}\"")), "{error}");
        assert!(error.message.contains("TakeTwo") && error.message.contains("OlderThing"), "{error}");
        assert_eq!(error.code, Some(2));
    }
    let error = refusal("service:ping", &json!({}));
    assert_eq!(error.message, "the plugin \"recorder\" has no service method \"ping\": it has none");
    // Also when the input is no good either.
    assert_eq!(executed(Some(c"Nope"), None).code, Some(2));
}

#[test]
fn each_fault_of_the_call_has_a_message_of_its_own() {
    let deep = format!("{}{}", "{\"a\":".repeat(200), "1".to_owned() + &"}".repeat(200));
    let deep = std::ffi::CString::new(deep).unwrap();
    let calls: [(Option<&CStr>, Option<&CStr>); 10] = [
        (None, Some(c"{}")),
        (ACTION, None),
        (Some(c"\xff"), Some(c"{}")),
        (ACTION, Some(c"\xff")),
        (ACTION, Some(c"{")),
        (ACTION, Some(c"[]")),
        (ACTION, Some(&deep)),
        (Some(c"Nope"), Some(c"{}")),
        (ACTION, Some(c"{}")),
        (ACTION, Some(c"{\"text\":5}")),
    ];
    let messages: BTreeSet<String> = calls.map(|(action, input)| executed(action, input).message).into_iter().collect();
    assert_eq!(messages.len(), calls.len(), "{messages:#?}");
}

#[test]
fn blanks_around_and_inside_the_envelope_do_not_matter() {
    let text = "\r\n\t { \"text\"\t:\n\"t\" ,\r\"limit\" : 5\n}\t\r\n ";
    assert_eq!(answer_text("TakeTwo", text), json!({ "text": "t", "limit": 5 }));
    assert_eq!(answer_text("ReadNothing", " {\n} "), json!({ "result": true }));
}

#[test]
fn an_entry_point_answers_as_execute_does() {
    let input = c"{\"data\":\"t\",\"limit\":5}";
    let whole = json!({ "text": "t", "limit": 5 });
    assert_eq!(recorder().entry_point(SYMBOL, Some(input)).unwrap().json().unwrap(), whole);
    assert_eq!(recorder().entry_point("recorder_ancient", Some(c"{}")).unwrap().json().unwrap(), json!({}));
    let error = entered(Some(c"{\"data\":\"t\",\"limit\":\"five\"}"));
    assert_eq!(error.message, "argument \"limit\": expected an integer, got the string \"five\"");
    let symbols: BTreeSet<Option<String>> =
        recorder().info().unwrap().actions.into_iter().map(|action| action.symbol).collect();
    for symbol in symbols {
        let symbol = symbol.expect("each action has one");
        assert!(recorder().has_symbol(&symbol), "{symbol}");
        let reply = recorder().entry_point(&symbol, None).unwrap();
        assert!(matches!(reply.json().unwrap(), Value::Object(_)), "{symbol}");
    }
}
