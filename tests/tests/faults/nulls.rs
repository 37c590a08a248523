//! NULL for every pointer of every function, alone and together with others.

use std::ffi::CStr;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Mutex, OnceLock};

use aro_host_testkit::{CallError, Plugin, Reply, ReplyError};
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use crate::library::built;
use crate::panics::arm;
use crate::support::{error_of, execute, fresh, refused, result};

/// All combinations in which at least one of these strings is NULL. Each comes with the description
/// of the first string that is NULL.
fn with_nulls<const N: usize>(
    strings: [(&'static str, &'static CStr); N],
) -> impl Iterator<Item = (&'static str, [Option<&'static CStr>; N])> {
    (1_u32..1 << N).map(move |mask| {
        let (what, _) = strings[mask.trailing_zeros() as usize];
        (what, std::array::from_fn(|index| (mask & 1 << index == 0).then_some(strings[index].1)))
    })
}

/// What is NULL, and the error.
type Refused = (&'static str, ReplyError);

fn every_null(plugin: &Plugin) -> Vec<Refused> {
    let mut errors = Vec::new();
    let mut note = |what, reply: Result<Reply, CallError>| errors.push((what, error_of(&reply.expect("never NULL"))));
    for action in [c"CallFunction", c"TakeAll", c"service:ask"] {
        for (what, [action, input]) in with_nulls([("the action's name", action), ("the input", c"{}")]) {
            note(what, plugin.execute_raw(action, input));
        }
    }
    for (what, [name, input]) in with_nulls([("the qualifier's name", c"shaken"), ("the input", c"{\"value\":1}")]) {
        note(what, plugin.qualifier_raw(name, input));
    }
    let (identifier, qualifier) = (("the object's identifier", c"shelf"), ("the qualifier", c""));
    for (what, [identifier, qualifier]) in with_nulls([identifier, qualifier]) {
        note(what, plugin.object_read_raw(identifier, qualifier));
    }
    for (what, [identifier, qualifier, value]) in with_nulls([identifier, qualifier, ("the value", c"1")]) {
        note(what, plugin.object_write_raw(identifier, qualifier, value));
    }
    note("the pattern", plugin.object_list_raw(None));
    let symbols = plugin.info().unwrap().actions.into_iter().map(|action| action.symbol.expect("each has one"));
    for symbol in symbols {
        note("the input", plugin.entry_point(&symbol, None));
    }
    errors
}

/// NULL in this stage of life.
fn assert_refused(stage: &str, errors: &[Refused]) {
    assert!(errors.len() > 40, "{stage}: {}", errors.len());
    for (what, error) in errors {
        assert_eq!((error.code, error.category.as_deref()), (Some(1), Some("validation")), "{stage}: {error}");
        assert_eq!(error.message, format!("{what} is NULL: pass a NUL-terminated string"), "{stage}");
    }
}

/// A plugin that cannot answer says so with code 7. What is NULL comes first: it is the host's
/// mistake, in whatever stage it is made.
#[test]
fn each_null_is_an_error_with_code_1_that_says_what_is_null_whatever_the_plugin_has_lived_through() {
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();
    static ERRORS: Mutex<Vec<Refused>> = Mutex::new(Vec::new());
    static INIT_FAILS: AtomicBool = AtomicBool::new(false);

    /// Passes NULL from inside of init and of shutdown.
    struct Staged;

    impl Program for Staged {
        fn run(_: &str, _: &Value) -> Option<String> {
            ERRORS.lock().unwrap().extend(every_null(PLUGIN.get()?));
            let answer = if INIT_FAILS.load(SeqCst) { json!({ "payload": "literal" }) } else { json!({}) };
            Some(answer.to_string())
        }
    }

    let plugin = PLUGIN.get_or_init(fresh);
    let from_inside = |stage: &str| assert_refused(stage, &std::mem::take(&mut *ERRORS.lock().unwrap()));
    plugin.set_invoke(invoke::<Staged>).unwrap();
    assert_refused("before init", &every_null(plugin));
    plugin.init().unwrap();
    from_inside("in init");
    assert_eq!(result(plugin, "CallFunction"), true);
    assert_refused("after init", &every_null(plugin));
    arm(plugin, "shutdown", "host");
    plugin.shutdown().unwrap();
    from_inside("in shutdown");
    assert_refused("after shutdown", &every_null(plugin));
    assert_eq!(refused(plugin, "CallFunction").code, Some(7));
    INIT_FAILS.store(true, SeqCst);
    plugin.register().unwrap();
    from_inside("in an init that fails");
    assert_refused("after an init that failed", &every_null(plugin));
    assert_eq!(refused(plugin, "CallFunction").code, Some(7));
    INIT_FAILS.store(false, SeqCst);
    plugin.shutdown().unwrap();
    plugin.register().unwrap();
    from_inside("in a new life's init");
    assert_refused("in a new life", &every_null(plugin));
    assert_eq!(result(plugin, "CallFunction"), true);
    assert_eq!(plugin.outstanding(), 0);
}

/// Whatever it is asked for: it looks at nothing.
#[test]
fn a_plugin_without_system_objects_says_so_with_code_9_whatever_is_null() {
    let plugin = Plugin::open(built("fixtures/alpha")).unwrap();
    for _ in 0..2 {
        for reply in [
            plugin.object_read_raw(None, None),
            plugin.object_write_raw(None, None, None),
            plugin.object_list_raw(None),
            plugin.object_read("shelf", ""),
        ] {
            let error = error_of(&reply.unwrap());
            assert_eq!((error.code, &*error.message), (Some(9), "the plugin \"alpha\" has no system objects"));
        }
        plugin.shutdown().unwrap();
    }
}

#[test]
fn an_event_with_null_runs_no_handler() {
    let plugin = fresh();
    for (_, [kind, payload]) in with_nulls([("the event's type", c"Bang"), ("the event's payload", c"{}")]) {
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
