//! Async functions and the life cycle: shutdown, unloading, and a second life.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::process::Command;
use std::{fs, thread};

use aro_host_testkit::reload::{ReloadCheck, Revival, Unloading};
use aro_host_testkit::{CallError, Plugin};
use aro_tests::child;
use aro_tests::recorder::error_of;
use serde_json::json;

use super::{answer, library, nothing};

/// The threads of this process. Not their names: a thread sets its name itself, some time after it
/// has begun.
fn threads() -> BTreeSet<OsString> {
    fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().file_name()).collect()
}

/// The threads of a process before the plugin has made any.
struct Before(BTreeSet<OsString>);

impl Before {
    fn the_plugin() -> Self {
        Self(threads())
    }

    fn has_runtime(&self) -> bool {
        threads() != self.0
    }

    /// The kernel lists a thread for a moment after it was joined, so this asks again.
    fn is_restored(&self) -> bool {
        (0..1_000_000).any(|_| {
            thread::yield_now();
            !self.has_runtime()
        })
    }
}

#[test]
fn after_shutdown_no_thread_is_left_and_a_second_life_works_on_the_same_path() {
    let stderr = child::stderr::<&str>("life::a_process_in_which_a_plugin_lives_three_times", &[]);
    assert!(stderr.contains("lived three times"), "{stderr}");
    // The state's drop has used the runtime, which ends after it.
    assert_eq!(stderr.matches("a state was dropped, and a task gave Ok(7)").count(), 3, "{stderr}");
}

#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn a_process_in_which_a_plugin_lives_three_times() {
    let built = library(&["tokio"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(built.file_name().unwrap());
    fs::copy(built, &path).unwrap();
    let before = Before::the_plugin();
    for life in 0..3 {
        let plugin = Plugin::open(&path).unwrap();
        plugin.register().unwrap();
        plugin.init().unwrap();
        assert!(before.has_runtime(), "init is async");
        assert_eq!(answer(&plugin, "SpawnTask", &json!({ "number": life })), json!({ "result": life * 2 }));
        assert_eq!(error_of(&plugin.execute("WaitForever", &nothing()).unwrap()).code, Some(4));
        answer(&plugin, "LeaveATask", &nothing());
        plugin.shutdown().unwrap();
        assert!(before.is_restored(), "{:?} of {:?}", threads(), before.0);
        assert_eq!(error_of(&plugin.execute("SpawnTask", &json!({ "number": 1 })).unwrap()).code, Some(7));
        assert!(!before.has_runtime(), "a call after shutdown starts nothing");
        plugin.close().unwrap();
    }
    eprintln!("lived three times");
}

#[test]
fn the_runtime_starts_with_the_first_async_function_only() {
    let stderr = child::stderr::<&str>("life::a_process_that_asks_for_metadata_only", &[]);
    assert!(stderr.contains("no thread"), "{stderr}");
}

#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn a_process_that_asks_for_metadata_only() {
    let path = library(&["tokio"]);
    let before = Before::the_plugin();
    let plugin = Plugin::open(path).unwrap();
    plugin.info().unwrap();
    assert!(!before.has_runtime());
    answer(&plugin, "CountDropped", &nothing());
    assert!(before.has_runtime(), "init is async");
    plugin.shutdown().unwrap();
    assert!(before.is_restored());
    eprintln!("no thread");
}

#[test]
fn a_call_that_runs_at_shutdown_keeps_the_runtime_until_it_is_done() {
    let stderr = child::stderr::<&str>("life::a_process_that_shuts_down_during_a_call", &[]);
    assert!(stderr.contains("the last call has ended the runtime"), "{stderr}");
}

