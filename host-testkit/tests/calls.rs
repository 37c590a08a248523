//! Calls into a plugin written in C.

mod support;

use std::ffi::c_char;
use std::thread;

use aro_host_testkit::{CallError, ErrorCode, Plugin};
use serde_json::{Value, json};
use support::probe;
use tempfile::tempdir;

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn count(plugin: &Plugin, what: &str) -> u64 {
    plugin.execute("counts", &json!({})).unwrap().json().unwrap()[what].as_u64().unwrap()
}

#[test]
fn info_is_typed_and_keeps_what_it_does_not_know() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    let info = plugin.info().unwrap();
    assert_eq!((info.name.as_str(), info.version.as_str(), info.language.as_str()), ("probe", "1.2.3", "c"));
    assert_eq!((info.handle.as_deref(), &info.other["colour"]), (Some("Probe"), &json!("red")));
    let action = &info.actions[0];
    assert_eq!(
        (action.verbs.as_slice(), action.symbol.as_deref()),
        (&["counts".to_owned()][..], Some("probe__counts"))
    );
    assert_eq!((action.role.as_deref(), &action.other["cost"]), (Some("own"), &json!(3)));
    assert!(info.actions[1].verbs.is_empty());
    assert_eq!(info.qualifiers[0].input_types, ["String", "List"]);
    assert_eq!(info.services[0].methods, ["ping"]);
    assert_eq!((info.events.subscribes[0].as_str(), info.events.emits[0].as_str()), ("User*", "X"));
    assert_eq!(info.system_objects[0].capabilities, ["readable"]);
    assert_eq!(info.deprecations[0].remove_in.as_deref(), Some("2"));
    assert_eq!(plugin.info_json().unwrap()["name"], "probe");
    assert!(plugin.info_reply().unwrap().text().unwrap().starts_with("{\"name\""));
}

#[test]
fn every_text_goes_back_exactly_once() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    plugin.info().unwrap();
    plugin.execute("echo", &json!({})).unwrap();
    plugin.execute("broken", &json!({})).unwrap().json().unwrap_err();
    plugin.call::<u8>("text", &json!({})).unwrap_err();
    plugin.call::<u8>("fail", &json!({})).unwrap_err();
    plugin.execute("null", &json!({})).unwrap_err();
    plugin.entry_point("probe__counts", Some(c"{}")).unwrap();
    plugin.qualifier("q", &json!(1)).unwrap();
    plugin.object_write("i", "q", "v").unwrap();
    // Looking up the entry point in the metadata is one of the nine; the null pointer does not
    // count.
    let counts = plugin.execute("counts", &json!({})).unwrap().json().unwrap();
    assert_eq!((&counts["returned"], &counts["freed"]), (&json!(9), &json!(9)));
    assert_eq!(counts["freed_null"], 0);
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn overlapping_calls_give_everything_back() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..250 {
                    plugin.execute("echo", &json!({"a": 1})).unwrap();
                }
            });
        }
    });
    assert_eq!((count(&plugin, "freed"), plugin.outstanding()), (1000, 0));
}

