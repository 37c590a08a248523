//! Every truncation of a real envelope, and every byte of it replaced by others.
//!
//! serde_json judges: what it reads, the plugin reads; what it does not read is an error with
//! code 1, unless the fault is inside of a value that the action does not ask for.

use std::ffi::{CStr, CString};

use aro_host_testkit::{Plugin, Reply};
use aro_tests::vectors::vectors;
use serde_json::Value;

use crate::support::{all, error_of, fresh, success};

/// The longest captured envelope of an eager host that has at most `limit` bytes, of calls of this
/// function.
fn captured(function: &str, limit: usize) -> String {
    let vectors = vectors();
    let calls =
        vectors.iter().filter(|vector| vector.host_path == "eager").flat_map(|vector| vector.calls_of(function));
    let envelopes = calls.map(|call| call.text(1)).filter(|text| text.len() <= limit && text.starts_with('{'));
    envelopes.max_by_key(|text| text.len()).expect("a captured call").to_owned()
}

type Call = fn(&Plugin, &CStr) -> Reply;

/// What reads everything, what reads nothing, what reads one value.
const CALLS: [(&str, Call); 4] = [
    ("everything", |p, input| p.execute_raw(Some(c"TakeAll"), Some(input)).unwrap()),
    ("nothing", |p, input| p.execute_raw(Some(c"CallFunction"), Some(input)).unwrap()),
    ("a method", |p, input| p.execute_raw(Some(c"service:ask"), Some(input)).unwrap()),
    ("a qualifier", |p, input| p.qualifier_raw(Some(c"shaken"), Some(input)).unwrap()),
];

/// The bytes that mean something in JSON or in UTF-8, and those that nearly do.
const INTERESTING: &[u8] = b"\x01\t\n \"\\/{}[],:0919-+.eEuntf\x1f\x7f\x80\xbf\xc0\xc2\xe0\xed\xf0\xf4\xf8\xff";

fn envelopes() -> [String; 2] {
    [captured("aro_plugin_execute", 600), captured("aro_plugin_qualifier", 400)]
}

#[test]
fn every_truncation_of_a_captured_envelope_is_an_error_with_code_1() {
    let plugin = fresh();
    for envelope in envelopes() {
        for (what, call) in CALLS {
            assert!(serde_json::from_str::<Value>(&envelope).is_ok());
            for end in 0..envelope.len() {
                let input = CString::new(&envelope.as_bytes()[..end]).unwrap();
                let error = error_of(&call(&plugin, &input));
                assert_eq!(error.code, Some(1), "{what}, {end} bytes: {error}");
            }
            let whole = call(&plugin, &CString::new(envelope.clone()).unwrap());
            assert!(!whole.as_bytes().is_empty());
        }
    }
    assert_eq!(plugin.outstanding(), 0);
}

/// In CI with the interesting bytes and each bit changed, with `ARO_FAULTS=all` with all bytes.
#[test]
fn every_byte_of_a_captured_envelope_may_be_any_other() {
    let plugin = fresh();
    let mut calls = 0_usize;
    for envelope in envelopes() {
        let original = envelope.into_bytes();
        let mut input = original.clone();
        for index in 0..original.len() {
            let others: Vec<u8> = match all() {
                true => (1..=255).collect(),
                false => INTERESTING.iter().copied().chain((0..8).map(|bit| original[index] ^ 1 << bit)).collect(),
            };
            for byte in others.into_iter().filter(|byte| *byte != 0 && *byte != original[index]) {
                input[index] = byte;
                judge(&plugin, &input, &mut calls);
            }
            input[index] = original[index];
        }
    }
    assert_eq!(plugin.outstanding(), 0);
    assert!(calls > 10_000, "{calls}");
}

fn judge(plugin: &Plugin, bytes: &[u8], calls: &mut usize) {
    let read = serde_json::from_slice::<Value>(bytes);
    let input = CString::new(bytes).unwrap();
    let shown = String::from_utf8_lossy(bytes);
    for (what, call) in &CALLS[..2] {
        *calls += 1;
        let reply = call(plugin, &input);
        match (&read, reply.error()) {
            (Ok(Value::Object(_)), None) => {}
            (Ok(Value::Object(_)), Some(error)) => panic!("{what}: {error}\n{shown}"),
            (Ok(_), _) => assert_eq!(error_of(&reply).code, Some(1), "{what}\n{shown}"),
            (Err(_), Some(error)) => assert_eq!(error.code, Some(1), "{what}: {error}\n{shown}"),
            // The fault is inside of a value that is not read. What is not UTF-8 never is.
            (Err(error), None) => {
                assert!(std::str::from_utf8(bytes).is_ok(), "{what}: {error}\n{shown}");
                success(&reply);
            }
        }
    }
}
