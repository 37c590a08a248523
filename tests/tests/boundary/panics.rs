//! Panics end at the boundary.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use aro_host_testkit::ReplyError;
use aro_tests::recorder::{answer, error_of, fresh_recorder, recorder, refusal};
use serde_json::{Value, json};

const PANICS: &str = include_str!("../../fixtures/recorder/src/panics.rs");

/// Where `code` stands in a file of the fixture.
fn place(file: &str, source: &str, code: &str) -> String {
    let lines: Vec<usize> = (1..).zip(source.lines()).filter(|(_, line)| line.contains(code)).map(|(n, _)| n).collect();
    let [line] = lines[..] else { panic!("{code:?} stands in the lines {lines:?}") };
    format!("{file}:{line}")
}

fn assert_panic(error: &ReplyError, message: &str, code: &str) {
    assert_eq!(error.message, format!("the plugin panicked: {message}"));
    assert_eq!((error.code, error.category.as_deref()), (Some(6), None), "{error}");
    let details = error.details.as_ref().unwrap_or_else(|| panic!("no details: {error}"));
    let location = details["location"].as_str().unwrap_or_else(|| panic!("no location: {error}"));
    assert!(location.ends_with(&place("panics.rs", PANICS, code)), "{code}: {location}");
}

#[test]
fn a_panic_is_an_error_reply_with_its_message_and_place() {
    let cases = [
        (json!({ "way": "text" }), "a literal text", "panic!(\"a literal text\")"),
        (json!({ "way": "message", "message": "made\nup" }), "made\nup", "panic!(\"{}\""),
        (json!({ "way": "index" }), "index out of bounds: the len is 2 but the index is 5", "[way.len()]"),
        (json!({ "way": "unwrap" }), "called `Option::unwrap()` on a `None` value", "message.unwrap())"),
        (json!({ "way": "number" }), "a payload that is not a string", "panic_any(42)"),
    ];
    for (input, message, code) in cases {
        assert_panic(&refusal("PanicWith", &input), message, code);
        let text = std::ffi::CString::new(input.to_string()).unwrap();
        let entered = recorder().entry_point("recorder__panic_with", Some(&text)).unwrap();
        assert_panic(&error_of(&entered), message, code);
    }
    assert_eq!(answer("PanicWith", &json!({ "way": "none" })), json!({ "survived": "none" }));
}

#[test]
fn a_payload_that_panics_when_dropped_does_no_harm_and_the_first_panic_is_told() {
    for _ in 0..3 {
        assert_panic(
            &refusal("PanicWith", &json!({ "way": "grumpy" })),
            "a payload that is not a string",
            "panic_any(Grumpy)",
        );
    }
}

#[test]
fn a_panic_while_the_reply_is_written_leaves_no_half_reply() {
    assert_panic(&refusal("PanicInReply", &json!({})), "cannot be written", "panic!(\"cannot be written\")");
}

#[test]
fn an_argument_may_panic_when_it_is_dropped_or_read() {
    let pulled = json!({ "grenade": { "pin": "pulled" } });
    for verb in ["DropArgument", "DropArgumentLater"] {
        assert_panic(&refusal(verb, &pulled), "the grenade is dropped", "panic!(\"the grenade is dropped\")");
        assert_eq!(answer(verb, &json!({ "grenade": { "pin": "in" } })), json!({ "result": "in" }));
    }
    assert_panic(&refusal("PanicInArgument", &json!({ "value": 1 })), "cannot be read", "panic!(\"cannot be read\")");
}

#[test]
fn a_poisoned_lock_fails_each_call_and_never_the_process() {
    let (_folder, _, plugin) = fresh_recorder();
    let call = || error_of(&plugin.execute("PoisonLock", &json!({})).unwrap());
    assert_panic(&call(), "while the lock is held", "assert!(*guard > 0");
    for _ in 0..3 {
        let error = call();
        assert!(error.message.contains("PoisonError"), "{error}");
        assert_eq!(error.code, Some(6));
    }
    assert_eq!(plugin.execute("ReadNothing", &json!({})).unwrap().json().unwrap(), json!({ "result": true }));
}

