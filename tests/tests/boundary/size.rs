//! Work that grows with the input, and not with its square: with the square, none of these would
//! come to an end.

use aro_tests::recorder::{answer_text, recorder};
use serde_json::json;

const MANY: usize = 100_000;

#[test]
fn many_arguments_at_once() {
    let members: Vec<String> = (0..MANY).map(|n| format!("\"k{n}\":{n}")).collect();
    let members = members.join(",");
    let text = format!("{{{members},\"_with\":{{{members},\"_with\":{{{members}}}}}}}");
    let all = answer_text("FlatMap", &text);
    assert_eq!(all.as_object().unwrap().len(), MANY);
}

#[test]
fn one_key_many_times() {
    let members = "\"value\":1,\"_with\":{\"_with\":{},\"_with\":{}},".repeat(MANY);
    assert_eq!(answer_text("EchoValue", &format!("{{{members}\"value\":2}}")), json!({ "result": 2 }));
}

#[test]
fn many_escapes_in_one_string() {
    for escape in ["\\/", "\\u00e9", "\\ud83d\\ude00", "\\\"", "\\\\", "\\n"] {
        let text = format!("\"{}\"", escape.repeat(MANY));
        let expected: String = serde_json::from_str(&text).unwrap();
        assert_eq!(answer_text("EchoValue", &format!("{{\"value\":{text}}}"))["result"], expected);
    }
}

#[test]
fn the_retry_text_many_times() {
    let reply = recorder().execute("EchoValue", &json!({ "value": "Unknown action:".repeat(MANY) })).unwrap();
    assert!(!reply.asks_for_retry());
    assert_eq!(reply.json().unwrap()["result"].as_str().unwrap().len(), 15 * MANY);
}

#[test]
fn descriptors_in_descriptors_that_are_none() {
    // Each begins as a host writes a descriptor, with a long string, and then goes on otherwise.
    let one = format!("{{\"base\":\"{}\",\"more\":1}}", "x".repeat(30));
    let list = vec![one; MANY / 10].join(",");
    let text = format!("{{\"data\":[{list}],\"source\":{{\"base\":\"data\",\"specifiers\":[{list}]}},\"value\":1}}");
    assert_eq!(answer_text("EchoValue", &text), json!({ "result": 1 }));
}
