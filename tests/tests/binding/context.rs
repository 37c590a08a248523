//! Parameters that are no arguments: the statement, the envelope, events, and what a plugin makes
//! of the call itself.

use aro_tests::recorder::{answer, eager, legacy, recorder, refusal};
use serde_json::{Value, json};

#[test]
fn extractors_stand_before_or_after_the_subject_and_take_no_arguments_place() {
    for (verb, action) in [("ContextFirst", "ContextFirst"), ("context-last", "ContextLast")] {
        let mut envelope = eager("page", &json!("t"), &json!({ "tenant": "acme" }));
        envelope["qualifier"] = json!("title");
        let reply = recorder().execute(verb, &envelope).unwrap();
        let mut whole = json!({
            "result": "r", "source": "page", "preposition": "from", "qualifier": "title", "tenant": "acme",
            "action": action, "text": "t", "bytes": envelope.to_string().len(),
        });
        let events = reply.events();
        assert_eq!((events.len(), events[0].event_type.as_str()), (1, "Described"));
        assert_eq!(Value::Object(events[0].data.clone()), json!({ "text": "t" }));
        whole["_events"] = json!([{ "type": "Described", "data": { "text": "t" } }]);
        assert_eq!(reply.json().unwrap(), whole);

        let plain = answer(verb, &legacy("page", &json!("t"), &Value::Null));
        for key in ["result", "source", "preposition", "qualifier"] {
            assert_eq!(plain.get(key), None, "the legacy path sends no {key}");
        }
        assert_eq!((&plain["tenant"], &plain["text"]), (&json!("default"), &json!("t")));
    }
}

#[test]
fn an_extractor_that_fails_ends_the_call() {
    for verb in ["ContextFirst", "ContextLast"] {
        let error = refusal(verb, &json!({ "text": "t", "tenant": "nobody" }));
        assert_eq!((error.message.as_str(), error.code), ("no such tenant", Some(3)));
        assert_eq!(error.details, Some(json!({ "plugin": "recorder" })));
        let error = refusal(verb, &json!({ "text": "t", "tenant": 5 }));
        assert_eq!(error.message, "argument \"tenant\": expected a string, got the integer 5");
    }
}

#[test]
fn an_argument_that_overwrites_a_host_key_hides_that_part_of_the_statement_only() {
    let overwritten = json!({ "result": 3, "source": "here", "preposition": 5, "qualifier": [] });
    let envelope = eager("page", &json!("t"), &overwritten);
    let seen = answer("ContextFirst", &envelope);
    for key in ["result", "source", "preposition", "qualifier"] {
        assert_eq!(seen.get(key), None, "{seen}");
    }
    assert_eq!(seen["text"], "t");
}

#[test]
fn events_go_with_a_reply_and_not_with_an_error() {
    let reply = recorder().execute("PublishThen", &json!({ "fail": false })).unwrap();
    let types: Vec<String> = reply.events().into_iter().map(|event| event.event_type).collect();
    assert_eq!(types, ["First", "Second"]);
    let failed = recorder().execute("PublishThen", &json!({ "fail": true })).unwrap();
    assert_eq!(failed.json().unwrap(), json!({ "error": "after all", "error_code": 7 }));
    let list = refusal("PublishList", &json!({}));
    assert!(list.message.contains("\"List\"") && list.message.contains("must be an object"), "{list}");
}
