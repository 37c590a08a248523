//! State: one value per plugin.

use std::process::Command;
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
fn without_a_shutdown_hook_a_state_is_dropped_at_the_end_of_the_process_too() {
    let library = Plugin::builder(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/surroundings")).build_cdylib();
    let mut host = Command::new(env!("CARGO_BIN_EXE_call-and-end"));
    let output = host.arg(library.unwrap()).arg("Count").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("counted to 1"), "{output:?}");
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

#[test]
fn states_that_nothing_provides_are_one_error_at_start_and_in_the_metadata_of_a_debug_build() {
    let plugin = Plugin::build(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/unprovided")).unwrap();
    let wanted = |who: &str, name: &str| {
        format!(
            "{who}, but nothing provides a unprovided::{name}: implement `Default` for it, or return it from the \
             #[aro_init] function"
        )
    };
    let parameter = |of: &str| format!("{of} has the parameter \"missing\" of the type State<unprovided::Missing>");
    let message = [
        wanted(&parameter("the action \"UseAll\""), "Missing"),
        wanted("the service \"orphan\" is an `impl` block of unprovided::Orphan", "Orphan"),
        wanted(&parameter("the method \"ask\" of the service \"orphan\""), "Missing"),
    ]
    .join("; ");
    assert_eq!(plugin.info_json().unwrap()["error"], *message);
    // Also a call that needs no state: the plugin does not start.
    for action in ["UseNone", "UseAll", "UseNone"] {
        let error = error_of(&plugin.execute(action, &json!({})).unwrap());
        assert_eq!((error.code, &error.message), (Some(7), &message));
    }
}
