//! `#[aro_on_event]` and `Events`.

use aro_host_testkit::Plugin;
use aro_tests::child;
use aro_tests::whole::{answer, error_of, fresh, refusal, success, whole};
use serde_json::{Value, json};

fn heard(plugin: &Plugin) -> Value {
    success(&plugin.execute("Recall", &json!({})).unwrap())["result"].take()
}

#[test]
fn patterns_are_exact_or_a_prefix_and_case_counts() {
    let plugin = fresh();
    for kind in
        ["User", "UserCreated", "Users", "Exact", "user", "userCreated", "TheUser", "ExactNot", "exact", "", "*"]
    {
        plugin.on_event(kind, &json!({})).unwrap();
    }
    let expected = ["User", "UserCreated", "Users"].map(|kind| json!(["User*", kind, {}]));
    let mut expected = expected.to_vec();
    expected.push(json!(["Exact", "Exact", {}]));
    assert_eq!(heard(&plugin), json!(expected));
}

#[test]
fn several_handlers_hear_of_one_event_and_neither_an_error_nor_a_panic_takes_it_from_the_next() {
    let plugin = fresh();
    plugin.on_event("Order", &json!({ "id": 7, "items": ["a", "b"] })).unwrap();
    assert_eq!(heard(&plugin), json!([["typed", 7, ["a", "b"], 7, null], ["last", "Order"]]));
}

#[test]
fn a_payload_that_does_not_fit_keeps_only_its_handler_from_running() {
    let plugin = fresh();
    for payload in [c"{\"id\":\"seven\",\"items\":[]}", c"{\"id\":", c"[]", c"null", c"", c"\xff"] {
        plugin.on_event_raw(Some(c"Order"), Some(payload)).unwrap();
    }
    plugin.on_event_raw(Some(c"Order"), None).unwrap();
    plugin.on_event_raw(None, Some(c"{}")).unwrap();
    plugin.on_event_raw(Some(c"\xff"), Some(c"{}")).unwrap();
    // The last two of the payloads and what follows are no texts at all, or no event.
    assert_eq!(heard(&plugin), json!(vec![["last", "Order"]; 5]));
}

#[test]
fn what_goes_wrong_in_a_handler_is_told_in_the_log_and_nowhere_else() {
    let stderr = child::stderr::<&str>("a_plugin_with_failing_handlers", &[]);
    for line in [
        "[whole b_failing] ERROR aro_sdk: the event \"Order\": no shelf",
        "[whole c_panicking] ERROR aro_sdk: the event \"Order\": the plugin panicked: the shelf falls",
        "[whole a_typed] ERROR aro_sdk: the event \"Order\": argument \"order\": ",
        "[whole emitting] ERROR aro_sdk: the event \"Emitting\": emitting cannot emit events: \
         hosts publish the events of actions only",
        "[whole on_event] ERROR aro_sdk: the event's type is NULL: pass a NUL-terminated string",
        "[whole on_event] ERROR aro_sdk: the event's payload is not valid UTF-8: the byte at offset 0 is wrong",
    ] {
        assert!(stderr.lines().any(|written| written.starts_with(line)), "{line}\n{stderr}");
    }
    let off = child::stderr("a_plugin_with_failing_handlers", &[("ARO_LOG", "off")]);
    assert!(!off.contains("ERROR"), "{off}");
}

#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn a_plugin_with_failing_handlers() {
    let plugin = fresh();
    plugin.on_event("Order", &json!([])).unwrap();
    plugin.on_event("Emitting", &json!({})).unwrap();
    plugin.on_event_raw(None, Some(c"{}")).unwrap();
    plugin.on_event_raw(Some(c"Order"), Some(c"\xff")).unwrap();
}

#[test]
fn emitted_events_travel_in_the_reply_in_their_order() {
    let input = json!({ "value": { "ok": 1 }, "emissions": [{ "type": "B", "data": { "n": 1 } }, { "type": "A" }] });
    let events = json!([{ "type": "B", "data": { "n": 1 } }, { "type": "A", "data": {} }]);
    assert_eq!(answer("SendOut", &input), json!({ "ok": 1, "_events": events }));
    assert_eq!(answer("SendOut", &json!({ "value": { "ok": 1 }, "emissions": [] })), json!({ "ok": 1 }));
}

#[test]
fn data_that_is_no_object_and_an_empty_type_are_errors_and_nothing_is_emitted() {
    for (data, kind) in
        [(json!([1]), "an array"), (json!("s"), "the string"), (json!(1), "the number"), (json!(true), "true")]
    {
        let error =
            refusal("SendOut", &json!({ "value": {}, "emissions": [{ "type": "A" }, { "type": "T", "data": data }] }));
        assert_eq!(error.code, Some(1));
        assert!(error.message.starts_with("the data of event \"T\" must be an object, got "), "{kind}: {error:?}");
    }
    let error = refusal("SendOut", &json!({ "value": {}, "emissions": [{ "type": "" }] }));
    assert_eq!(error.message, "an event needs a type, got the empty string");
}

#[test]
fn an_action_that_fails_publishes_nothing() {
    let reply = whole().execute("SendOutAndFail", &json!({})).unwrap();
    assert_eq!((error_of(&reply).message.as_str(), reply.events().len()), ("too late", 0));
}

#[test]
fn subscriptions_and_declared_emissions_land_in_the_metadata() {
    let info = whole().info_json().unwrap();
    let subscribes = ["Emitting", "Exact", "Order", "User*"];
    assert_eq!(info["events"], json!({ "subscribes": subscribes, "emits": ["Exact", "UserX"] }));
}
