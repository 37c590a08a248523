//! A panic in each place where the plugin's author writes code, with every kind of payload.

use aro_host_testkit::{Plugin, Reply, ReplyError};
use serde_json::{Value, json};

use crate::support::{error_of, execute, fresh, refused, result, success};

/// The name of a payload, the text that stands for it in messages, and whether the panic has a
/// place: `resume_unwind` calls no hook that could note one.
pub(crate) const PAYLOADS: [(&str, &str, bool); 10] = [
    ("literal", "a literal", true),
    ("empty", "", true),
    ("nul", "before\0after \u{1}", true),
    ("retry", "Unknown action: x", true),
    ("long", "ä", true),
    ("number", NO_STRING, true),
    ("boxed", NO_STRING, true),
    ("grumpy", NO_STRING, true),
    ("resumed", "without a hook", false),
    ("unit", NO_STRING, false),
];

const NO_STRING: &str = "a payload that is not a string";

pub(crate) fn arm(plugin: &Plugin, place: &str, payload: &str) {
    success(&plugin.execute("Arm", &json!({ "place": place, "_with": { "payload": payload } })).unwrap());
}

fn assert_panicked(error: &ReplyError, place: &str, (payload, text, has_site): (&str, &str, bool)) {
    let text = text.repeat(if payload == "long" { 1 << 20 } else { 1 });
    assert!(error.message == format!("the plugin panicked: {text}"), "{place}, {payload}: {:.200}", error.message);
    assert_eq!((error.code, error.category.as_deref()), (Some(6), None), "{place}, {payload}");
    let site = error.details.as_ref().and_then(|details| details["location"].as_str());
    assert_eq!(site.is_some_and(|site| site.contains("places.rs:")), has_site, "{place}, {payload}: {site:?}");
}

