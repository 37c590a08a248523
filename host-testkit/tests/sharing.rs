//! Hosts that share plugins, and what programs that embed a host need besides.

mod support;

use std::fs;
use std::sync::{Arc, Mutex};

use aro_host_testkit::{Host, Plugin, RunError, TextReply, assert_value};
use serde_json::json;
use support::compile;
use tempfile::TempDir;

fn chorus(dir: &TempDir) -> Option<Plugin> {
    let library = compile(dir.path(), include_str!("chorus.c"), &["-DNAME=\"one\"", "-DHANDLE=\"One\""])?;
    Some(Plugin::open_copy(library).unwrap())
}

#[test]
fn a_removed_plugin_answers_on_a_host_that_shares_it_until_no_host_has_it() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir) else { return };
    let mut host = Host::eager();
    host.load(plugin);
    let before = host.share();
    let removed = host.remove("one").unwrap();
    assert!(matches!(host.execute("one", "echoone", &json!({})), Err(RunError::UnknownPlugin { .. })));
    assert_value!(before.execute("one", "echoone", &json!({ "k": 1 })), { "k": 1, "_with": { "k": 1 } });
    assert!(removed.is_shared());
    drop(before);
    assert!(!removed.is_shared());
    let calls: Vec<_> = removed.unload().into_iter().map(|call| call.function).collect();
    assert_eq!(calls, ["aro_plugin_shutdown"]);
}

#[test]
fn a_plugin_that_another_host_shares_is_neither_shut_down_nor_closed() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir) else { return };
    let mut host = Host::eager();
    host.load(plugin);
    let other = host.share();
    host.unload("one").unwrap();
    assert!(host.calls().iter().all(|call| call.function != "aro_plugin_shutdown"));
    assert_value!(other.execute("one", "echoone", &json!({})), { "_with": {} });
}

#[test]
fn a_host_that_shares_plugins_has_no_variables_of_the_other() {
    let host = Host::eager();
    host.run("Create the <x> with 1.", ()).unwrap();
    assert_eq!((host.variable("x"), host.share().variable("x")), (Some(json!(1)), None));
}

#[test]
fn a_host_without_records_keeps_none_and_its_outcomes_have_their_events() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir) else { return };
    let mut host = Host::eager();
    host.keep_records(false).load(plugin);
    let outcome = host.execute("one", "echoone", &json!({})).unwrap();
    let emitted = host.emit("A", &json!({}));
    assert_eq!((outcome.calls().len(), emitted.events().len()), (0, 1));
    assert!(host.calls().is_empty() && host.emitted().is_empty());
}

#[test]
fn an_observer_gets_every_event_and_may_use_the_host() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut host = Host::eager();
    let (to, other) = (Arc::clone(&seen), host.share());
    host.on_event(move |event| {
        other.emit("FromTheObserver", &json!({}));
        to.lock().unwrap().push((event.event_type.clone(), event.data.clone()));
    });
    host.run("Emit a <UserCreated: event> with { id: 1 }.", ()).unwrap();
    host.emit("Done", &json!({}));
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    assert_eq!((seen[0].0.as_str(), seen[0].1.get("id"), seen[1].0.as_str()), ("UserCreated", Some(&json!(1)), "Done"));
}

#[test]
fn a_service_and_a_qualifier_that_no_plugin_has_throw_and_the_notes_list_the_others() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir) else { return };
    let mut host = Host::eager();
    host.load(plugin);
    let outcome = host.service("nope", "m", &json!({}));
    assert_eq!(outcome.thrown().unwrap().message, "Service not found: nope");
    assert!(outcome.notes().iter().any(|note| note.contains("one")), "{outcome}");
    let outcome = host.qualifier("Nope.q", &json!([1]), None);
    assert_eq!(outcome.thrown().unwrap().message, "Qualifier not found: Nope.q");
    assert_value!(host.service("one", "ping", &json!({ "k": 1 })), { "pong": "one" });
}

#[test]
fn the_file_of_a_copy_can_be_overwritten_while_the_copy_is_loaded() {
    let dir = TempDir::new().unwrap();
    let Some(library) = compile(dir.path(), include_str!("chorus.c"), &["-DNAME=\"one\"", "-DHANDLE=\"One\""]) else {
        return;
    };
    let mut host = Host::eager();
    host.load(Plugin::open_copy(&library).unwrap());
    fs::write(&library, "overwritten").unwrap();
    assert_value!(host.execute("one", "echoone", &json!({})), { "_with": {} });
    let error = Plugin::open_copy(&library).unwrap_err().to_string();
    assert!(error.contains("overwritten"), "{error}");
}

#[test]
fn a_call_from_text_has_the_value_of_a_call_from_values_and_the_reply_unchanged_where_it_can() {
    let dir = TempDir::new().unwrap();
    let Some(plugin) = chorus(&dir) else { return };
    let mut host = Host::eager();
    host.load(plugin);
    let mut silent = host.share();
    silent.keep_records(false);
    for (input, unchanged) in [
        ("{}", true),
        (" { \"k\" : [1, \"\\u00e9\"] } ", true),
        (r#"{"k":null}"#, true),
        (r#"{"k":2.0,"$date":1}"#, true),
        (r#"{"k":2.5}"#, true),
        (r#"{"error":"as an argument"}"#, false),
        (r#"{"k":18446744073709551615}"#, false),
        (r#"{"k":{"$date":0}}"#, false),
    ] {
        let expected = host.execute("one", "echoone", &serde_json::from_str(input).unwrap()).unwrap();
        let value = match silent.execute_text("one", "echoone", input).unwrap().unwrap() {
            TextReply::Unchanged(text) => {
                assert!(unchanged, "{input}");
                Some(serde_json::from_str(&text).unwrap())
            }
            TextReply::Outcome(outcome) => {
                assert!(!unchanged, "{input}");
                assert_eq!(outcome.thrown(), expected.thrown(), "{input}");
                outcome.value().cloned()
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(value.as_ref(), expected.value(), "{input}");
        assert!(matches!(host.execute_text("one", "echoone", input), Ok(Some(TextReply::Outcome(_)))), "with records");
    }
    for input in ["", "[]", "1", "{", "null", "{} {}"] {
        assert_eq!(silent.execute_text("one", "echoone", input), Ok(None), "{input}");
    }
    assert!(matches!(silent.execute_text("two", "x", "{}"), Err(RunError::UnknownPlugin { .. })));
}
