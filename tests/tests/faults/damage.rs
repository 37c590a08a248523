//! Every truncation of a real envelope, and every byte of it replaced by others.
//!
//! serde_json judges: what it reads, the plugin reads; what it does not read is an error with
//! code 1, unless the fault is inside of a value that the action does not ask for.

use std::ffi::{CStr, CString};

use aro_host_testkit::{Plugin, Reply};
use aro_tests::vectors::vectors;
use serde_json::{Map, Value, json};

use crate::support::{all, error_of, fresh, success};

/// The longest captured envelope of this host that has at most `limit` bytes, of calls of this
/// function with a name that begins so.
fn captured(host: &str, function: &str, name: &str, limit: usize) -> String {
    let vectors = vectors();
    let calls = vectors.iter().filter(|vector| vector.host_path == host).flat_map(|vector| vector.calls_of(function));
    let calls = calls.filter(|call| call.text(0).starts_with(name));
    let envelopes = calls.map(|call| call.text(1)).filter(|text| text.len() <= limit && text.starts_with('{'));
    envelopes.max_by_key(|text| text.len()).expect("a captured call").to_owned()
}

/// A call, and what it has to reply to an envelope that serde_json reads as this object.
struct Target {
    what: &'static str,
    call: fn(&Plugin, &CStr) -> Reply,
    reply: fn(&Map<String, Value>) -> Expected,
}

enum Expected {
    Reply(Value),
    /// An error with this code.
    Code(u64),
    /// The same as to what serde_json writes for the object.
    Same,
}

const EVERYTHING: Target = Target {
    what: "everything",
    call: |p, input| p.execute_raw(Some(c"TakeAll"), Some(input)).unwrap(),
    reply: |_| Expected::Same,
};

const NOTHING: Target = Target {
    what: "nothing",
    call: |p, input| p.execute_raw(Some(c"CallFunction"), Some(input)).unwrap(),
    reply: |_| Expected::Reply(json!({ "result": true })),
};

const QUALIFIER: Target = Target {
    what: "a qualifier",
    call: |p, input| p.qualifier_raw(Some(c"shaken"), Some(input)).unwrap(),
    reply: |envelope| match envelope.get("value") {
        None => Expected::Code(1),
        Some(value) => Expected::Reply(json!({ "result": value })),
    },
};

const METHOD: Target = Target {
    what: "a method",
    call: |p, input| p.execute_raw(Some(c"service:collect"), Some(input)).unwrap(),
    // The with-arguments come before those at the top.
    reply: |envelope| {
        let mut all = envelope.clone();
        all.remove("_with");
        all.extend(envelope.get("_with").and_then(Value::as_object).cloned().unwrap_or_default());
        Expected::Reply(all.into())
    },
};

const METHOD_WITHOUT_PARAMETERS: Target = Target {
    what: "a method without parameters",
    call: |p, input| p.execute_raw(Some(c"service:ask"), Some(input)).unwrap(),
    reply: |_| Expected::Reply(json!({ "result": true })),
};

const TARGETS: [Target; 5] = [EVERYTHING, NOTHING, QUALIFIER, METHOD, METHOD_WITHOUT_PARAMETERS];

/// The bytes that mean something in JSON or in UTF-8, and those that nearly do.
const INTERESTING: &[u8] = b"\x01\t\n \"\\/{}[],:0919-+.eEuntf\x1f\x7f\x80\xbf\xc0\xc2\xe0\xed\xf0\xf4\xf8\xff";

/// An envelope of each function that takes one.
fn envelopes() -> [(String, &'static [Target]); 3] {
    [
        (captured("eager", "aro_plugin_execute", "", 600), &[EVERYTHING, NOTHING]),
        (captured("compiled", "aro_plugin_qualifier", "", 400), &[QUALIFIER]),
        (captured("interpreter", "aro_plugin_execute", "service:", 400), &[METHOD, METHOD_WITHOUT_PARAMETERS]),
    ]
}

#[test]
fn every_truncation_of_a_captured_envelope_is_an_error_with_code_1() {
    let plugin = fresh();
    for (envelope, _) in envelopes() {
        for Target { what, call, .. } in TARGETS {
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
    for (envelope, targets) in envelopes() {
        let whole = serde_json::from_str(&envelope).unwrap();
        let original = envelope.into_bytes();
        let mut calls = 0_usize;
        let mut input = original.clone();
        for index in 0..original.len() {
            let others: Vec<u8> = match all() {
                true => (1..=255).collect(),
                false => INTERESTING.iter().copied().chain((0..8).map(|bit| original[index] ^ 1 << bit)).collect(),
            };
            for byte in others.into_iter().filter(|byte| *byte != 0 && *byte != original[index]) {
                input[index] = byte;
                calls += targets.len();
                judge(&plugin, &whole, &input, targets);
            }
            input[index] = original[index];
        }
        assert!(calls > original.len() * targets.len() * 30, "{calls}");
    }
    assert_eq!(plugin.outstanding(), 0);
}

fn judge(plugin: &Plugin, original: &Map<String, Value>, bytes: &[u8], targets: &[Target]) {
    let read = serde_json::from_slice::<Value>(bytes);
    let input = CString::new(bytes).unwrap();
    let shown = String::from_utf8_lossy(bytes);
    for Target { what, call, reply: expected } in targets {
        let reply = call(plugin, &input);
        match (&read, reply.error()) {
            (Ok(Value::Object(envelope)), error) => match expected(envelope) {
                Expected::Code(code) => assert_eq!(error_of(&reply).code, Some(code), "{what}\n{shown}"),
                _ if error.is_some() => panic!("{what}: {error:?}\n{shown}"),
                Expected::Reply(value) => assert_eq!(reply.json().unwrap(), value, "{what}\n{shown}"),
                Expected::Same => {
                    let written = CString::new(json!(envelope).to_string()).unwrap();
                    assert_eq!(reply.json().unwrap(), success(&call(plugin, &written)), "{what}\n{shown}");
                }
            },
            (Ok(_), _) => assert_eq!(error_of(&reply).code, Some(1), "{what}\n{shown}"),
            (Err(_), Some(error)) => assert_eq!(error.code, Some(1), "{what}: {error}\n{shown}"),
            // The fault is inside of a value that is not read. What is not UTF-8 never is.
            (Err(error), None) => {
                assert!(std::str::from_utf8(bytes).is_ok(), "{what}: {error}\n{shown}");
                let reply = success(&reply);
                if let Expected::Reply(value) = expected(original) {
                    assert_eq!(reply, value, "{what}: {error}\n{shown}");
                }
            }
        }
    }
}
