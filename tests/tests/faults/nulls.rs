//! NULL for every pointer of every function, alone and together with others.

use std::ffi::CStr;

use aro_host_testkit::{Plugin, ReplyError};
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use crate::support::{error_of, execute, fresh, refused, result};

/// Every way to replace some of these strings, and at least one, by NULL.
fn with_nulls<const N: usize>(strings: [&CStr; N]) -> impl Iterator<Item = [Option<&CStr>; N]> {
    let pick = move |mask: u32| std::array::from_fn(|index| (mask & 1 << index == 0).then_some(strings[index]));
    (1..1 << N).map(pick)
}

fn every_null(plugin: &Plugin) -> Vec<ReplyError> {
    let mut errors = Vec::new();
    let mut note = |reply: Result<aro_host_testkit::Reply, aro_host_testkit::CallError>| {
        errors.push(error_of(&reply.expect("never NULL")));
    };
    for [action, input] in with_nulls([c"CallFunction", c"{}"]) {
        note(plugin.execute_raw(action, input));
    }
    for [method, input] in with_nulls([c"service:ask", c"{}"]) {
        note(plugin.execute_raw(method, input));
    }
    for [name, input] in with_nulls([c"shaken", c"{\"value\":1}"]) {
        note(plugin.qualifier_raw(name, input));
    }
    for [identifier, qualifier] in with_nulls([c"shelf", c""]) {
        note(plugin.object_read_raw(identifier, qualifier));
    }
    for [identifier, qualifier, value] in with_nulls([c"shelf", c"", c"1"]) {
        note(plugin.object_write_raw(identifier, qualifier, value));
    }
    note(plugin.object_list_raw(None));
    let symbols = plugin.info().unwrap().actions.into_iter().map(|action| action.symbol.expect("each has one"));
    for symbol in symbols {
        note(plugin.entry_point(&symbol, None));
    }
    errors
}

#[test]
fn each_null_is_an_error_with_code_1_that_says_what_is_null_whatever_the_plugin_has_lived_through() {
    let plugin = fresh();
    // Before init, and after it.
    for _ in 0..2 {
        for error in every_null(&plugin) {
            assert_eq!((error.code, error.category.as_deref()), (Some(1), Some("validation")), "{error}");
            assert!(error.message.ends_with(" is NULL: pass a NUL-terminated string"), "{error}");
        }
        result(&plugin, "CallFunction");
    }
    plugin.shutdown().unwrap();
    for error in every_null(&plugin) {
        assert!(matches!(error.code, Some(1 | 7)), "{error}");
    }
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn an_event_with_null_runs_no_handler() {
    let plugin = fresh();
    for [kind, payload] in with_nulls([c"Bang", c"{}"]) {
        plugin.on_event_raw(kind, payload).unwrap();
    }
    assert_eq!(result(&plugin, "CountHandled"), 0);
}

#[test]
fn null_is_no_callback_and_nothing_to_free() {
    struct Works;

    impl Program for Works {
        fn run(_: &str, _: &Value) -> Option<String> {
            Some("5".to_owned())
        }
    }

    let plugin = fresh();
    let ask = || plugin.execute("AskHost", &json!({ "name": "x", "_with": { "depth": 0 } })).unwrap();
    for _ in 0..2 {
        plugin.set_invoke_raw(None).unwrap();
        assert_eq!(error_of(&ask()).code, Some(9));
        plugin.free_null();
        plugin.set_invoke(invoke::<Works>).unwrap();
        assert_eq!(ask().json().unwrap(), json!({ "result": 5 }));
    }
}

#[test]
fn a_feature_set_that_answers_null_is_an_error_with_code_6() {
    struct Nothing;

    impl Program for Nothing {
        fn run(feature_set: &str, _: &Value) -> Option<String> {
            (feature_set == "Init").then(|| "true".to_owned())
        }
    }

    let plugin = fresh();
    plugin.set_invoke(invoke::<Nothing>).unwrap();
    let reply = plugin.execute("AskHost", &json!({ "name": "x", "_with": { "depth": 0 } })).unwrap();
    let error = error_of(&reply);
    assert_eq!((error.code, &*error.message), (Some(6), "the feature set \"x\" gave NULL"));
    assert_eq!(refused(&plugin, "FailUnwilling").code, Some(2));
    assert!(execute(&plugin, "CallFunction").error().is_none());
}
