//! What differs from a library: docs/wasm.md.

use aro_host_testkit::{CallError, Host, Plugin, Reply};
use serde_json::{Value, json};

use crate::support::{FUTURES, Panics, SURROUNDINGS, errors, modules};

fn run(plugin: &Plugin, action: &str, input: Value) -> Result<Reply, CallError> {
    plugin.execute(action, &input)
}

fn result(plugin: &Plugin, action: &str, input: Value) -> Value {
    let reply = run(plugin, action, input).unwrap();
    assert_eq!(reply.error(), None, "{action}");
    reply.json().unwrap()["result"].take()
}

fn error(plugin: &Plugin, action: &str, input: Value) -> String {
    run(plugin, action, input).unwrap().error().unwrap_or_else(|| panic!("{action} succeeds")).message
}

/// What `std` does by a panic, since it has no other way to fail.
fn assert_panics(panics: Panics, plugin: &Plugin, action: &str, message: &str) {
    match panics {
        Panics::Trap => {
            let crash = run(plugin, action, json!({})).unwrap_err().to_string();
            assert!(crash.contains("the module was stopped") && crash.contains("unreachable"), "{crash}");
        }
        Panics::Unwind => {
            let text = error(plugin, action, json!({}));
            assert!(text.contains(message), "{text}");
        }
    }
}

#[test]
fn a_panic_is_an_error_where_panics_unwind_and_else_a_failed_call() {
    for (panics, module) in modules(SURROUNDINGS) {
        let plugin = module.plugin();
        assert_eq!(result(&plugin, "Count", json!({})), 1);
        let input = json!({ "text": "with a reason" });
        match panics {
            Panics::Trap => {
                let crash = run(&plugin, "Panic", input).unwrap_err().to_string();
                assert!(crash.contains("a panic, where panics do not unwind"), "{crash}");
                assert!(crash.contains("panicking"), "the function is named: {crash}");
                // Its state is gone, and init ran again.
                assert_eq!(result(&plugin, "Count", json!({})), 1);
            }
            Panics::Unwind => {
                let reply = run(&plugin, "Panic", input).unwrap().error().unwrap();
                assert_eq!(reply.message, "the plugin panicked: with a reason");
                assert!(reply.details.unwrap()["location"].as_str().unwrap().contains("lib.rs:"));
                assert_eq!(result(&plugin, "Count", json!({})), 3, "the state is as it was");
                // A thousand panics leak nothing in the host.
                for _ in 0..1000 {
                    assert!(run(&plugin, "Panic", json!({ "text": "again" })).unwrap().error().is_some());
                }
                assert_eq!(result(&plugin, "Count", json!({})), 1004);
            }
        }
    }
}

#[test]
fn there_is_no_clock() {
    for (panics, module) in modules(SURROUNDINGS) {
        let plugin = module.plugin();
        assert_panics(panics, &plugin, "TellTime", "time not implemented on this platform");
        assert_panics(panics, &plugin, "Measure", "time not implemented on this platform");
        assert_panics(panics, &plugin, "Nap", "can't sleep");
    }
}

#[test]
fn an_exit_costs_the_call() {
    for (_, module) in modules(SURROUNDINGS) {
        let plugin = module.plugin();
        let crash = run(&plugin, "Exit", json!({})).unwrap_err().to_string();
        assert!(crash.contains("the module was stopped"), "{crash}");
        assert_eq!(result(&plugin, "Count", json!({})), 1);
    }
}

#[test]
fn there_are_no_threads_files_sockets_and_variables() {
    for (_, module) in modules(SURROUNDINGS) {
        let plugin = module.plugin();
        for (action, input) in [
            ("Spawn", json!({})),
            ("ReadFile", json!({ "path": "/etc/hostname" })),
            ("WriteFile", json!({ "path": "/tmp/x", "text": "t" })),
            ("Dial", json!({ "address": "127.0.0.1:1" })),
        ] {
            let text = error(&plugin, action, input);
            assert!(text.contains("not supported on this platform"), "{action}: {text}");
        }
        let reply = run(&plugin, "ReadVariable", json!({ "name": "PATH" })).unwrap();
        assert_eq!(reply.error(), None);
        assert_eq!(reply.json().unwrap().get("result"), None);
    }
}

#[test]
fn a_log_goes_nowhere_and_does_no_harm() {
    for (_, module) in modules(SURROUNDINGS) {
        let plugin = module.plugin();
        assert_eq!(result(&plugin, "Note", json!({ "text": "unheard" })), true);
    }
}

#[test]
fn hash_maps_work() {
    for (_, module) in modules(SURROUNDINGS) {
        assert_eq!(result(&module.plugin(), "Tally", json!({ "words": ["a", "b", "a"] })), 2);
    }
}

#[test]
fn a_module_cannot_invoke_feature_sets() {
    for (_, module) in modules(SURROUNDINGS) {
        let plugin = module.plugin();
        let mut host = Host::eager();
        host.on_invoke(|_, _| json!("home")).load(&plugin);
        let text = error(&plugin, "Wander", json!({}));
        assert!(text.ends_with("it has given the plugin no callback"), "{text}");
    }
}

#[test]
fn shutdown_ends_the_plugin_and_a_dropped_instance_does_not_run_it() {
    for (_, module) in modules(SURROUNDINGS) {
        let plugin = module.plugin();
        plugin.register().unwrap();
        assert_eq!(result(&plugin, "Count", json!({})), 1);
        plugin.shutdown().unwrap();
        assert!(error(&plugin, "Count", json!({})).contains("is shut down"));
        plugin.init().unwrap();
        assert_eq!(result(&plugin, "Count", json!({})), 1);
    }
}

#[test]
fn async_functions_run_on_an_executor_of_the_author_s() {
    for (panics, module) in modules(FUTURES) {
        let plugin = module.plugin();
        assert_eq!(result(&plugin, "KeepLocal", json!({ "text": "abc" })), 3, "{panics:?}");
        let error = run(&plugin, "WaitForever", json!({})).unwrap().error().unwrap();
        assert_eq!(error.code, Some(4), "{panics:?}: {}", error.message);
    }
}

#[test]
fn the_feature_tokio_is_one_compile_error_that_says_what_to_do() {
    for error in errors(FUTURES, "tokio") {
        assert!(error.contains("the feature `tokio` of aro-sdk is not for WebAssembly"), "{error}");
        // The other is that of cargo: the crate could not be compiled.
        assert!(!error.contains("E0433"), "{error}");
    }
}
