//! Every kind of function and of parameter.

use aro_host_testkit::{ErrorCode, assert_error, assert_value, for_each_host};
use aro_tests::child;
use aro_tests::recorder::error_of;
use aro_tests::whole::success;
use serde_json::json;

use super::{FORMS, answer, forms, nothing, refusal};

#[test]
fn parameters_that_borrow_from_the_call_are_there_after_an_await() {
    let input = json!({
        "name": "Ada", "title": "a \"b\"", "rows": [{ "name": "x" }, { "name": "y" }], "more": [1, 2],
        "blob": "AAEC", "result": { "base": "greeting", "specifiers": [] }, "preposition": "with"
    });
    for (form, plugin) in forms() {
        let expected = json!({
            "name": "Ada", "title": "a \"b\"", "rows": ["x", "y"], "bytes": 5, "limit": 3, "preposition": "with",
            "result": "greeting", "length": 1, "started": 7,
            "_events": [{ "type": "Greeted", "data": { "name": "Ada" } }]
        });
        assert_eq!(answer(plugin, "GreetLater", &input), expected, "{form}");
        assert_eq!(answer(plugin, "CountLater", &json!({ "a": 1, "b": 2 })), json!({ "result": 2 }), "{form}");
        assert_eq!(answer(plugin, "KeepLocal", &json!({ "text": "abc" })), json!({ "result": 3 }), "{form}");
    }
}

#[test]
fn programs_call_async_functions_on_every_host_path() {
    for (_, plugin) in &*FORMS {
        for_each_host(|host| {
            host.load(plugin);
            assert_value!(host.run("KeepLocal the <n> from \"four\".", ()), { "result": 4 });
            assert_value!(host.run("Compute the <s: Futures.shout> from \"aro\".", ()), "ARO");
            assert_error!(host.run("FailLater the <n> from \"four\".", ()), ErrorCode::ExecutionFailed);
        });
    }
}

#[test]
fn errors_and_panics_after_an_await_are_replies_like_any_others() {
    for (form, plugin) in forms() {
        let (code, message) = refusal(plugin, "FailLater", &json!({ "text": "x" }));
        assert_eq!((code, message.as_str()), (Some(6), "invalid digit found in string"), "{form}");
        for _ in 0..2 {
            let reply = plugin.execute("PanicLater", &json!({ "text": "the wall" })).unwrap();
            let details = error_of(&reply).details.unwrap();
            assert!(details["location"].as_str().unwrap().contains("actions.rs:"), "{form}: {details:?}");
            let (code, message) = refusal(plugin, "PanicLater", &json!({ "text": "the wall" }));
            assert_eq!((code, message.as_str()), (Some(6), "the plugin panicked: the wall"), "{form}");
        }
        assert_eq!(answer(plugin, "KeepLocal", &json!({ "text": "abc" })), json!({ "result": 3 }), "{form}");
    }
}

#[test]
fn qualifiers_methods_and_system_objects_can_be_async() {
    for (form, plugin) in forms() {
        let value = json!({ "value": "loud", "type": "String" });
        assert_eq!(success(&plugin.qualifier("shout", &value).unwrap()), json!({ "result": "LOUD" }), "{form}");
        let patient = answer(plugin, "service:patient", &json!({ "text": "x" }));
        assert_eq!(patient, json!({ "result": "x" }), "{form}");
        assert_eq!(answer(plugin, "service:plain", &nothing()), json!({ "result": 1 }), "{form}");
        let lamp = success(&plugin.object_read("lantern", "hall").unwrap());
        assert_eq!(lamp, json!({ "result": "hall is lit" }), "{form}");
    }
}

#[test]
fn handlers_and_hooks_can_be_async() {
    let stderr = child::stderr::<&str>("functions::a_process_with_async_handlers_and_hooks", &[]);
    assert_eq!(stderr.matches("noted Ada of UserCreated\n").count(), 3, "{stderr}");
    assert_eq!(stderr.matches("ERROR aro_sdk: the event \"UserGone\": nobody is here\n").count(), 3, "{stderr}");
    assert_eq!(stderr.matches("shutdown, started 7\n").count(), 3, "{stderr}");
}

#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn a_process_with_async_handlers_and_hooks() {
    for (_, plugin) in forms() {
        plugin.init().unwrap();
        plugin.on_event("UserCreated", &json!({ "name": "Ada" })).unwrap();
        plugin.on_event("UserGone", &json!({ "name": "nobody" })).unwrap();
        plugin.shutdown().unwrap();
    }
}

#[test]
fn async_functions_are_described_like_others() {
    let info = FORMS[0].1.info_json().unwrap();
    let actions = info["actions"].as_array().unwrap();
    let keep = actions.iter().find(|action| action["name"] == "KeepLocal").unwrap();
    assert_eq!(keep["parameters"]["properties"], json!({ "text": { "type": "string" } }));
}
