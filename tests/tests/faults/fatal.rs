//! What ends the process, in a child process: with the signal that Rust documents and no other. And
//! what does not, although it is near.

use aro_host_testkit::CallError;
use aro_host_testkit::isolation::{Callable as _, Crash, End, Phase, Session};
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use crate::support::{error_of, execute, fresh, library, refused, result, success};

#[cfg(unix)]
fn crash(session: &Session, action: &str) -> Crash {
    match session.execute(action, &json!({ "value": 1 })) {
        Err(CallError::Crashed(crash)) => *crash,
        other => panic!("{other:?}"),
    }
}

#[test]
#[cfg(unix)]
fn a_panic_while_panicking_aborts_and_nothing_else() {
    let session = Session::isolated(library()).unwrap();
    let crash = crash(&session, "PanicTwice");
    assert_eq!((&crash.end, crash.phase), (&End::Signal { number: 6 }, Phase::Calling), "{crash}");
    assert!(crash.stderr.contains("non-unwinding panic"), "{}", crash.stderr);
    assert!(session.execute("CallFunction", &json!({})).unwrap().error().is_none());
}

/// The guard page ends it. Rust's handler, if the host has one, says so and aborts.
#[test]
#[cfg(unix)]
fn an_exhausted_stack_ends_the_process_by_sigsegv_or_sigabrt() {
    let session = Session::isolated(library()).unwrap();
    let crash = crash(&session, "ExhaustStack");
    assert!(matches!(crash.end, End::Signal { number: 6 | 11 }), "{crash}");
    assert_eq!(crash.phase, Phase::Calling, "{crash}");
    assert!(session.execute("CallFunction", &json!({})).unwrap().error().is_none());
}

#[test]
fn a_panic_that_ends_inside_a_drop_that_unwinding_runs_is_survived() {
    let plugin = fresh();
    for _ in 0..3 {
        let error = refused(&plugin, "PanicGuarded");
        assert_eq!((&*error.message, error.code), ("the plugin panicked: the first", Some(6)));
    }
}

#[test]
fn a_poisoned_lock_of_the_author_s_fails_its_own_calls_only() {
    let plugin = fresh();
    for (action, held) in [("PoisonMutex", "the mutex is held"), ("PoisonRwLock", "the lock is held")] {
        assert_eq!(refused(&plugin, action).message, format!("the plugin panicked: {held}"));
        for _ in 0..3 {
            let error = refused(&plugin, action);
            assert_eq!(error.code, Some(7), "{error}");
            assert!(error.message.starts_with("poisoned lock"), "{error}");
        }
    }
    assert_eq!(result(&plugin, "CallFunction"), json!(true));
    plugin.shutdown().unwrap();
}

#[test]
fn an_action_that_runs_the_host_that_calls_the_plugin_again_is_answered_at_every_level() {
    use std::sync::OnceLock;
    static PLUGIN: OnceLock<aro_host_testkit::Plugin> = OnceLock::new();
    const LEVELS: u64 = 30;

    struct Again;

    impl Program for Again {
        fn run(name: &str, input: &Value) -> Option<String> {
            let plugin = PLUGIN.get()?;
            let depth = input["depth"].as_u64().unwrap_or_default();
            let reply = match depth {
                0 => return Some("true".to_owned()),
                LEVELS.. => execute(plugin, if name == "panics" { "PanicGuarded" } else { "CallFunction" }),
                depth => ask(plugin, name, depth + 1),
            };
            Some(reply.text().ok()?.to_owned())
        }
    }

    fn ask(plugin: &aro_host_testkit::Plugin, name: &str, depth: u64) -> aro_host_testkit::Reply {
        plugin.execute("AskHost", &json!({ "name": name, "_with": { "depth": depth } })).unwrap()
    }

    let plugin = PLUGIN.get_or_init(fresh);
    plugin.set_invoke(invoke::<Again>).unwrap();
    assert_eq!(success(&ask(plugin, "works", 1)), json!({ "result": true }));
    let error = error_of(&ask(plugin, "panics", 1));
    assert_eq!((&*error.message, error.code), ("the plugin panicked: the first", Some(6)));
    assert_eq!(plugin.outstanding(), 0);
}