/// A call, and the place in it that panics.
pub(crate) type Case = (&'static str, fn(&Plugin) -> Reply);

fn in_action(plugin: &Plugin, action: &str) -> Reply {
    plugin.execute(action, &json!({ "value": { "a": [1, "b"] } })).unwrap()
}

pub(crate) const CASES: [Case; 28] = [
    ("function", |p| execute(p, "CallFunction")),
    ("deserialize", |p| in_action(p, "TakeFickle")),
    ("drop of an argument", |p| in_action(p, "TakeFickle")),
    ("deserialize", |p| in_action(p, "LendFickle")),
    ("drop of an argument", |p| in_action(p, "LendFickle")),
    ("serialize", |p| execute(p, "GiveUnsteady")),
    ("drop of a result", |p| execute(p, "GiveUnsteady")),
    ("serialize", |p| execute(p, "EmitUnsteady")),
    ("drop of a result", |p| execute(p, "EmitUnsteady")),
    ("display", |p| execute(p, "FailShaky")),
    ("source", |p| execute(p, "FailShaky")),
    ("drop of an error", |p| execute(p, "FailShaky")),
    ("serialize", |p| execute(p, "FailDetailed")),
    ("drop of a result", |p| execute(p, "FailDetailed")),
    ("conversion of an error", |p| execute(p, "FailUnwilling")),
    ("default expression", |p| execute(p, "TakeDefault")),
    ("from_call", |p| execute(p, "TakeExtracted")),
    ("default of a state", |p| execute(p, "UseShy")),
    ("qualifier", |p| p.qualifier("shaken", &json!({ "value": 1, "type": "Int" })).unwrap()),
    ("method", |p| p.execute("service:ask", &json!({})).unwrap()),
    ("read", |p| p.object_read("shelf", "q").unwrap()),
    ("write", |p| p.object_write("shelf", "q", "1").unwrap()),
    ("list", |p| p.object_list("*").unwrap()),
    ("first of a stream", |p| execute(p, "StreamNumbers")),
    ("half of a stream", |p| execute(p, "StreamNumbers")),
    ("end of a stream", |p| execute(p, "TryNumbers")),
    ("half of a stream", |p| execute(p, "TryNumbers")),
    ("drop of a stream", |p| execute(p, "StreamNumbers")),
];

#[test]
fn a_panic_in_any_place_with_any_payload_is_an_error_reply_and_the_next_call_succeeds() {
    let plugin = fresh();
    for (place, call) in CASES {
        for payload in PAYLOADS {
            arm(&plugin, place, payload.0);
            let reply = call(&plugin);
            assert!(!reply.asks_for_retry(), "{place}, {}", payload.0);
            assert_panicked(&error_of(&reply), place, payload);
        }
        success(&execute(&plugin, "Disarm"));
        let reply = call(&plugin);
        let expected = match reply.error() {
            Some(error) => error.message,
            None => String::new(),
        };
        assert!(!expected.contains("panicked"), "{place}: {expected}");
    }
    assert_eq!(plugin.outstanding(), 0);
}

/// The metadata asks each parameter's type what it is read from.
#[test]
fn a_type_that_panics_when_it_is_asked_for_its_types_is_described_and_nothing_unwinds() {
    for (payload, ..) in PAYLOADS {
        let plugin = fresh();
        arm(&plugin, "deserialize", payload);
        let info = plugin.info().unwrap();
        assert!(info.actions.iter().any(|action| action.name == "TakeFickle"), "{payload}");
    }
}

#[test]
fn a_panic_in_an_event_handler_ends_there_and_the_next_handler_runs() {
    let plugin = fresh();
    for (n, (payload, ..)) in (1..).zip(PAYLOADS) {
        // Two megabytes in the log show nothing more.
        if payload == "long" {
            plugin.on_event("Bang", &json!({})).unwrap();
            continue;
        }
        arm(&plugin, "event handler", payload);
        plugin.on_event("Bang", &json!({})).unwrap();
        assert_eq!(result(&plugin, "CountHandled"), json!(n), "{payload}");
        success(&execute(&plugin, "Disarm"));
    }
}

#[test]
fn a_panic_in_shutdown_or_in_the_drop_of_a_state_ends_there_and_the_plugin_can_start_again() {
    for place in ["shutdown", "drop of a state"] {
        let plugin = fresh();
        for (life, (payload, ..)) in (1_u64..).zip(PAYLOADS) {
            let lives = success(&execute(&plugin, "CountLives"));
            assert_eq!(lives, json!({ "inits": life, "shutdowns": life - 1, "life": life }), "{place}, {payload}");
            if payload != "long" {
                arm(&plugin, place, payload);
            }
            plugin.shutdown().unwrap();
            assert_eq!(
                refused(&plugin, "CountLives").message,
                "the plugin \"faults\" is shut down",
                "{place}, {payload}"
            );
            plugin.register().unwrap();
            success(&execute(&plugin, "Disarm"));
        }
    }
}

#[test]
fn a_panic_in_init_is_the_answer_of_every_call_until_a_new_life() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static PAYLOAD: AtomicUsize = AtomicUsize::new(0);

    struct Armed;

    impl aro_tests::program::Program for Armed {
        fn run(_: &str, _: &Value) -> Option<String> {
            let payload = PAYLOADS[PAYLOAD.load(Ordering::SeqCst)].0;
            Some(json!({ "payload": payload }).to_string())
        }
    }

    let plugin = fresh();
    plugin.set_invoke(aro_tests::program::invoke::<Armed>).unwrap();
    for (index, payload) in PAYLOADS.into_iter().enumerate() {
        PAYLOAD.store(index, Ordering::SeqCst);
        plugin.register().unwrap();
        for _ in 0..2 {
            let mut error = refused(&plugin, "CallFunction");
            assert_eq!(error.code, Some(7), "{}", payload.0);
            error.code = Some(6);
            assert_panicked(&error, "init", payload);
        }
        plugin.shutdown().unwrap();
    }
    plugin.set_invoke_raw(None).unwrap();
    plugin.register().unwrap();
    assert_eq!(result(&plugin, "CallFunction"), json!(true));
}
