//! `timeout = "…"`. No test waits for a time: the futures never complete, or the time never ends.

use serde_json::json;

use super::{answer, forms, nothing, refusal};

#[test]
fn at_the_deadline_the_future_is_dropped_where_it_waits_and_the_reply_has_code_4() {
    for (form, plugin) in forms() {
        // No other test drops futures of this one.
        let plugin = &plugin.fresh_copy().unwrap();
        let dropped = || answer(plugin, "CountDropped", &nothing())["result"].as_u64().unwrap();
        let before = dropped();
        let expected = (Some(4), "\"WaitForever\" took longer than its timeout of 1ms".to_owned());
        assert_eq!(refusal(plugin, "WaitForever", &nothing()), expected, "{form}");
        assert_eq!(dropped(), before + 1, "{form}");
    }
}

#[test]
fn a_future_that_is_always_ready_to_go_on_ends_at_its_deadline_too() {
    for (form, plugin) in forms() {
        assert_eq!(refusal(plugin, "SpinForever", &nothing()).0, Some(4), "{form}");
    }
}

#[test]
fn a_future_that_completes_in_time_is_not_affected() {
    for (form, plugin) in forms() {
        assert_eq!(answer(plugin, "FinishInTime", &json!({ "text": "x" })), json!({ "result": "x" }), "{form}");
    }
}

#[test]
fn a_future_that_panics_when_it_is_dropped_at_the_deadline_is_an_error_and_the_next_call_works() {
    for (form, plugin) in forms() {
        for _ in 0..2 {
            let (code, message) = refusal(plugin, "WaitWithABomb", &nothing());
            assert!(code == Some(6) && message.contains("the bomb"), "{form}: {message}");
        }
        assert_eq!(refusal(plugin, "WaitForever", &nothing()).0, Some(4), "{form}");
    }
}

#[test]
fn a_method_has_the_timeout_of_its_service_unless_it_has_its_own() {
    for (form, plugin) in forms() {
        let (code, message) = refusal(plugin, "service:usual", &nothing());
        assert!(code == Some(4) && message.contains("usual"), "{form}: {message}");
        let patient = answer(plugin, "service:patient", &json!({ "text": "x" }));
        assert_eq!(patient, json!({ "result": "x" }), "{form}");
    }
}
