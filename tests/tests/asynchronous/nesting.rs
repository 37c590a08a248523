//! A future runs a feature set of the host, and the host calls the plugin again, on the same
//! thread.

use std::cell::Cell;

use aro_host_testkit::Plugin;
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use super::{FORMS, answer, forms, refusal};

/// Calls the plugin that this thread has noted.
struct Calling;

thread_local! {
    static FORM: Cell<usize> = const { Cell::new(0) };
}

impl Program for Calling {
    fn run(feature_set: &str, input: &Value) -> Option<String> {
        // A thread of the plugin's own has noted nothing. Only the second form has such threads.
        let form = if std::thread::current().name() == Some("aro-tokio") { 1 } else { FORM.get() };
        let plugin = &FORMS[form].1;
        let action = match feature_set {
            "Deeper" => "AskDeeper",
            other => other,
        };
        Some(plugin.execute(action, input).unwrap().json().unwrap().to_string())
    }
}

/// Runs a test on each form, whose host answers.
fn on_each(test: impl Fn(&str, &Plugin)) {
    for (index, (form, plugin)) in forms().enumerate() {
        FORM.set(index);
        plugin.set_invoke(invoke::<Calling>).unwrap();
        test(form, plugin);
    }
}

#[test]
fn a_call_from_inside_of_a_future_may_be_async_too_at_any_depth() {
    on_each(|form, plugin| {
        for depth in [0, 1, 2, 20] {
            let answer = answer(plugin, "AskDeeper", &json!({ "depth": depth }));
            assert_eq!(answer, json!({ "reached": true }), "{form}, {depth}");
        }
    });
}

#[test]
fn an_inner_future_may_wait_more_often_than_the_outer_one_may_in_one_poll() {
    on_each(|form, plugin| {
        let input = json!({ "set": "WaitOften", "input": { "times": 1000 } });
        assert_eq!(answer(plugin, "AskLater", &input), json!({ "result": 1000 }), "{form}");
    });
}

#[test]
fn an_inner_future_has_its_own_timeout_and_its_own_panics() {
    on_each(|form, plugin| {
        let ask = |set: &str| refusal(plugin, "AskLater", &json!({ "set": set, "input": { "text": "inner" } }));
        for _ in 0..2 {
            assert_eq!(ask("WaitForever").0, Some(4), "{form}");
            assert!(ask("PanicLater").1.contains("inner"), "{form}");
            assert!(ask("WaitWithABomb").1.contains("the bomb"), "{form}");
        }
    });
}

#[test]
fn a_task_a_blocking_thread_a_local_set_and_another_runtime_may_call_the_host() {
    FORM.set(1);
    let plugin = &FORMS[1].1;
    plugin.set_invoke(invoke::<Calling>).unwrap();
    for action in ["AskFromATask", "AskFromABlockingThread", "AskFromALocalSet", "AskFromAnOwnRuntime"] {
        for depth in [0, 3] {
            let answer = answer(plugin, action, &json!({ "depth": depth }));
            assert_eq!(answer, json!({ "reached": true }), "{action}, {depth}");
        }
    }
    assert_eq!(answer(plugin, "SpawnTask", &json!({ "number": 21 })), json!({ "result": 42 }));
}