#[test]
fn replies_that_cannot_be_used_are_told_apart() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    let null = plugin.execute("null", &json!({})).unwrap_err();
    assert!(matches!(&null, CallError::NullReply { call } if call == r#"aro_plugin_execute("null", …)"#), "{null}");
    let broken = plugin.execute("broken", &json!({})).unwrap();
    assert_eq!(broken.as_bytes(), b"{\"a\":\"\xff\"}");
    assert!(matches!(broken.text(), Err(CallError::NotUtf8 { valid_up_to: 6, .. })));
    let text = plugin.execute("text", &json!({})).unwrap();
    assert_eq!(text.text().unwrap(), "hello");
    let error = text.json().unwrap_err().to_string();
    assert!(error.contains("not JSON") && error.ends_with("hello"), "{error}");
    let shape = plugin.call::<Vec<u8>>("reply", &json!({"a": 1})).unwrap_err().to_string();
    assert!(shape.contains("not a `alloc::vec::Vec<u8>`") && shape.contains(r#"{"a":1}"#), "{shape}");
}

#[test]
fn an_error_reply_is_a_reply_and_for_a_typed_call_an_error() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    let reply = plugin.execute("fail", &json!({})).unwrap();
    let error = reply.error().unwrap();
    assert_eq!((error.message.as_str(), error.error_code()), ("no such row", Some(ErrorCode::NotFound)));
    assert_eq!(error.details, Some(json!({"row": 7})));
    let typed = plugin.call::<Value>("fail", &json!({})).unwrap_err();
    assert!(matches!(&typed, CallError::Plugin(same) if *same == error));
    assert_eq!(plugin.call::<Vec<u8>>("reply", &[1, 2]).unwrap(), [1, 2]);
    let events = plugin.execute("reply", &json!({"_events": [{"type": "T", "data": {"n": 1}}]})).unwrap().events();
    assert_eq!((events[0].event_type.as_str(), &events[0].data["n"]), ("T", &json!(1)));
}

#[test]
fn null_pointers_and_stray_bytes_reach_the_plugin() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    let seen = |reply: Result<_, CallError>| -> Value { aro_host_testkit::Reply::json(&reply.unwrap()).unwrap() };
    assert_eq!(seen(plugin.execute_raw(None, None)), json!({"a": "NULL", "b": "NULL", "c": "NULL"}));
    assert_eq!(seen(plugin.execute_raw(Some(c"\xff\x80"), None)), json!({"a": "ff80", "b": "NULL", "c": "NULL"}));
    assert_eq!(seen(plugin.qualifier_raw(None, Some(c"\xc3")))["b"], "c3");
    assert_eq!(seen(plugin.object_read_raw(Some(c""), None)), json!({"a": "", "b": "NULL", "c": "NULL"}));
    assert_eq!(seen(plugin.object_write_raw(None, None, Some(c"v")))["c"], hex("v"));
    assert_eq!(seen(plugin.object_list_raw(None))["a"], "NULL");
    assert!(matches!(plugin.entry_point("probe__counts", None), Err(CallError::NullReply { .. })));
    plugin.on_event_raw(None, None).unwrap();
    assert_eq!(count(&plugin, "events"), 10);
    plugin.free_null();
    assert_eq!(count(&plugin, "freed_null"), 1);
}

#[test]
fn texts_arrive_as_they_are() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    let seen = plugin.execute_text("Ärger", "{not json").unwrap().json().unwrap();
    assert_eq!((&seen["a"], &seen["b"]), (&json!(hex("Ärger")), &json!(hex("{not json"))));
    let seen = plugin.object_write("obj", "a.b", "raw, unquoted").unwrap().json().unwrap();
    assert_eq!(seen, json!({"a": hex("obj"), "b": hex("a.b"), "c": hex("raw, unquoted")}));
    assert_eq!(plugin.object_list("*").unwrap().json().unwrap()["a"], hex("*"));
    assert_eq!(plugin.qualifier("q", &json!({"value": 1})).unwrap().json().unwrap()["b"], hex(r#"{"value":1}"#));
    let nul = plugin.execute_text("a", "b\0c").unwrap_err();
    assert!(matches!(nul, CallError::NulByte { argument: "input", position: 1 }));
    // In JSON a NUL is an escape, which a C string can have.
    assert_eq!(plugin.execute("reply", &json!("b\0c")).unwrap().json().unwrap(), "b\0c");
}

#[test]
fn hooks_and_events_are_delivered() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    assert_eq!(count(&plugin, "hooks"), 0, "loading alone calls nothing");
    plugin.register().unwrap();
    plugin.init().unwrap();
    plugin.shutdown().unwrap();
    plugin.on_event("UserCreated", &json!({"id": 1})).unwrap();
    assert_eq!((count(&plugin, "hooks"), count(&plugin, "events")), (111, 1));
}

#[test]
fn the_plugin_can_call_back() {
    extern "C" fn nothing(_: *const c_char, _: *const c_char) -> *mut c_char {
        std::ptr::null_mut()
    }
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    plugin.set_invoke(nothing).unwrap();
    assert_eq!(plugin.execute("invoke", &json!({})).unwrap().json().unwrap(), json!({"invoked": 1, "null": 1}));
    plugin.set_invoke_raw(None).unwrap();
    assert_eq!(plugin.execute("invoke", &json!({})).unwrap().json().unwrap(), json!({"invoked": 0, "null": 1}));
}

#[test]
fn functions_that_are_not_there_are_named() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &["-DBARE"]) else { return };
    let calls = [
        ("aro_plugin_init", plugin.init()),
        ("aro_plugin_register", plugin.register()),
        ("aro_plugin_shutdown", plugin.shutdown()),
        ("aro_plugin_on_event", plugin.on_event("T", &json!({}))),
        ("aro_plugin_set_invoke", plugin.set_invoke_raw(None)),
        ("aro_plugin_qualifier", plugin.qualifier("q", &json!({})).map(drop)),
        ("aro_object_read", plugin.object_read("i", "").map(drop)),
        ("aro_object_write", plugin.object_write("i", "", "v").map(drop)),
        ("aro_object_list", plugin.object_list("*").map(drop)),
        ("probe__gone", plugin.entry_point("probe__gone", None).map(drop)),
    ];
    for (name, outcome) in calls {
        let error = outcome.unwrap_err();
        assert!(matches!(&error, CallError::MissingSymbol { symbol, .. } if symbol == name), "{name}: {error}");
        assert!(!plugin.has_symbol(name));
    }
    assert!(plugin.has_symbol("aro_plugin_execute") && !plugin.has_symbol("a\0b"));
}

#[test]
fn only_a_declared_entry_point_is_called() {
    let dir = tempdir().unwrap();
    let Some(plugin) = probe(&dir, &[]) else { return };
    let reply = plugin.entry_point("probe__counts", Some(c"{}")).unwrap();
    assert_eq!(reply.json().unwrap()["freed"], 1, "the metadata were read once");
    // The C library has `free`, which would free the argument.
    let error = plugin.entry_point("free", Some(c"{}")).unwrap_err();
    assert!(matches!(error, CallError::UndeclaredEntryPoint { .. }));
    assert!(error.to_string().contains("`probe__counts`, `probe__gone`"), "{error}");
}
