//! The interpreter runs an action again when the reply's text holds `Unknown action:`, so it never
//! does; and C texts end at a NUL, so there is none.

use aro_host_testkit::Reply;
use aro_tests::recorder::{recorder, refusal};
use serde_json::{Value, json};

const RETRY: &str = "Unknown action:";

fn harmless(reply: Reply) -> Value {
    assert!(!reply.asks_for_retry(), "{reply}");
    assert!(!reply.text().unwrap().contains(RETRY), "{reply}");
    reply.json().unwrap()
}

fn executed(action: &str, input: &Value) -> Value {
    harmless(recorder().execute(action, input).unwrap())
}

#[test]
fn the_retry_text_never_stands_in_a_reply_and_the_value_stays_the_same() {
    let values = [
        json!(RETRY),
        json!("he said: Unknown action: x, Unknown action:, Unknown action:Unknown action:"),
        json!({ RETRY: 1, "a": { "b Unknown action: c": [RETRY, { "d": RETRY }] } }),
        json!([RETRY, [RETRY]]),
        json!("Unknown action\u{ff1a} Unknown  action: unknown action: Unknown action :"),
        json!(format!("\"\\{RETRY}\\\"\n")),
        json!("é🙂Unknown action:é🙂"),
    ];
    for value in values {
        for verb in ["EchoValue", "EchoRaw", "EchoBoxedRaw"] {
            let reply = executed(verb, &json!({ "value": value }));
            let came = if value.is_object() { reply } else { reply["result"].clone() };
            assert_eq!(came, value, "{verb}");
        }
        assert_eq!(executed("RecordRequired", &json!({ "value": value }))["result"][0], value);
        assert_eq!(executed("FlatMap", &json!({ "given": value }))["given"], value);
    }
    for verb in ["EchoStr", "EchoString", "EchoCow", "EchoPath"] {
        assert_eq!(executed(verb, &json!({ "value": RETRY }))["result"], RETRY);
    }
    assert_eq!(executed("EchoTexts", &json!({ "value": { RETRY: RETRY } })), json!({ RETRY: RETRY }));
}

#[test]
fn the_retry_text_never_stands_in_an_error() {
    let message = format!("no {RETRY} x");
    assert_eq!(executed("FailString", &json!({ "text": format!("{RETRY} x") }))["error"], message);
    let panic = executed("PanicWith", &json!({ "way": "message", "message": message }));
    assert_eq!(panic["error"], format!("the plugin panicked: {message}"));
    let wrong = executed("LimitRows", &json!({ "limit": RETRY }));
    assert!(wrong["error"].as_str().unwrap().contains(RETRY), "{wrong}");
    let place = executed("EchoTexts", &json!({ "value": { RETRY: 5 } }));
    assert!(place["details"]["argument"].as_str().unwrap().contains(RETRY), "{place}");
    let action = executed(&format!("{RETRY} x"), &json!({}));
    assert!(action["error"].as_str().unwrap().contains(RETRY), "{action}");
    // No name that a host may try is known either, so there is nothing to try again.
    assert!(!refusal("Nope", &json!({})).message.contains(RETRY));
}

#[test]
fn the_retry_text_never_stands_in_an_event() {
    let reply = executed("ContextFirst", &json!({ "text": RETRY }));
    assert_eq!(reply["_events"][0]["data"]["text"], RETRY);
}

#[test]
fn no_reply_holds_a_nul_and_no_value_is_cut_off_at_one() {
    assert_eq!(executed("GiveNul", &json!({})), json!({ "a\0b": "c\0d\0" }));
    for verb in ["EchoValue", "EchoStr", "EchoRaw"] {
        assert_eq!(executed(verb, &json!({ "value": "\0a\0" })), json!({ "result": "\0a\0" }), "{verb}");
    }
    assert_eq!(executed("FailString", &json!({ "text": "\0x" }))["error"], "no \0x");
    let panic = executed("PanicWith", &json!({ "way": "message", "message": "\0x" }));
    assert_eq!(panic["error"], "the plugin panicked: \0x");
    let limit = executed("LimitRows", &json!({ "limit": "\0x" }));
    assert!(limit["error"].as_str().unwrap().starts_with("argument \"limit\": expected an integer"), "{limit}");
}
