//! State: one value per plugin.

use std::thread;

use aro_host_testkit::Plugin;
use aro_tests::whole::{error_of, fresh, success};
use serde_json::{Value, json};

fn result(plugin: &Plugin, action: &str) -> Value {
    success(&plugin.execute(action, &json!({})).unwrap())["result"].take()
}

#[test]
fn a_plugin_has_one_state_from_whatever_thread_it_is_asked() {
    let plugin = fresh();
    let drawn = |_| (0..100).map(|_| result(&plugin, "DrawTicket").as_u64().unwrap()).collect::<Vec<_>>();
    let mut tickets: Vec<u64> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|thread| scope.spawn(move || drawn(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    tickets.sort_unstable();
    assert_eq!(tickets, (0..800).collect::<Vec<_>>());
}

#[test]
fn two_copies_of_one_library_have_two_states() {
    let (first, second) = (fresh(), fresh());
    for count in 0..3 {
        assert_eq!(result(&first, "DrawTicket"), count);
    }
    assert_eq!(result(&second, "DrawTicket"), 0);
    first.on_event("UserCreated", &json!({})).unwrap();
    assert_eq!((result(&first, "Recall").as_array().unwrap().len(), result(&second, "Recall")), (1, json!([])));
    first.shutdown().unwrap();
    assert_eq!(result(&second, "DrawTicket"), 1, "the end of one is not the end of the other");
}

#[test]
fn what_init_returned_is_the_state_of_its_type() {
    let plugin = fresh();
    plugin.on_event("Exact", &json!({ "a": 1 })).unwrap();
    assert_eq!(result(&plugin, "Recall"), json!([["Exact", "Exact", { "a": 1 }]]));
}

#[test]
fn a_state_that_nobody_makes_is_an_error_with_code_7_that_says_what_to_do() {
    let error = error_of(&fresh().execute("SeekNobody", &json!({})).unwrap());
    let message = "the plugin has no whole::states::Nobodys: return it from the #[aro_init] function, or implement `Default` for it";
    assert_eq!((error.code, &*error.message), (Some(7), message));
}

#[test]
fn a_default_that_panics_fails_the_call_and_is_tried_again() {
    let plugin = fresh();
    let error = error_of(&plugin.execute("SeekShy", &json!({})).unwrap());
    assert_eq!((error.code, &*error.message), (Some(6), "the plugin panicked: not yet"));
    assert_eq!(result(&plugin, "DrawTicket"), 0, "the other states are not affected");
    assert_eq!(result(&plugin, "SeekShy"), 5);
}
