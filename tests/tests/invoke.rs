//! `aro_sdk::runtime::invoke`.

use aro_tests::child;
use aro_tests::program::{Program, invoke};
use aro_tests::whole::{error_of, fresh, success};
use serde_json::{Value, json};
use std::io::Write as _;

struct Answering;

impl Program for Answering {
    fn run(feature_set: &str, input: &Value) -> Option<String> {
        Some(match feature_set {
            "Init" | "Shutdown" => "\"well\"".into(),
            "Echo" => json!({ "got": input }).to_string(),
            "Rate" => r#"{"percent":19}"#.into(),
            "Error" => {
                r#"{"error":"no such country","error_code":2,"category":"io","details":{"country":"xx"}}"#.into()
            }
            "Bare Error" => r#"{"error":"boom"}"#.into(),
            "Odd Code" => r#"{"error":"boom","error_code":99,"category":"odd"}"#.into(),
            "Error Object" => r#"{"error":{"m":1},"percent":1}"#.into(),
            "Text" => "\"text\"".into(),
            "Broken" => "nope".into(),
            "Large" => format!("\"{}\"", "x".repeat(1 << 16)),
            _ => return None,
        })
    }
}

fn plugin() -> aro_host_testkit::Plugin {
    let plugin = fresh();
    plugin.set_invoke(invoke::<Answering>).unwrap();
    plugin
}

#[test]
fn a_feature_set_gets_the_input_and_its_answer_is_typed() {
    let plugin = plugin();
    let anything = |set: &str| success(&plugin.execute("AskAnything", &json!({ "set": set })).unwrap());
    assert_eq!(anything("Echo"), json!({ "got": { "asked": true } }));
    assert_eq!(anything("Text"), json!({ "result": "text" }));
    let rate = plugin.execute("AskRate", &json!({ "set": "Rate", "input": { "country": "de" } })).unwrap();
    assert_eq!(success(&rate), json!({ "percent": 19.0 }));
    let thread = success(&plugin.execute("AskFromAThread", &json!({})).unwrap());
    assert_eq!(thread, json!({ "got": { "thread": "own" } }));
}

#[test]
fn an_error_object_becomes_an_error_with_code_category_and_details() {
    let plugin = plugin();
    let error = |set: &str| error_of(&plugin.execute("AskAnything", &json!({ "set": set })).unwrap());
    let told = error("Error");
    assert_eq!((told.code, told.message.as_str(), told.category.as_deref()), (Some(2), "no such country", Some("io")));
    assert_eq!(told.details.unwrap()["country"], "xx");
    for set in ["Bare Error", "Odd Code"] {
        let told = error(set);
        assert_eq!((told.code, told.message.as_str(), told.category), (Some(6), "boom", None), "{set}");
    }
    let rate = plugin.execute("AskRate", &json!({ "set": "Error Object", "input": 1 })).unwrap();
    assert_eq!(success(&rate), json!({ "percent": 1.0 }), "only a text is an error, as for the hosts");
}

#[test]
fn null_broken_and_unfitting_answers_are_errors_that_name_the_feature_set() {
    let plugin = plugin();
    for (set, message) in [
        ("Nobody", "the feature set \"Nobody\" gave NULL"),
        ("Broken", "the feature set \"Broken\" gave no valid JSON: "),
        ("Text", "what the feature set \"Text\" gave does not fit: "),
    ] {
        let error = error_of(&plugin.execute("AskRate", &json!({ "set": set, "input": {} })).unwrap());
        assert!(error.code == Some(6) && error.message.starts_with(message), "{error:?}");
    }
    let error = error_of(&plugin.execute("AskAnything", &json!({ "set": "a\0b" })).unwrap());
    assert_eq!((error.code, error.message.contains("contains no NUL")), (Some(1), true), "{error:?}");
}

#[test]
fn without_a_callback_and_when_it_is_taken_away_the_error_has_code_9() {
    let plugin = fresh();
    let ask = || plugin.execute("AskAnything", &json!({ "set": "Echo" })).unwrap();
    let message = "this host cannot run the feature set \"Echo\": it has given the plugin no callback";
    for _ in 0..2 {
        let error = error_of(&ask());
        assert_eq!((error.code, error.message.as_str()), (Some(9), message));
        plugin.set_invoke(invoke::<Answering>).unwrap();
        success(&ask());
        plugin.set_invoke_raw(None).unwrap();
    }
    // Or the end of the process would be told to it.
    plugin.shutdown().unwrap();
}

#[test]
fn what_the_callback_returned_is_given_back_to_c() {
    if cfg!(all(target_os = "linux", target_env = "gnu")) {
        let stderr = child::stderr::<&str>("a_process_that_asks_a_lot", &[]);
        assert!(stderr.contains("kept less than one answer in sixteen"), "{stderr}");
    } else {
        let _ = writeln!(std::io::stderr(), "skipped: the C library does not say how much is allocated");
    }
}

#[test]
#[ignore = "the test above starts it, in a process of its own, where nobody else allocates"]
fn a_process_that_asks_a_lot() {
    let plugin = plugin();
    let ask = || plugin.execute("AskAnything", &json!({ "set": "Large" })).unwrap();
    (0..16).for_each(|_| drop(ask()));
    let before = allocated();
    (0..256).for_each(|_| drop(ask()));
    let kept = allocated().saturating_sub(before);
    assert!(kept < 256 * (1 << 16) / 16, "256 answers of 65 536 bytes left {kept} bytes");
    eprintln!("kept less than one answer in sixteen: {kept} bytes");
}

/// Bytes that `malloc` has given out and not got back.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn allocated() -> usize {
    /// C's `struct mallinfo2`.
    #[repr(C)]
    struct Info([usize; 10]);

    unsafe extern "C" {
        fn mallinfo2() -> Info;
    }

    const MAPPED: usize = 4;
    const IN_USE: usize = 7;
    // SAFETY: it takes nothing, and gives ten `size_t` since glibc 2.33.
    let Info(info) = unsafe { mallinfo2() };
    info[MAPPED] + info[IN_USE]
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn allocated() -> usize {
    0
}
