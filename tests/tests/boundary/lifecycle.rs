//! The plugin's own code while it starts, makes its state and ends: it may call the host, the host
//! may call back, and all of it may panic.

use std::ffi::{CStr, CString, c_char};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use aro_host_testkit::Plugin;
use aro_tests::recorder::error_of;
use aro_tests::stubborn::{FOLDER, fresh_stubborn};
use serde_json::{Value, json};

unsafe extern "C" {
    fn strdup(text: *const c_char) -> *mut c_char;
}

/// A host with one plugin, whose feature sets are `answer`.
struct Host {
    plugin: OnceLock<Plugin>,
    asked: Mutex<Vec<String>>,
}

impl Host {
    const fn new() -> Self {
        Self { plugin: OnceLock::new(), asked: Mutex::new(Vec::new()) }
    }

    fn plugin(&self) -> &Plugin {
        self.plugin.get().expect("it is loaded")
    }

    /// Loads the plugin, from a file of its own, and gives it the callback.
    fn load(&self, callback: aro_host_testkit::InvokeFn) -> &Plugin {
        let (folder, _, plugin) = fresh_stubborn();
        // The process has it open to its end.
        let _ = folder.keep();
        let plugin = self.plugin.get_or_init(|| plugin);
        plugin.set_invoke(callback).unwrap();
        plugin
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn answer(&self, name: *const c_char, answer: impl FnOnce(&str) -> Value) -> *mut c_char {
        // SAFETY: the plugin passes a text that ends with NUL.
        let name = unsafe { CStr::from_ptr(name) }.to_str().expect("UTF-8").to_owned();
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(name.clone());
        let answer = CString::new(answer(&name).to_string()).expect("JSON has no NUL");
        // SAFETY: it ends with NUL.
        unsafe { strdup(answer.as_ptr()) }
    }

    fn execute(&self, action: &str) -> Value {
        self.plugin().execute(action, &json!({})).unwrap().json().unwrap()
    }
}

#[test]
fn a_default_may_call_the_host_and_the_host_the_plugin() {
    static HOST: Host = Host::new();

    extern "C" fn invoke(name: *const c_char, _: *const c_char) -> *mut c_char {
        HOST.answer(name, |name| match name {
            "read other" => HOST.execute("ReadOther"),
            "read selfish" => HOST.execute("ReadSelfish"),
            _ => json!({}),
        })
    }

    HOST.load(invoke);
    assert_eq!(HOST.execute("ReadAsking"), json!({ "result": "other" }));
    let selfish = HOST.execute("ReadSelfish")["result"].as_str().unwrap().to_owned();
    assert!(selfish.contains("Selfish") && selfish.contains("is still being made"), "{selfish}");
    assert_eq!(HOST.asked(), ["begins", "read other", "read selfish"]);
}

#[test]
fn two_states_whose_drops_panic_are_both_let_go_and_the_process_lives() {
    static HOST: Host = Host::new();

    extern "C" fn invoke(name: *const c_char, _: *const c_char) -> *mut c_char {
        HOST.answer(name, |_| json!({}))
    }

    let plugin = HOST.load(invoke);
    HOST.execute("ReadOther");
    plugin.shutdown().unwrap();
    plugin.shutdown().unwrap();
    assert_eq!(HOST.asked(), ["begins", "ends", "dropped", "dropped"]);
    let error = error_of(&plugin.execute("ReadOther", &json!({})).unwrap());
    assert!(error.message.contains("is shut down"), "{error}");
}

#[test]
fn a_plugin_that_is_shut_down_while_it_starts_is_taken_down_once_and_runs_nothing_more() {
    static HOST: Host = Host::new();

    extern "C" fn invoke(name: *const c_char, _: *const c_char) -> *mut c_char {
        HOST.answer(name, |name| {
            if name == "begins" {
                HOST.plugin().shutdown().unwrap();
            }
            json!({})
        })
    }

    let plugin = HOST.load(invoke);
    let error = error_of(&plugin.execute("ReadOther", &json!({})).unwrap());
    assert!(error.message.contains("is shut down"), "{error}");
    assert_eq!(HOST.asked(), ["begins", "ends", "dropped"]);
    plugin.shutdown().unwrap();
    assert_eq!(HOST.asked(), ["begins", "ends", "dropped"]);
}

#[test]
fn a_call_that_comes_back_while_the_plugin_starts_is_told_so() {
    static HOST: Host = Host::new();
    static TOLD: AtomicU32 = AtomicU32::new(0);

    extern "C" fn invoke(name: *const c_char, _: *const c_char) -> *mut c_char {
        HOST.answer(name, |name| {
            if name == "begins" && HOST.execute("ReadOther")["error"].as_str().unwrap().contains("still starting") {
                TOLD.fetch_add(1, Ordering::Relaxed);
            }
            json!({})
        })
    }

    HOST.load(invoke);
    assert_eq!(HOST.execute("ReadOther"), json!({ "result": "other" }));
    assert_eq!(TOLD.load(Ordering::Relaxed), 1);
}

#[test]
fn results_that_stretch_what_serde_allows_do_no_harm() {
    let (_folder, _, plugin) = fresh_stubborn();
    let give = |action: &str, input: Value| plugin.execute(action, &input).unwrap();
    for text in ["{}", "{ }", "{\n\t}", "{\"a\":1 }", "{ \"a\" : { } }"] {
        let reply = give("GiveRaw", json!({ "text": text })).json().expect(text);
        assert_eq!(reply["_events"].as_array().unwrap().len(), 1, "{text}");
    }
    assert_eq!(give("GiveRaw", json!({ "text": "[ 1 ]" })).json().unwrap()["result"], json!([1]));
    assert_eq!(give("GiveKeyless", json!({ "after": false })).json().unwrap(), json!({}));
    assert!(give("GiveKeyless", json!({ "after": true })).json().unwrap().is_object());
    let error = error_of(&give("GiveForged", json!({ "text": "{\"a\":\"\u{0}\"}" })));
    assert!(error.message.contains("NUL"), "{error}");
}

#[test]
fn a_shutdown_at_the_end_of_the_process_may_log_and_panic() {
    for features in [&[][..], &["log"], &["tracing"]] {
        let builder = Plugin::builder(FOLDER).features(features.iter().copied());
        let library = builder.build_cdylib().unwrap();
        let out = Command::new(env!("CARGO_BIN_EXE_call-and-end"))
            .arg(library)
            .arg("ReadOther")
            .env_remove("ARO_LOG")
            .env("RUST_BACKTRACE", "0")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{features:?}: {}\n{stderr}", out.status);
        for line in
            features.iter().flat_map(|_| ["ReadOther] INFO stubborn: other is read", "end] INFO stubborn: the end"])
        {
            assert!(stderr.contains(&format!("[stubborn {line}\n")), "{features:?}: {line} in\n{stderr}");
        }
        for state in ["begun does not go", "other does not go either"] {
            let line =
                format!("[stubborn shutdown] ERROR aro_sdk: dropping the state failed: the plugin panicked: {state}\n");
            assert!(stderr.contains(&line), "{features:?}: {line} in\n{stderr}");
        }
    }
}
