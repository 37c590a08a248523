//! A plugin that crashes, hangs or exits fails only its own call, and calls give the same results
//! in a child process and in this one.

#[path = "conformance/made.rs"]
mod made;

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use aro_host_testkit::isolation::{Call, Callable, End, Phase, Session};
use aro_host_testkit::{CallError, Plugin};
use made::{Made, c};
use serde_json::{Value, json};

fn crash(session: &Session, action: &str) -> aro_host_testkit::isolation::Crash {
    match session.execute(action, &json!({ "data": "the input" })) {
        Err(CallError::Crashed(crash)) => *crash,
        other => panic!("{other:?}"),
    }
}

fn isolated(library: &Made) -> Session {
    Session::isolated(library.path()).unwrap().deadline(Duration::from_secs(60))
}

/// Another action works before and after.
fn others_go_on(session: &Session) {
    assert_eq!(session.execute("NoVerbs", &json!({})).unwrap().json().unwrap(), json!({}));
}

#[test]
#[cfg(unix)]
fn abort_and_a_write_through_null_name_the_signal_the_call_and_its_input() {
    for (define, number, name) in [("ABORT", 6, "SIGABRT"), ("WRITE_THROUGH_NULL", 11, "SIGSEGV")] {
        let Some(library) = c(&[define]) else { return };
        let session = isolated(&library);
        others_go_on(&session);
        let crash = crash(&session, "Shout-It");
        assert_eq!((&crash.end, crash.phase), (&End::Signal { number }, Phase::Calling), "{crash}");
        let call = r#"aro_plugin_execute("Shout-It", "{\"data\":\"the input\"}")"#;
        assert_eq!(crash.calls, [call]);
        let text = crash.to_string();
        assert!(text.starts_with(&format!("killed by {name} (signal {number}) in {call}")), "{text}");
        others_go_on(&session);
    }
}

#[test]
fn what_the_plugin_wrote_before_its_end_is_kept() {
    let Some(library) = c(&["ABORT"]) else { return };
    assert_eq!(crash(&isolated(&library), "Shout-It").stderr, "about to abort");
}

#[test]
fn a_call_that_never_returns_is_ended_at_the_deadline() {
    let Some(library) = c(&["LOOP"]) else { return };
    let deadline = Duration::from_secs(2);
    let session = isolated(&library).deadline(deadline);
    let crash = crash(&session, "Shout-It");
    assert_eq!((&crash.end, crash.phase), (&End::Hang { deadline }, Phase::Calling));
    assert!(
        crash.to_string().starts_with("no answer within 2s; the process was killed in aro_plugin_execute("),
        "{crash}"
    );
    others_go_on(&session.deadline(Duration::from_secs(60)));
}

#[test]
fn an_exit_inside_the_plugin_is_a_crash_whatever_its_code() {
    for (define, code) in [("EXIT", 3), ("EXIT_ZERO", 0)] {
        let Some(library) = c(&[define]) else { return };
        let session = isolated(&library);
        assert_eq!(crash(&session, "Shout-It").end, End::Exit { code });
        others_go_on(&session);
    }
}

#[test]
fn a_text_that_cannot_be_given_back_is_told_from_a_call_that_fails() {
    let Some(library) = c(&["STATIC_REPLY"]) else { return };
    let crash = crash(&isolated(&library), "Shout-It");
    assert_eq!(crash.phase, Phase::GivingBack, "{crash}");
}

#[test]
fn a_library_whose_loading_fails_or_ends_the_process_is_a_crash_while_loading() {
    let Some(aborts) = c(&["LOADING_ABORTS"]) else { return };
    assert_eq!(crash(&isolated(&aborts), "NoVerbs").phase, Phase::Loading);
    let lacks = c(&["NOT_LINKED"]).unwrap();
    let crash = crash(&isolated(&lacks), "NoVerbs");
    assert!(matches!(&crash.end, End::NotLoaded { reason } if reason.contains("nowhere_to_be_found")), "{crash}");
}