#[test]
fn a_panic_that_the_plugin_catches_is_its_own_affair() {
    assert_eq!(answer("CatchPanic", &json!({ "fail": false })), json!({ "result": true }));
    let error = refusal("CatchPanic", &json!({ "fail": true }));
    assert_eq!((error.message.as_str(), error.code, error.details), ("after a caught panic", Some(7), None));
}

#[test]
fn the_place_is_that_of_the_panic_that_ended_the_call_and_never_an_older_one() {
    thread::spawn(|| {
        answer("CatchPanic", &json!({ "fail": false }));
        // `resume_unwind` calls no hook, so no place is known.
        let error = refusal("PanicWith", &json!({ "way": "resumed" }));
        assert_eq!(error.message, "the plugin panicked: resumed without a hook");
        assert_eq!(error.details, None);
    })
    .join()
    .unwrap();
}

#[test]
fn a_call_within_a_call_has_panics_of_its_own() {
    let inner =
        |way: &str, outer: bool| recorder().execute("PanicNested", &json!({ "way": way, "outer": outer })).unwrap();
    let both = inner("text", false).json().unwrap();
    assert_eq!(both["inner"]["error"], "the plugin panicked: a literal text");
    assert_eq!(inner("none", false).json().unwrap(), json!({ "inner": { "survived": "none" } }));
    for way in ["text", "none", "grumpy"] {
        assert_panic(&error_of(&inner(way, true)), "the outer one after the inner one", "assert!(!outer");
    }
}

#[test]
fn threads_that_panic_and_threads_that_work_do_not_meet() {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let panicking: Vec<_> = (0..2)
            .map(|thread| {
                let done = &done;
                scope.spawn(move || {
                    let mut calls = 0;
                    while !done.load(Ordering::Relaxed) || calls < 100 {
                        let (way, text, code) = match thread {
                            0 => ("text", "a literal text", "panic!(\"a literal text\")"),
                            _ => ("number", "a payload that is not a string", "panic_any(42)"),
                        };
                        assert_panic(&refusal("PanicWith", &json!({ "way": way })), text, code);
                        calls += 1;
                    }
                })
            })
            .collect();
        for n in 0..500 {
            assert_eq!(answer("TakeTwo", &json!({ "text": "t", "limit": n })), json!({ "text": "t", "limit": n }));
        }
        done.store(true, Ordering::Relaxed);
        panicking.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

fn who_heard(message: &str) -> Value {
    answer("WhoHeard", &json!({ "message": message }))["result"].clone()
}

#[test]
fn a_hook_that_was_there_before_hears_every_panic() {
    let input = json!({ "way": "message", "message": "heard within a call" });
    assert_panic(&refusal("PanicWith", &input), "heard within a call", "panic!(\"{}\"");
    assert_eq!(who_heard("heard within a call"), json!(["first"]));
    answer("PanicElsewhere", &json!({ "message": "heard outside" }));
    assert_eq!(who_heard("heard outside"), json!(["first"]));
}

#[test]
fn a_hook_that_comes_later_survives_and_so_does_the_message() {
    let (_folder, _, plugin) = fresh_recorder();
    let call = |verb: &str, input: Value| plugin.execute(verb, &input).unwrap();
    let panic = |message: &str| error_of(&call("PanicWith", json!({ "way": "message", "message": message })));
    let heard = |message: &str| call("WhoHeard", json!({ "message": message })).json().unwrap()["result"].clone();

    call("ChainHook", json!({}));
    assert_panic(&panic("one"), "one", "panic!(\"{}\"");
    assert_eq!(heard("one"), json!(["chained", "first"]));

    call("ReplaceHook", json!({}));
    for message in ["two", "three"] {
        let error = panic(message);
        assert_eq!((error.message, error.code), (format!("the plugin panicked: {message}"), Some(6)));
        // Whose hook is not called cannot know the place; a place that is told must be the right
        // one.
        if let Some(details) = error.details {
            let location = details["location"].as_str().unwrap();
            assert!(location.ends_with(&place("panics.rs", PANICS, "panic!(\"{}\"")), "{location}");
        }
        assert_eq!(heard(message), json!(["replaced"]));
    }
}
