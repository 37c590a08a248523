//! What is far larger than any program sends.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use serde_json::{Value, json};

use crate::library::{AroError, Library, c, take_string};
use crate::support::{all, error_of, fresh, success};

#[test]
fn a_nesting_of_ten_thousand_is_refused_by_every_function_that_takes_json() {
    const LEVELS: usize = 10_000;
    let plugin = fresh();
    let lists = format!("{}{}", "[".repeat(LEVELS), "]".repeat(LEVELS));
    let objects = format!("{}1{}", "{\"a\":".repeat(LEVELS), "}".repeat(LEVELS));
    let never_closed = "[".repeat(LEVELS);
    for value in [&lists, &objects, &never_closed] {
        let envelope = |text: String| CString::new(text).unwrap();
        let argument = envelope(format!("{{\"value\":{value}}}"));
        let with = envelope(format!("{{\"_with\":{{\"value\":{value}}}}}"));
        let qualified = envelope(format!("{{\"value\":{value},\"type\":\"List\"}}"));
        let replies = [
            plugin.execute_raw(Some(c"TakeFickle"), Some(&argument)),
            plugin.execute_raw(Some(c"CallFunction"), Some(&argument)),
            plugin.execute_raw(Some(c"TakeAll"), Some(&with)),
            plugin.execute_raw(Some(c"service:ask"), Some(&with)),
            plugin.entry_point("faults__take_fickle", Some(&argument)),
            plugin.qualifier_raw(Some(c"shaken"), Some(&qualified)),
        ];
        for reply in replies {
            let error = error_of(&reply.unwrap());
            assert_eq!(error.code, Some(1), "{error}");
            assert!(error.message.contains("nested too deep"), "{error}");
        }
        // For a system object it is a string like any other that is no JSON.
        let written = plugin.object_write_raw(Some(c"shelf"), Some(c""), Some(&envelope(value.clone()))).unwrap();
        assert_eq!(success(&written)["result"][1], **value);
        plugin.on_event_raw(Some(c"Bang"), Some(&envelope(value.clone()))).unwrap();
    }
}

#[test]
fn a_string_of_64_megabytes_arrives_whole_and_goes_back_whole() {
    const BYTES: usize = 64 << 20;
    let plugin = fresh();
    let string = "x".repeat(BYTES);
    let envelope = CString::new(format!("{{\"value\":\"{string}\"}}")).unwrap();
    let measured = plugin.execute_raw(Some(c"Measure"), Some(&envelope)).unwrap();
    assert_eq!(measured.json().unwrap(), json!({ "bytes": BYTES, "first": "x" }));
    let reply = plugin.execute_raw(Some(c"LendFickle"), Some(&envelope)).unwrap();
    assert_eq!(reply.as_bytes().len(), BYTES + "{\"result\":\"\"}".len());
    // As a name it is refused, and the message does not repeat all of it.
    let name = CString::new(string).unwrap();
    for error in [
        error_of(&plugin.execute_raw(Some(&name), Some(c"{}")).unwrap()),
        error_of(&plugin.qualifier_raw(Some(&name), Some(c"{\"value\":1}")).unwrap()),
        error_of(&plugin.object_read_raw(Some(&name), Some(c"")).unwrap()),
    ] {
        assert_eq!(error.code, Some(2), "{:.200}", error.message);
    }
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn a_typed_function_takes_and_gives_64_megabytes() {
    let plugin = fresh();
    let library = Library::open(plugin.path(), "faults");
    let text = "é".repeat(16 << 20);
    let (mut out, mut length, mut error) = (ptr::null_mut(), 0, AroError::garbage());
    let status = c!(library, "doubled"(
        text.as_ptr() => *const u8, text.len() => usize,
        &mut out => *mut *mut c_char, &mut length => *mut usize, &mut error => *mut AroError,
    ) -> i32);
    assert_eq!((status, length), (0, 64 << 20));
    let doubled = take_string(&library, out, length);
    assert!(doubled.starts_with(&text) && doubled.ends_with(&text));
}

#[test]
fn a_million_keys_are_searched_and_if_wanted_read() {
    const KEYS: usize = 1_000_000;
    let plugin = fresh();
    let keys: Vec<String> = (0..KEYS).map(|n| format!("\"k{n}\":{n}")).collect();
    let text = format!("{{{},\"value\":\"at the end\"}}", keys.join(","));
    let envelope = CString::new(text).unwrap();
    let call = |action: &CStr| success(&plugin.execute_raw(Some(action), Some(&envelope)).unwrap());
    assert_eq!(call(c"CallFunction"), json!({ "result": true }));
    assert_eq!(call(c"Measure"), json!({ "bytes": 10, "first": "a" }));
    if all() {
        let Value::Object(members) = call(c"TakeAll") else { panic!("an object") };
        assert_eq!(members.len(), KEYS + 1);
    }
}