#[test]
fn one_list_of_calls_goes_on_after_a_crash() {
    let Some(library) = c(&["ABORT"]) else { return };
    let call = |action: &str| Call::execute(action, &json!({ "data": 1 })).unwrap();
    let outcomes = isolated(&library).calls(&[call("NoVerbs"), call("Shout-It"), call("NoVerbs"), Call::init()]);
    let shown: Vec<&str> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(Some(_)) => "reply",
            Ok(None) => "done",
            Err(CallError::Crashed(_)) => "crash",
            Err(_) => "error",
        })
        .collect();
    assert_eq!(shown, ["reply", "crash", "reply", "done"]);
}

#[test]
fn calls_that_overlap_are_all_named_when_one_ends_the_process() {
    let Some(library) = c(&["OVERLAP"]) else { return };
    let session = isolated(&library);
    let call = Call::execute("Shout-It", &json!({ "data": 1 })).unwrap();
    session.calls(&[call.clone(), call.clone()]).into_iter().for_each(|outcome| drop(outcome.unwrap()));
    let crash = session.overlapping(4, &vec![call; 64]).unwrap_err();
    assert!(crash.calls.len() > 1, "{crash}");
    assert!(crash.to_string().contains("while these calls were running:\n  aro_plugin_execute("), "{crash}");
}

/// One check for a plugin in a child process and in this one.
fn replies(plugin: &impl Callable) -> Vec<Value> {
    plugin.register().unwrap();
    plugin.init().unwrap();
    let mut replies = vec![json!(plugin.info().unwrap().name)];
    for (action, input) in [("Shout-It", json!({ "data": "\u{e4}\u{1f600}" })), ("nobody", json!({}))] {
        replies.push(plugin.execute(action, &input).unwrap().json().unwrap());
    }
    replies.push(plugin.qualifier("loud", &json!({ "value": "a" })).unwrap().json().unwrap());
    for call in [
        Call::execute_raw(None, None),
        Call::execute_raw(Some(c"Shout-It"), Some(c"\xff")),
        Call::object_write_raw(Some(c"horn"), Some(c""), Some(c"raw")),
        Call::object_list_raw(None),
        Call::entry_point("by_hand__shout", Some(c"{}")),
    ] {
        replies.push(plugin.perform(&call).unwrap().unwrap().json().unwrap());
    }
    assert!(plugin.perform(&Call::free_null()).unwrap().is_none());
    plugin.on_event("UserCreated", &json!({})).unwrap();
    assert!(matches!(
        plugin.perform(&Call::entry_point("free", None)),
        Err(CallError::UndeclaredEntryPoint { declared, .. }) if declared == ["by_hand__shout"]
    ));
    plugin.shutdown().unwrap();
    replies
}

#[test]
fn calls_in_a_child_and_in_this_process_are_the_same() {
    let Some(library) = c(&[]) else { return };
    let here = replies(&Plugin::open(library.path()).unwrap());
    assert_eq!(replies(&isolated(&library)), here);
    assert_eq!(replies(&Session::in_process(library.path()).unwrap()), here);
    let null = c(&["REPLY_NULL"]).unwrap();
    let outcome = isolated(&null).execute("Shout-It", &json!({})).unwrap_err();
    assert!(matches!(&outcome, CallError::NullReply { .. }), "{outcome}");
    let bare = c(&["NO_QUALIFIER"]).unwrap();
    let outcome = isolated(&bare).qualifier("loud", &json!({})).unwrap_err();
    assert!(
        matches!(&outcome, CallError::MissingSymbol { symbol, .. } if symbol == "aro_plugin_qualifier"),
        "{outcome}"
    );
}

#[test]
fn a_plugin_that_prints_and_reads_its_standard_input_is_not_in_the_way() {
    let Some(library) = c(&["PRINTS"]) else { return };
    let session = isolated(&library);
    for _ in 0..3 {
        assert_eq!(session.execute("Shout-It", &json!({})).unwrap().json().unwrap()["ok"], true);
    }
}

#[test]
fn a_session_is_shared_between_threads() {
    let Some(library) = c(&[]) else { return };
    let session = isolated(&library);
    let replies = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let reply = session.execute("Shout-It", &json!({})).unwrap();
                replies.lock().unwrap().push(reply.json().unwrap()["ok"].clone());
            });
        }
    });
    assert_eq!(replies.into_inner().unwrap(), [true, true, true, true]);
}
