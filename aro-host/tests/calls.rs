//! Calling plugins, and running statements and programs.

mod support;

use std::ptr::{null, null_mut};

use serde_json::{Value, json};
use support::*;
use tempfile::TempDir;

fn json(answer: Answer) -> Value {
    serde_json::from_str(&answer.unwrap()).unwrap()
}

/// A runtime with the plugin `one`.
fn one(dir: &TempDir, config: &Config) -> Option<Host> {
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return None;
    }
    let host = Host::create(Some(config)).unwrap();
    host.load(&dir.path().join("one")).unwrap();
    Some(host)
}

#[test]
fn an_action_gets_its_arguments_as_hosts_send_them_and_its_value_is_returned() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    let sent = json!({ "k": [1, 2.5, "ü/", true, { "n": 18446744073709551615_u64 }] });
    let value = host.called("one", "EchoOne", &sent.to_string());
    assert_eq!(value["k"].as_array().unwrap()[..4], sent["k"].as_array().unwrap()[..4]);
    assert_eq!(value["_with"]["k"][2], "ü/");
    for spelling in ["EchoIt", "echoone", "echo-it"] {
        assert!(host.call("one", spelling, "{}").is_ok(), "{spelling}");
    }
    assert_eq!(host.destroy(), OK);
}

#[test]
fn an_error_that_the_plugin_reports_is_a_status_with_the_whole_reply() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    let (status, reply) = host.call("one", "failone", "").unwrap_err();
    assert_eq!(
        (status, serde_json::from_str::<Value>(&reply).unwrap()),
        (PLUGIN_ERROR, json!({ "error": "no such row", "error_code": 2 }))
    );
    assert!(host.last_error().contains("no such row"), "{}", host.last_error());
    let (status, reply) = host.qualify("One.broken", "1", "").unwrap_err();
    assert_eq!((status, reply.as_str()), (PLUGIN_ERROR, r#"{"error":"it is broken"}"#));
    let (status, message) = host.call("one", "null", "").unwrap_err();
    assert_eq!(status, THROWN, "{message}");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_qualifier_is_applied_to_any_value_of_a_type_that_it_takes() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    for value in ["1", "\"a\"", "[1,2]", "{\"a\":1}", "true", "2.5"] {
        assert_eq!(json(host.qualify("One.wrap", value, ""))[0], "one", "{value}");
    }
    let input = json(host.qualify("one.INPUT", "[3]", r#"{"k":1}"#));
    assert_eq!(input, json!({ "value": [3], "type": "List", "_with": { "k": 1 } }));
    let (status, message) = host.qualify("One.listed", "1", "").unwrap_err();
    assert_eq!(status, THROWN);
    assert!(message.contains("expects [List] but received Int"), "{message}");
    let (status, message) = host.qualify("One.nope", "1", "").unwrap_err();
    assert_eq!(status, THROWN);
    assert!(message.contains("Qualifier not found: One.nope") && message.contains("one.wrap"), "{message}");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_service_is_called_by_its_plugins_name_or_its_own() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    for service in ["one", "onesvc", "ONE"] {
        assert_eq!(json(host.call_service(service, "ping", r#"{"k":1}"#)), json!({ "pong": "one" }), "{service}");
    }
    let (status, message) = host.call_service("nope", "ping", "").unwrap_err();
    assert_eq!(status, THROWN);
    assert!(message.contains("Service not found: nope") && message.contains("onesvc"), "{message}");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_statement_has_variables_of_its_own_and_shows_what_came_of_it() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    let shown = json(host.run_statement("EchoOne the <r> from the <x> with { k: 1 }.", r#"{"x":"v"}"#));
    assert_eq!((&shown["value"]["data"], &shown["value"]["k"]), (&json!("v"), &json!(1)));
    let shown = json(host.run_statement("EchoOne the <r> from the <x>.", ""));
    assert_eq!(shown["value"].get("data"), None, "`x` was of the statement before");
    assert!(shown["notes"][0].as_str().unwrap().contains("`<x>` is not bound"), "{shown}");
    let shown = json(host.run_statement("Log \"hello\" to the <console>.", ""));
    assert_eq!((&shown["logged"], &shown["value"]), (&json!("hello"), &Value::Null));
    let shown = json(host.run_statement("TellOne the <r> from 1.", ""));
    assert_eq!(shown["events"], json!([{ "type": "ToldAll", "data": { "by": "one" } }]));
    let shown = json(host.run_statement("FailOne the <r> from 1.", ""));
    assert_eq!(shown["value"]["error"], "no such row", "to the interpreter it is an ordinary value");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn text_that_is_not_aro_or_that_the_host_does_not_run_is_refused() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    for statement in ["", "nonsense", "EchoOne the <r> from", "Fetch the <r> from \"x\".", "(A: B) { }"] {
        let (status, message) = host.run_statement(statement, "").unwrap_err();
        assert_eq!(status, INVALID_PROGRAM, "{statement}: {message}");
    }
    assert_eq!(host.run_statement("Nope the <r> from 1.", "").unwrap_err().0, NOT_FOUND);
    assert_eq!(
        host.run_program("(Application-Start: X) { Fetch the <r> from \"x\". }").unwrap_err().0,
        INVALID_PROGRAM
    );
    assert_eq!(host.run_program("{").unwrap_err().0, INVALID_PROGRAM);
    let (status, message) =
        host.run_statement("EchoOne the <r> from the <x: nope.deep>.", "").map_or_else(|e| e, |v| (0, v));
    assert!(status == OK || status == THROWN, "{message}");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_program_runs_with_its_handlers_and_its_output_and_exit_status_are_returned() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    let source = r#"
        (Application-Start: Test) {
            TellOne the <told> from 1.
            EchoOne the <r> with { k: 2 }.
            Log <r: k> to the <console>.
            Return an <OK: status> for the <start>.
        }
        (Hear: ToldAll Handler) {
            Extract the <teller> from the <event: "by">.
            Log <teller> to the <console>.
        }
    "#;
    let shown = json(host.run_program(source));
    assert_eq!(shown["output"], json!(["[Hear] one", "[Application-Start] 2", "[OK] start"]));
    assert_eq!((&shown["exit_status"], &shown["thrown"]), (&json!(0), &Value::Null));
    assert_eq!(shown["events"], json!([{ "type": "ToldAll", "data": { "by": "one" } }]));
    let failing = "(Application-Start: Test) { Extract the <a> from the <nothing: b>. }";
    let shown = json(host.run_program(failing));
    assert_eq!(shown["exit_status"], 1);
    assert!(shown["thrown"].is_string(), "{shown}");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn strict_takes_a_verb_as_the_interpreter_has_it_and_relaxed_also_with_a_handle_that_plugin_yaml_lost() {
    let dir = TempDir::new().unwrap();
    let Some(strict) = one(&dir, &Config::new()) else { return };
    assert!(strict.run_statement("One.EchoOne the <r> from 1.", "").is_ok());
    strict.unload("one").unwrap();
    // As `aro add` leaves it.
    let yaml = dir.path().join("one/plugin.yaml");
    let without = std::fs::read_to_string(&yaml).unwrap().replace("handle: One\n", "");
    std::fs::write(&yaml, without).unwrap();
    let relaxed = Host::create(Some(&Config::relaxed())).unwrap();
    for host in [strict, relaxed] {
        host.load(&dir.path().join("one")).unwrap();
        assert!(host.run_statement("EchoOne the <r> from 1.", "").is_ok());
    }
    assert_eq!(strict.run_statement("One.EchoOne the <r> from 1.", "").unwrap_err().0, NOT_FOUND);
    let shown = json(relaxed.run_statement("One.EchoOne the <r> from 1.", ""));
    assert_eq!((&shown["value"]["data"], shown["notes"].as_array().unwrap().len()), (&json!(1), 1));
    assert_eq!((strict.destroy(), relaxed.destroy()), (OK, OK));
}

#[test]
fn an_emitted_event_reaches_the_plugins_that_subscribe_to_it() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    host.emit("Other", r#"{"n":1}"#).unwrap();
    assert_eq!(host.called("one", "heard", ""), json!({}));
    host.emit("ToldThis", r#"{"n":2}"#).unwrap();
    assert_eq!(host.called("one", "heard", ""), json!({ "type": "ToldThis", "payload": { "n": 2 } }));
    host.emit("ToldNothing", "").unwrap();
    assert_eq!(host.called("one", "heard", "")["payload"], json!({}));
    assert_eq!(host.emit("", "").unwrap_err().0, INVALID_ARGUMENT);
    assert_eq!(host.destroy(), OK);
}

#[test]
fn an_argument_that_is_not_what_the_function_takes_is_refused_by_its_name() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    let refused = |answer: Answer, part: &str| {
        let (status, message) = answer.unwrap_err();
        assert_eq!(status, INVALID_ARGUMENT, "{message}");
        assert!(message.contains(part), "{message}");
    };
    for text in ["{", "nul", "[1", "\"a", "{\"a\":}", "1 2"] {
        refused(host.call("one", "EchoOne", text), "cannot read the input as JSON");
        refused(host.qualify("One.wrap", text, ""), "cannot read the value as JSON");
        refused(host.call_service("one", "ping", text), "cannot read the arguments as JSON");
        refused(host.run_statement("EchoOne the <r> from 1.", text), "cannot read the bindings as JSON");
        refused(host.emit("E", text).map(|()| String::new()), "cannot read the payload as JSON");
    }
    for text in ["1", "[1]", "\"a\"", "null", "true"] {
        refused(host.call("one", "EchoOne", text), "expected a JSON object");
        refused(host.qualify("One.wrap", "1", text), "expected a JSON object");
    }
    refused(host.qualify("One.wrap", "", ""), "cannot read the value as JSON");
    refused(host.call("", "EchoOne", ""), "the name of the plugin is empty");
    refused(host.call("one", "", ""), "the action is empty");
    refused(host.qualify("", "1", ""), "the qualifier is empty");
    refused(host.call_service("", "m", ""), "the service is empty");
    refused(host.call_service("one", "", ""), "the method is empty");
    refused(host.unload("").map(|()| String::new()), "the name of the plugin is empty");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_pointer_that_is_null_and_bytes_that_are_not_utf8_are_refused() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    let call = |input: *const u8, length: usize| {
        let (plugin, action) = ("one", "EchoOne");
        // SAFETY: the strings have their lengths; NULL is allowed with any.
        unsafe {
            (API.call)(
                host.handle(),
                plugin.as_ptr().cast(),
                plugin.len(),
                action.as_ptr().cast(),
                action.len(),
                input.cast(),
                length,
                null_mut(),
            )
        }
    };
    assert_eq!(call(null(), 0), OK, "an empty string, and no place for the result");
    for length in [1, 5, usize::MAX] {
        assert_eq!(call(null(), length), INVALID_ARGUMENT);
        assert!(host.last_error().contains("the input is NULL"), "{}", host.last_error());
    }
    assert_eq!(call(b"{}".as_ptr(), usize::MAX), INVALID_ARGUMENT, "no object is that long");
    for bytes in [&b"\xFF"[..], b"{\"a\":\"\xC3\"}", b"\xED\xA0\x80", b"\xC0\x80"] {
        assert_eq!(call(bytes.as_ptr(), bytes.len()), INVALID_ARGUMENT);
        assert!(host.last_error().contains("the input is not UTF-8"), "{}", host.last_error());
    }
    assert_eq!(call(b"{\"a\":\0}".as_ptr(), 7), INVALID_ARGUMENT);
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_name_that_no_plugin_has_is_refused_with_those_that_there_are() {
    let dir = TempDir::new().unwrap();
    let Some(host) = one(&dir, &Config::new()) else { return };
    for answer in [
        host.call("two", "x", ""),
        host.unload("two").map(|()| String::new()),
        host.reload("two").map(|()| String::new()),
    ] {
        let (status, message) = answer.unwrap_err();
        assert_eq!(status, NOT_FOUND);
        assert!(message.contains("`two`") && message.contains("`one`"), "{message}");
    }
    assert_eq!(host.destroy(), OK);
}