#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn a_process_that_shuts_down_during_a_call() {
    use std::sync::OnceLock;

    use aro_tests::program::{Program, invoke};
    use serde_json::Value;

    static BEFORE: OnceLock<Before> = OnceLock::new();
    static PLUGIN: OnceLock<Plugin> = OnceLock::new();

    struct ShuttingDown;

    impl Program for ShuttingDown {
        fn run(_: &str, _: &Value) -> Option<String> {
            PLUGIN.get().unwrap().shutdown().unwrap();
            assert!(BEFORE.get().unwrap().has_runtime(), "the call still runs on it");
            Some("\"down\"".to_owned())
        }
    }

    let path = library(&["tokio"]);
    let before = BEFORE.get_or_init(Before::the_plugin);
    let plugin = PLUGIN.get_or_init(|| Plugin::open(path).unwrap());
    plugin.set_invoke(invoke::<ShuttingDown>).unwrap();
    let input = json!({ "set": "Any", "input": {} });
    for _ in 0..2 {
        plugin.register().unwrap();
        // After the host's answer, the function waits once more.
        assert_eq!(answer(plugin, "AskLater", &input), json!({ "result": "down" }));
        assert!(before.is_restored());
    }
    eprintln!("the last call has ended the runtime");
}

#[test]
fn a_shutdown_from_inside_of_another_runtime_ends_the_runtime_without_a_panic() {
    let stderr = child::stderr::<&str>("life::a_process_that_shuts_down_inside_of_another_runtime", &[]);
    assert!(stderr.contains("ended from inside of another runtime"), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
}

/// tokio panics if a thread of a runtime waits for the end of another one.
#[test]
#[ignore = "the test above starts it, in a process of its own"]
fn a_process_that_shuts_down_inside_of_another_runtime() {
    use std::sync::OnceLock;

    use aro_tests::program::{Program, invoke};
    use serde_json::Value;

    static PLUGIN: OnceLock<Plugin> = OnceLock::new();

    struct ShuttingDown;

    impl Program for ShuttingDown {
        fn run(_: &str, _: &Value) -> Option<String> {
            PLUGIN.get().unwrap().shutdown().unwrap();
            Some("\"down\"".to_owned())
        }
    }

    let path = library(&["tokio"]);
    let before = Before::the_plugin();
    let plugin = PLUGIN.get_or_init(|| Plugin::open(path).unwrap());
    plugin.set_invoke(invoke::<ShuttingDown>).unwrap();
    for _ in 0..2 {
        plugin.register().unwrap();
        answer(plugin, "SpawnTask", &json!({ "number": 1 }));
        assert!(before.has_runtime());
        assert_eq!(answer(plugin, "AskFromAnOwnRuntime", &json!({ "depth": 1 })), json!({ "result": "down" }));
        assert!(before.is_restored());
    }
    eprintln!("ended from inside of another runtime");
}

/// The call is made on the main thread, whose thread-locals are gone when the shutdown hook runs.
#[test]
fn without_a_shutdown_by_the_host_the_normal_end_of_the_process_runs_an_async_hook_and_ends_the_runtime() {
    for features in [&[][..], &["tokio"]] {
        let mut host = Command::new(env!("CARGO_BIN_EXE_call-and-end"));
        let output = host.arg(library(features)).arg("WaitForever").env_remove("ARO_LOG").output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{features:?}: {output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("\"error_code\":4"), "{features:?}: {output:?}");
        assert!(stderr.contains("shutdown, started 7") && !stderr.contains("panicked"), "{features:?}: {stderr}");
    }
}

/// Every action that returns.
fn every(plugin: &Plugin) -> Result<(), CallError> {
    for action in ["KeepLocal", "FailLater", "PanicLater", "WaitForever", "WaitWithABomb", "FinishInTime", "WaitOften"]
    {
        plugin.execute(action, &json!({ "text": "abc", "times": 3 }))?;
    }
    Ok(())
}

#[test]
fn with_an_executor_without_thread_locals_the_library_goes() {
    let check = ReloadCheck::library(library(&[])).calling(every).run();
    assert_eq!(check.unwrap(), Unloading::Unmapped { times: 3 });
}

#[test]
fn with_tokio_the_library_stays_mapped_and_works_again() {
    let revival = ReloadCheck::library(library(&["tokio"])).calling(every).same_path().unwrap();
    assert_eq!(revival, Revival::Alive { times: 3, stayed_mapped: Some(true) });
}
