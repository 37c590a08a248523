//! The plugin as a host uses it: built, loaded, and called through its C interface. Each test has
//! its own store.

mod child;

use std::fs;
use std::thread;

use aro_host_testkit::{ErrorCode, Plugin, ReplyError};
use serde_json::{Value, json};

/// Runs `body` in its own process, with an empty store.
fn with_a_store(name: &str, body: impl FnOnce(&Plugin)) {
    if let Some(plugin) = child::plugin() {
        return body(&plugin);
    }
    let folder = tempfile::tempdir().unwrap();
    let output = child::command(name, &child::library(), &folder.path().join("store.redb")).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name} in its own process: {}\n{out}\n{err}", output.status);
    assert!(out.contains("1 passed"), "{name} did not run in its own process:\n{out}");
}

macro_rules! tests_with_a_store {
    ($($(#[$attribute:meta])* fn $name:ident($plugin:ident) $body:block)*) => {$(
        $(#[$attribute])*
        #[test]
        fn $name() {
            with_a_store(stringify!($name), |$plugin: &Plugin| $body);
        }
    )*};
}

/// The input of a host for `Call the <r> from the <kv: method> with { … }.`
fn arguments(with: &Value) -> Value {
    let mut envelope = with.clone();
    envelope["_with"] = with.clone();
    envelope
}

fn call(plugin: &Plugin, method: &str, with: Value) -> Value {
    plugin.call::<Value>(&format!("service:{method}"), &arguments(&with)).unwrap()
}

fn error(plugin: &Plugin, method: &str, with: Value) -> ReplyError {
    let reply = plugin.execute(&format!("service:{method}"), &arguments(&with)).unwrap();
    reply.error().unwrap_or_else(|| panic!("{method} with {with} gave {reply}"))
}

fn result(value: Value) -> Value {
    json!({ "result": value })
}

fn found(value: Value) -> Value {
    json!({ "value": value })
}

tests_with_a_store! {
    fn the_metadata_describes_the_plugin(plugin) {
        let info = plugin.info().unwrap();
        assert_eq!((info.name.as_str(), info.handle.as_deref()), ("kv-store", Some("KV")));
        assert_eq!(info.services.len(), 1);
        assert_eq!(info.services[0].name, "kv");
        assert_eq!(info.services[0].methods, ["get", "put", "delete", "increment", "keys"]);
        assert_eq!(info.system_objects.len(), 1);
        assert_eq!(info.system_objects[0].identifier, "kv");
        assert_eq!(info.system_objects[0].capabilities, ["readable", "writable", "enumerable"]);
    }

    fn reading_the_metadata_opens_no_store(plugin) {
        plugin.info().unwrap();
        assert!(!fs::exists(std::env::var_os("ARO_KV_PATH").unwrap()).unwrap());
        plugin.init().unwrap();
        assert!(fs::exists(std::env::var_os("ARO_KV_PATH").unwrap()).unwrap());
    }

    fn a_stored_value_is_there_until_it_is_deleted(plugin) {
        let ada = json!({ "name": "Ada", "tags": ["a/b", 1.5, true] });
        assert_eq!(call(plugin, "put", json!({ "key": "u:1", "value": ada })), result(json!(true)));
        assert_eq!(call(plugin, "get", json!({ "key": "u:1" })), found(ada));
        assert_eq!(call(plugin, "put", json!({ "key": "u:1", "value": [1] })), result(json!(true)));
        assert_eq!(call(plugin, "get", json!({ "key": "u:1" })), found(json!([1])));
        assert_eq!(call(plugin, "delete", json!({ "key": "u:1" })), result(json!(true)));
        assert_eq!(call(plugin, "delete", json!({ "key": "u:1" })), result(json!(false)));
        assert_eq!(error(plugin, "get", json!({ "key": "u:1" })).error_code(), Some(ErrorCode::NotFound));
        assert_eq!(call(plugin, "get", json!({ "key": "u:1", "default": 7 })), found(json!(7)));
    }

    fn a_value_that_looks_like_an_error_reply_is_returned_as_a_value(plugin) {
        let tricky = json!({ "error": "text", "error_code": 1, "_events": [{ "type": "T", "data": {} }], "n": "Unknown action: x" });
        call(plugin, "put", json!({ "key": "t", "value": tricky }));
        for reply in [plugin.execute("service:get", &json!({ "key": "t" })), plugin.object_read("kv", "t")] {
            let reply = reply.unwrap();
            assert!(reply.error().is_none() && reply.events().is_empty() && !reply.asks_for_retry(), "{reply}");
            assert_eq!(reply.json().unwrap(), found(tricky.clone()));
        }
    }

    fn keys_can_be_listed_by_prefix(plugin) {
        for key in ["user:2", "user:1", "visits"] {
            call(plugin, "put", json!({ "key": key, "value": 1 }));
        }
        assert_eq!(call(plugin, "keys", json!({ "prefix": "user:" })), result(json!(["user:1", "user:2"])));
        assert_eq!(call(plugin, "keys", json!({})), result(json!(["user:1", "user:2", "visits"])));
    }

    fn overlapping_increments_lose_nothing(plugin) {
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| (0..5).for_each(|_| drop(call(plugin, "increment", json!({ "key": "n" })))));
            }
        });
        assert_eq!(call(plugin, "increment", json!({ "key": "n", "amount": -5 })), result(json!(10)));
        assert_eq!(plugin.outstanding(), 0);
    }

    fn the_system_object_and_the_service_share_their_values(plugin) {
        plugin.object_write("kv", "dictionary", r#"{"a":1}"#).unwrap();
// Hosts write a string raw, without quotes.
        plugin.object_write("kv", "text", "hello").unwrap();
        plugin.object_write("kv", "list", r#"[1, "a"]"#).unwrap();
        assert_eq!(call(plugin, "get", json!({ "key": "dictionary" })), found(json!({ "a": 1 })));
        assert_eq!(call(plugin, "get", json!({ "key": "text" })), found(json!("hello")));
        assert_eq!(call(plugin, "get", json!({ "key": "list" })), found(json!([1, "a"])));
        call(plugin, "put", json!({ "key": "number", "value": 42 }));
        assert_eq!(plugin.object_read("kv", "number").unwrap().json().unwrap(), found(json!(42)));
        let error = plugin.object_read("kv", "nothing").unwrap().error().unwrap();
        assert_eq!((error.error_code(), error.details), (Some(ErrorCode::NotFound), Some(json!({ "key": "nothing" }))));
        let listed = |pattern| plugin.object_list(pattern).unwrap().json().unwrap();
        assert_eq!(listed(""), result(json!(["dictionary", "list", "number", "text"])));
        assert_eq!(listed("*"), listed(""));
        assert_eq!(listed("t*"), result(json!(["text"])));
        assert_eq!(listed("text"), result(json!(["text"])));
        assert_eq!(listed("tex"), result(json!([])));
    }

    fn a_wrong_argument_is_an_error_that_names_it(plugin) {
        call(plugin, "put", json!({ "key": "t", "value": "text" }));
        for (method, with, message) in [
            ("put", json!({ "key": "k" }), "argument \"value\" is missing"),
            ("put", json!({ "key": "", "value": 1 }), "argument \"key\": expected a key, got the empty string"),
            ("get", json!({}), "argument \"key\" is missing"),
            ("get", json!({ "key": 1 }), "argument \"key\": expected a string, got the integer 1"),
            ("increment", json!({ "key": "t" }), "\"t\" cannot be incremented: expected a whole number, got \"text\""),
        ] {
            let error = error(plugin, method, with);
            assert!(error.message.starts_with(message), "{method}: {error}");
            assert_eq!(error.error_code(), Some(ErrorCode::InvalidInput), "{method}: {error}");
        }
        let error = error(plugin, "fetch", json!({ "key": "t" }));
        assert!(error.message.contains("fetch") && error.message.contains("increment"), "{error}");
    }

    fn shutdown_closes_the_store(plugin) {
        call(plugin, "put", json!({ "key": "k", "value": 1 }));
        plugin.shutdown().unwrap();
        assert_eq!(error(plugin, "get", json!({ "key": "k" })).error_code(), Some(ErrorCode::InvalidState));
// The file is closed, so another copy of the plugin can open it, and finds the
// acknowledged values.
        let copy = tempfile::tempdir().unwrap();
        let library = copy.path().join(plugin.path().file_name().unwrap());
        fs::copy(plugin.path(), &library).unwrap();
        let again = Plugin::open(library).unwrap();
        assert_eq!(call(&again, "get", json!({ "key": "k" })), found(json!(1)));
    }

    fn a_store_that_is_in_use_is_an_error_that_names_it(plugin) {
        call(plugin, "put", json!({ "key": "k", "value": 1 }));
        let copy = tempfile::tempdir().unwrap();
        let library = copy.path().join(plugin.path().file_name().unwrap());
        fs::copy(plugin.path(), &library).unwrap();
        let second = Plugin::open(library).unwrap();
        second.init().unwrap();
        for _ in 0..2 {
            let error = error(&second, "get", json!({ "key": "k" }));
            assert_eq!(error.error_code(), Some(ErrorCode::InvalidState));
            assert!(error.message.contains("store.redb") && error.message.contains("ARO_KV_PATH"), "{error}");
        }
        assert_eq!(call(plugin, "get", json!({ "key": "k" })), found(json!(1)));
    }
}
