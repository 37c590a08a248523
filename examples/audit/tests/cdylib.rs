//! The plugin as a host uses it: built, loaded, and called through its C interface.

#[path = "../../host_paths.rs"]
mod host_paths;
mod program;

use std::ops::Deref;
use std::thread;

use aro_host_testkit::{ErrorCode, Plugin, ReplyError};
use host_paths::envelopes;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A copy of the plugin with its own trail: the loader identifies libraries by path, and each copy
/// that is loaded has its own state.
struct Copy {
    plugin: Plugin,
    _folder: TempDir,
}

impl Deref for Copy {
    type Target = Plugin;

    fn deref(&self) -> &Plugin {
        &self.plugin
    }
}

fn plugin() -> Copy {
    let built = aro_host_testkit::plugin!();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(built.path().file_name().unwrap());
    std::fs::copy(built.path(), &path).unwrap();
    Copy { plugin: Plugin::open(path).unwrap(), _folder: folder }
}

fn reply(plugin: &Plugin, action: &str, input: Value) -> Value {
    plugin.call(action, &input).unwrap()
}

fn error(plugin: &Plugin, action: &str, input: Value) -> ReplyError {
    let reply = plugin.execute(action, &input).unwrap();
    reply.error().unwrap_or_else(|| panic!("{action} of {input} gave {reply}"))
}

