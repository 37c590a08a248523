//! Typed C functions: a panic in each place, with every kind of payload. What C passes wrongly is
//! in `exports`.

use std::ptr;

use serde_json::json;

use crate::library::{AroError, Handle, Library, c};
use crate::panics::{PAYLOADS, arm};
use crate::support::{execute, fresh, success};

/// The code of a call that returned nothing but a failure, and its message.
type Case = (&'static str, fn(&Library) -> (i32, String));

fn plain(library: &Library, came: i64) -> (i32, String) {
    assert_eq!(came, 0, "a plain function that fails returns zero");
    library.last_error()
}

pub(crate) fn made(library: &Library) -> Handle {
    let mut handle = Handle::ZERO;
    assert_eq!(c!(library, "tool_make"(&mut handle => *mut Handle, ptr::null_mut() => *mut AroError) -> i32), 0);
    handle
}

const CASES: [Case; 8] = [
    ("plain function", |l| plain(l, c!(l, "plain"() -> i64))),
    ("status function", shaky),
    ("display", shaky),
    ("source", shaky),
    ("drop of an error", shaky),
    ("constructor", |l| {
        let (mut handle, mut error) = (Handle { slot: 9, tag: 9 }, AroError::garbage());
        let status = c!(l, "tool_make"(&mut handle => *mut Handle, &mut error => *mut AroError) -> i32);
        assert_eq!(handle, Handle::ZERO);
        with_message(l, status, error)
    }),
    ("shared method", |l| {
        let handle = made(l);
        let came = plain(l, c!(l, "tool_shared"(handle => Handle) -> i64));
        c!(l, "tool_free"(handle => Handle));
        came
    }),
    ("exclusive method", |l| {
        let handle = made(l);
        let came = plain(l, c!(l, "tool_exclusive"(handle => Handle) -> i64));
        c!(l, "tool_free"(handle => Handle));
        came
    }),
];

pub(crate) fn shaky(library: &Library) -> (i32, String) {
    let (mut out, mut error) = (9_i64, AroError::garbage());
    let status = c!(library, "shaky"(&mut out => *mut i64, &mut error => *mut AroError) -> i32);
    assert_eq!(out, 0);
    with_message(library, status, error)
}

fn with_message(library: &Library, status: i32, error: AroError) -> (i32, String) {
    let (code, message) = error.take(library);
    assert_eq!(code, status);
    (status, message.expect("a failure has a message"))
}

#[test]
fn a_panic_in_any_place_of_a_typed_function_is_its_error_and_the_next_call_succeeds() {
    let plugin = fresh();
    let library = Library::open(plugin.path(), "faults");
    for (place, call) in CASES {
        for (payload, text, has_site) in PAYLOADS {
            arm(&plugin, place, payload);
            let (code, message) = call(&library);
            assert_eq!(code, 6, "{place}, {payload}: {message:.200}");
            assert!(message.starts_with("the function panicked"), "{place}, {payload}: {message:.200}");
            assert_eq!(message.contains("places.rs:"), has_site, "{place}, {payload}: {message:.200}");
            // The last error of a thread is cut; it is nothing that C has to free.
            let is_there = message.contains(text) || payload == "nul";
            assert!(is_there, "{place}, {payload}: {message:.200}");
        }
        success(&execute(&plugin, "Disarm"));
        assert_eq!(c!(library, "plain"() -> i64), 1);
        assert_eq!(shaky(&library), (6, "shaky".to_owned()));
        let handle = made(&library);
        assert_eq!(c!(library, "tool_shared"(handle => Handle) -> i64), 2);
        assert_eq!(c!(library, "tool_exclusive"(handle => Handle) -> i64), 3);
        c!(library, "tool_free"(handle => Handle));
    }
}

#[test]
fn an_object_whose_drop_panics_is_gone_all_the_same() {
    let plugin = fresh();
    let library = Library::open(plugin.path(), "faults");
    for (payload, ..) in PAYLOADS {
        let handle = made(&library);
        arm(&plugin, "drop of an object", payload);
        c!(library, "tool_free"(handle => Handle));
        let (code, message) = library.last_error();
        assert!(code == 6 && message.starts_with("the function panicked"), "{payload}: {message:.200}");
        success(&execute(&plugin, "Disarm"));
        assert_eq!(c!(library, "tool_shared"(handle => Handle) -> i64), 0);
        assert_eq!(library.last_error().0, 7, "{payload}");
    }
    assert_eq!(plugin.execute("CallFunction", &json!({})).unwrap().json().unwrap(), json!({ "result": true }));
}
