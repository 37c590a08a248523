//! Bytes that a host sends: what JSON and UTF-8 forbid, and what they allow and few expect.

use std::ffi::{CStr, CString};
use std::sync::Mutex;

use aro_host_testkit::{Plugin, Reply};
use aro_tests::program::{RawProgram, invoke_raw};
use serde_json::{Value, json};

use crate::support::{error_of, fresh, result, success};

/// What a call has to answer.
enum Expected {
    /// This value is in the reply's place for it.
    Value(Value),
    /// Code 1, with these words.
    Refused(&'static str),
}

use Expected::{Refused, Value as Gives};

/// The JSON of a value, as bytes that need not be JSON, and what comes of it.
fn values() -> Vec<(Vec<u8>, Expected)> {
    let text = |text: &str, expected| (text.as_bytes().to_vec(), expected);
    let digits = "9".repeat(400);
    let mut values = vec![
        // A surrogate alone is no character, so no Rust string can hold it.
        text(r#""\ud800""#, Refused("surrogate")),
        text(r#""\udc00""#, Refused("surrogate")),
        text(r#""\ud800\ud800""#, Refused("surrogate")),
        text(r#""\ud800x""#, Refused("surrogate")),
        text(r#"{"\udfff":1}"#, Refused("surrogate")),
        text(r#"["\ud83d\ude00"]"#, Gives(json!(["😀"]))),
        // Of a key that is there twice, the last value counts, as in serde_json.
        text(r#"{"a":1,"a":2}"#, Gives(json!({ "a": 2 }))),
        text(r#"{"a":1,"\u0061":2}"#, Gives(json!({ "a": 2 }))),
        // Numbers.
        text("18446744073709551615", Gives(json!(u64::MAX))),
        text("-9223372036854775808", Gives(json!(i64::MIN))),
        text("18446744073709551616", Gives(json!(18446744073709551616.0))),
        text("-0", Gives(json!(-0.0))),
        text("1e-400", Gives(json!(0.0))),
        text("1e308", Gives(json!(1e308))),
        text("1e400", Refused("out of range")),
        text("-1e400", Refused("out of range")),
        text(&digits, Refused("out of range")),
        text(&format!("1e{digits}"), Refused("out of range")),
        text(&format!("0.{digits}e-{digits}"), Gives(json!(0.0))),
        text("01", Refused("")),
        text("1.", Refused("")),
        text("+1", Refused("")),
        text("NaN", Refused("")),
        text("-", Refused("")),
        text("0x10", Refused("")),
        // Whatever else is none.
        text("", Refused("")),
        text("'a'", Refused("")),
        text("tru", Refused("")),
        text("truee", Refused("")),
        text("\"\t\"", Refused("")),
        text(r#""\x41""#, Refused("")),
        text(r#""\u00g0""#, Refused("")),
        text(r#""\"#, Refused("")),
        text("[1,]", Refused("")),
        text("{\"a\":1,}", Refused("")),
        text("[1 2]", Refused("")),
        text("[}", Refused("")),
        text("\u{feff}1", Refused("")),
        text("\"\u{feff}\"", Gives(json!("\u{feff}"))),
        text("\"\u{7f}\u{80}\u{2028}\"", Gives(json!("\u{7f}\u{80}\u{2028}"))),
    ];
    // UTF-8: overlong forms of NUL and `/`, surrogates, beyond the last character, broken off, and
    // bytes that never occur.
    let broken: [&[u8]; 12] = [
        b"\xc0\x80",
        b"\xc1\xbf",
        b"\xe0\x80\xaf",
        b"\xe0\x9f\xbf",
        b"\xf0\x80\x80\xaf",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\x80",
        b"\xe2\x82",
        b"\xff",
    ];
    for bytes in broken {
        values.push(([b"\"", bytes, b"\""].concat(), Refused("UTF-8")));
        values.push(([b"{\"", bytes, b"\":1}"].concat(), Refused("UTF-8")));
        values.push((bytes.to_vec(), Refused("UTF-8")));
    }
    values
}

fn c_string(parts: &[&[u8]]) -> CString {
    CString::new(parts.concat()).expect("no NUL")
}

/// Where a value is in what a function takes.
type Place = (&'static str, fn(&Plugin, &[u8]) -> Reply);

const PLACES: [Place; 8] = [
    ("an argument", |p, v| p.execute_raw(Some(c"TakeFickle"), Some(&c_string(&[b"{\"value\":", v, b"}"]))).unwrap()),
    ("a with-argument", |p, v| {
        p.execute_raw(Some(c"TakeFickle"), Some(&c_string(&[b"{\"_with\":{\"value\":", v, b"}}"]))).unwrap()
    }),
    ("a borrowed argument", |p, v| {
        p.execute_raw(Some(c"LendFickle"), Some(&c_string(&[b"{\"value\":", v, b"}"]))).unwrap()
    }),
    ("an entry point's argument", |p, v| {
        p.entry_point("faults__take_fickle", Some(&c_string(&[b"{\"value\":", v, b"}"]))).unwrap()
    }),
    ("a qualifier's value", |p, v| {
        p.qualifier_raw(Some(c"shaken"), Some(&c_string(&[b"{\"type\":\"Object\",\"value\":", v, b"}"]))).unwrap()
    }),
    ("a method's argument", |p, v| {
        p.execute_raw(Some(c"service:repeat"), Some(&c_string(&[b"{\"value\":", v, b"}"]))).unwrap()
    }),
    ("a method's with-argument", |p, v| {
        p.execute_raw(Some(c"service:repeat"), Some(&c_string(&[b"{\"_with\":{\"value\":", v, b"}}"]))).unwrap()
    }),
    ("one of all arguments", |p, v| {
        p.execute_raw(Some(c"TakeAll"), Some(&c_string(&[b"{\"value\":", v, b"}"]))).unwrap()
    }),
];

#[test]
fn each_value_is_what_json_says_or_an_error_with_code_1_in_every_place() {
    let plugin = fresh();
    let values = values();
    for (place, call) in PLACES {
        for (bytes, expected) in &values {
            let reply = call(&plugin, bytes);
            let shown = String::from_utf8_lossy(bytes);
            match expected {
                Gives(value) => {
                    assert_eq!(reply.error(), None, "{place}: {shown:.60}");
                    let whole = reply.json().unwrap();
                    let came = match place {
                        "one of all arguments" => &whole["value"],
                        "a qualifier's value" => &whole["result"],
                        _ if value.is_object() => &whole,
                        _ => &whole["result"],
                    };
                    assert_eq!(came, value, "{place}: {shown:.60}");
                }
                Refused(words) => {
                    let error = error_of(&reply);
                    assert_eq!(error.code, Some(1), "{place}: {shown:.60}: {error}");
                    assert!(error.message.contains(words), "{place}: {shown:.60}: {error}");
                }
            }
        }
    }
    assert_eq!(plugin.outstanding(), 0);
}

/// A host whose feature sets answer what is set here. `Init` is one of them.
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Answering;

impl RawProgram for Answering {
    fn run(_: &CStr, _: &CStr) -> Option<CString> {
        Some(c_string(&[&ANSWER.lock().unwrap()]))
    }
}

#[test]
fn each_value_that_a_feature_set_answers_is_what_json_says_or_an_error_with_code_6() {
    let plugin = fresh();
    result(&plugin, "CallFunction");
    plugin.set_invoke(invoke_raw::<Answering>).unwrap();
    let surroundings: [(&str, &[u8], &[u8]); 4] = [
        ("the answer", b"", b""),
        ("a value in it", b"{\"x\":", b"}"),
        ("one of a list", b"[0,", b"]"),
        ("with space", b" \n", b"\t "),
    ];
    for (bytes, expected) in values() {
        for (place, before, after) in surroundings {
            *ANSWER.lock().unwrap() = [before, &bytes, after].concat();
            let reply = plugin.execute("AskHost", &json!({ "name": "x", "_with": { "depth": 0 } })).unwrap();
            let shown = String::from_utf8_lossy(&bytes);
            match &expected {
                Gives(value) => {
                    let whole = success(&reply);
                    let came = match place {
                        "a value in it" => &whole["x"],
                        "one of a list" => &whole["result"][1],
                        _ if value.is_object() => &whole,
                        _ => &whole["result"],
                    };
                    assert_eq!(came, value, "{place}: {shown:.60}");
                }
                Refused(_) => {
                    let error = error_of(&reply);
                    assert_eq!(error.code, Some(6), "{place}: {shown:.60}: {error}");
                    assert!(
                        error.message.starts_with("the feature set \"x\" gave no valid JSON: "),
                        "{place}: {error:.60}"
                    );
                }
            }
        }
    }
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn what_is_before_or_after_the_envelope_is_refused_by_every_function_that_takes_one() {
    type Function = (&'static str, fn(&Plugin, &CStr) -> Reply);
    const FUNCTIONS: [Function; 4] = [
        ("execute", |p, input| p.execute_raw(Some(c"CallFunction"), Some(input)).unwrap()),
        ("a service", |p, input| p.execute_raw(Some(c"service:ask"), Some(input)).unwrap()),
        ("an entry point", |p, input| p.entry_point("faults__call_function", Some(input)).unwrap()),
        ("a qualifier", |p, input| p.qualifier_raw(Some(c"shaken"), Some(input)).unwrap()),
    ];
    let plugin = fresh();
    let envelope = "{\"value\":1,\"type\":\"Int\"}";
    let refused = [
        ("\u{feff}", ""),
        ("", " x"),
        ("", "}"),
        ("", "{}"),
        ("", ","),
        ("", "\u{1}"),
        ("", "\u{a0}"),
        ("", "\u{feff}"),
        ("x", ""),
        (",", ""),
        ("\u{b}", ""),
        ("[", "]"),
        ("\"", "\""),
    ];
    for (function, call) in FUNCTIONS {
        for (before, after) in refused {
            let input = CString::new(format!("{before}{envelope}{after}")).unwrap();
            let error = error_of(&call(&plugin, &input));
            assert_eq!(error.code, Some(1), "{function}: {before:?} {after:?}: {error}");
        }
        for broken in [&b"\xff"[..], b"\xc0\x80", b"\xed\xa0\x80", b"\xef\xbb"] {
            for parts in [[broken, envelope.as_bytes()], [envelope.as_bytes(), broken]] {
                let error = error_of(&call(&plugin, &c_string(&parts)));
                assert!(error.code == Some(1) && error.message.contains("UTF-8"), "{function}: {error}");
            }
        }
        let input = CString::new(format!(" \t\r\n{envelope} \t\r\n")).unwrap();
        assert_eq!(call(&plugin, &input).error(), None, "{function}");
    }
}

#[test]
fn what_a_system_object_is_given_to_write_is_json_or_else_a_string() {
    let plugin = fresh();
    for (bytes, expected) in values() {
        let reply = plugin.object_write_raw(Some(c"shelf"), Some(c"q"), Some(&c_string(&[&bytes]))).unwrap();
        let shown = String::from_utf8_lossy(&bytes);
        match expected {
            Gives(value) => assert_eq!(success(&reply)["result"], json!(["q", value]), "{shown:.60}"),
            Refused("UTF-8") => assert_eq!(error_of(&reply).code, Some(1), "{shown:.60}"),
            Refused(_) => assert_eq!(success(&reply)["result"], json!(["q", shown]), "{shown:.60}"),
        }
    }
}

#[test]
fn an_event_whose_payload_is_no_json_harms_nothing() {
    let plugin = fresh();
    for (bytes, _) in values() {
        plugin.on_event_raw(Some(c"Bang"), Some(&c_string(&[&bytes]))).unwrap();
        plugin.on_event_raw(Some(&c_string(&[&bytes])), Some(c"{}")).unwrap();
    }
    // The handlers take no payload, so they run for all of them that are UTF-8.
    assert!(result(&plugin, "CountHandled").is_u64());
}