/// The types of the entries that match a pattern, in their order.
fn events(plugin: &Plugin, pattern: &str) -> Vec<String> {
    let entries = reply(plugin, "ReadAudit", json!({ "data": pattern }));
    let events = entries["entries"].as_array().unwrap().iter();
    events.map(|entry| entry["event"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_metadata_describes_the_plugin() {
    let info = plugin().info().unwrap();
    assert_eq!((info.name.as_str(), info.handle.as_deref()), ("audit", Some("Audit")));
    let mut verbs: Vec<&str> = info.actions.iter().flat_map(|action| &action.verbs).map(String::as_str).collect();
    verbs.sort_unstable();
    assert_eq!(verbs, ["ReadAudit", "RecordAudit", "ReviewAudit", "SummarizeAudit"]);
    assert_eq!(info.events.subscribes, ["*", "Security*"]);
    assert_eq!(info.events.emits, ["AuditRecorded", "AuditReviewed"]);
}

#[test]
fn every_event_is_recorded_unchanged() {
    let plugin = plugin();
    plugin.on_event("OrderPlaced", &json!({ "order": 7, "items": ["a/b", { "n": 1.5 }] })).unwrap();
    plugin.on_event("UserCreated", &json!({})).unwrap();
    plugin.on_event("Odd", &json!("no object")).unwrap();
    let entries = reply(&plugin, "ReadAudit", json!({ "data": "*" }))["entries"].take();
    assert_eq!(entries[0]["number"], 1);
    assert_eq!(entries[0]["event"], "OrderPlaced");
    assert_eq!(entries[0]["data"], json!({ "order": 7, "items": ["a/b", { "n": 1.5 }] }));
    assert_eq!((&entries[1]["number"], &entries[1]["data"]), (&json!(2), &json!({})));
    assert_eq!(entries[2]["data"], "no object");
    assert!(entries[0]["time"].as_u64().unwrap() > 0 && entries[0]["time"].as_u64() <= entries[1]["time"].as_u64());
}

#[test]
fn the_trail_is_read_by_pattern_and_limit_on_every_path() {
    let plugin = plugin();
    for event in ["OrderPlaced", "UserCreated", "OrderPaid", "Order"] {
        plugin.on_event(event, &json!({})).unwrap();
    }
    assert_eq!(events(&plugin, "Order*"), ["OrderPlaced", "OrderPaid", "Order"]);
    assert_eq!(events(&plugin, "OrderPaid"), ["OrderPaid"]);
    assert!(events(&plugin, "order*").is_empty());
    for (path, envelope) in envelopes("wanted", &json!("Order*"), &json!({ "limit": 2 })) {
        let entries = reply(&plugin, "ReadAudit", envelope)["entries"].take();
        assert_eq!((&entries[0]["event"], &entries[1]["event"]), (&json!("OrderPaid"), &json!("Order")), "{path}");
        assert_eq!(entries.as_array().unwrap().len(), 2, "{path}");
    }
}

#[test]
fn an_entry_of_an_action_is_recorded_once_and_published() {
    let plugin = plugin();
    let with = json!({ "actor": "ada", "details": { "order": 7 } });
    let reply = plugin.execute("RecordAudit", &envelopes("what", &json!("OrderRefunded"), &with)[0].1).unwrap();
    let entry = reply.json().unwrap();
    assert_eq!((&entry["number"], &entry["event"]), (&json!(1), &json!("OrderRefunded")));
    assert_eq!(entry["data"], json!({ "actor": "ada", "order": 7 }));
    let published = reply.events();
    assert_eq!(published.len(), 1);
    assert_eq!(published[0].event_type, "AuditRecorded");
    assert_eq!(published[0].data["data"], json!({ "actor": "ada", "order": 7 }));
    // The interpreter delivers it to every subscriber, this plugin too.
    plugin.on_event("AuditRecorded", &Value::Object(published[0].data.clone())).unwrap();
    assert_eq!(events(&plugin, "*"), ["OrderRefunded"]);
}

#[test]
fn alarms_are_counted_by_actor_and_recorded_like_every_event() {
    let plugin = plugin();
    for actor in ["eve", "mal/lory", "eve"] {
        plugin.on_event("SecurityLoginFailed", &json!({ "actor": actor, "tries": 3 })).unwrap();
    }
    let summary = reply(&plugin, "SummarizeAudit", json!({ "data": "*" }));
    let expected = json!({
        "total": 3,
        "by_event": { "SecurityLoginFailed": 3 },
        "forgotten": 0,
        "alarms": { "eve": 2, "mal/lory": 1 },
    });
    assert_eq!(summary, expected);
}

#[test]
fn an_event_that_one_handler_cannot_read_reaches_the_others() {
    let plugin = plugin();
    plugin.on_event("SecurityScan", &json!({ "actor": 7 })).unwrap();
    plugin.on_event("SecurityScan", &json!({})).unwrap();
    let summary = reply(&plugin, "SummarizeAudit", json!({ "data": "*" }));
    assert_eq!((&summary["total"], &summary["alarms"]), (&json!(2), &json!({})));
}

#[test]
fn the_program_reviews_the_trail() {
    let plugin = plugin();
    plugin.set_invoke(program::approves).unwrap();
    plugin.on_event("OrderPlaced", &json!({})).unwrap();
    plugin.on_event("PaymentFailed", &json!({})).unwrap();
    let reply = plugin.execute("ReviewAudit", &json!({ "data": "Order*" })).unwrap();
    let review = json!({ "reviewed": 1, "approved": true, "note": "Review Audit saw 1" });
    let mut answer = reply.json().unwrap();
    answer.as_object_mut().unwrap().remove("_events");
    assert_eq!(answer, review);
    assert_eq!(reply.events()[0].event_type, "AuditReviewed");
    assert_eq!(Value::Object(reply.events()[0].data.clone()), review);
    let all = plugin.execute("ReviewAudit", &json!({ "data": "*", "feature_set": "Check All" })).unwrap();
    assert_eq!(all.json().unwrap()["note"], "Check All saw 2");
    assert_eq!(all.json().unwrap()["approved"], false);
}

#[test]
fn a_review_that_fails_returns_the_reason_and_publishes_nothing() {
    let plugin = plugin();
    let failed = |code: ErrorCode, message: &str| {
        let reply = plugin.execute("ReviewAudit", &json!({ "data": "*" })).unwrap();
        let error = reply.error().unwrap();
        assert_eq!(error.error_code(), Some(code), "{error}");
        assert!(error.message.contains(message), "{error}");
        assert!(reply.events().is_empty());
    };
    failed(ErrorCode::Unsupported, "\"Review Audit\"");
    plugin.set_invoke(program::refuses).unwrap();
    failed(ErrorCode::PermissionDenied, "Review Audit is closed");
    plugin.set_invoke(program::misunderstands).unwrap();
    failed(ErrorCode::ExecutionFailed, "does not fit");
}

#[test]
fn a_wrong_argument_is_an_error_that_names_it() {
    let plugin = plugin();
    for (action, input, message) in [
        ("RecordAudit", json!({ "data": "A" }), "argument \"actor\" is missing"),
        ("RecordAudit", json!({ "data": "", "actor": "ada" }), "argument \"event\": expected what happened"),
        (
            "RecordAudit",
            json!({ "data": "A", "actor": "ada", "details": [1] }),
            "argument \"details\": expected an object",
        ),
        ("ReadAudit", json!({}), "argument \"events\" is missing"),
        ("ReadAudit", json!({ "data": 7 }), "argument \"events\": expected a string, got the integer 7"),
        (
            "ReadAudit",
            json!({ "data": "*", "limit": "all" }),
            "argument \"limit\": expected an integer, got the string",
        ),
    ] {
        let error = error(&plugin, action, input);
        assert!(error.message.starts_with(message), "{action}: {error}");
        assert_eq!(error.error_code(), Some(ErrorCode::InvalidInput), "{action}: {error}");
    }
    assert!(events(&plugin, "*").is_empty());
}

#[test]
fn two_copies_have_two_trails() {
    let (one, other) = (plugin(), plugin());
    one.on_event("OnlyHere", &json!({})).unwrap();
    assert_eq!((events(&one, "*").len(), events(&other, "*").len()), (1, 0));
}

#[test]
fn events_and_actions_on_several_threads_lose_nothing() {
    let plugin = plugin();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..50).for_each(|_| plugin.on_event("Heard", &json!({})).unwrap()));
            scope.spawn(|| {
                (0..50).for_each(|_| drop(reply(&plugin, "RecordAudit", json!({ "data": "Done", "actor": "a" }))))
            });
        }
    });
    let entries = reply(&plugin, "ReadAudit", json!({ "data": "*", "limit": 1000 }))["entries"].take();
    let numbers: Vec<u64> = entries.as_array().unwrap().iter().filter_map(|entry| entry["number"].as_u64()).collect();
    assert_eq!(numbers, (1..=300).collect::<Vec<_>>());
    assert_eq!(plugin.outstanding(), 0);
}
