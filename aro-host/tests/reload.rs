//! Reloading, and changes while calls are running.

mod support;

use std::ffi::{c_char, c_void};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex};
use std::thread;

use support::*;
use tempfile::TempDir;

type During = dyn Fn(Host, &str) + Send;

/// What the callbacks of a runtime have got, in order.
#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    added: Condvar,
    /// Called in the callback about a reload.
    during: Mutex<Option<Box<During>>>,
}

impl Log {
    fn add(&self, line: String) {
        self.lines.lock().unwrap().push(line);
        self.added.notify_all();
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn wait_for(&self, line: &str) {
        let lines = self.lines.lock().unwrap();
        drop(self.added.wait_while(lines, |lines| !lines.iter().any(|one| one.starts_with(line))).unwrap());
    }

    fn config(&self) -> Config {
        let user_data = std::ptr::from_ref(self).cast_mut().cast();
        Config { hot_reload: 1, on_reload: Some(on_reload), on_reload_user_data: user_data, ..Config::new() }
    }
}

fn log<'l>(user_data: *mut c_void) -> &'l Log {
    // SAFETY: the tests pass a `Log` that outlives the runtime.
    unsafe { &*user_data.cast::<Log>() }
}

unsafe extern "C" fn on_reload(
    d: *mut c_void,
    h: Handle,
    phase: i32,
    a: *const c_char,
    al: usize,
    b: *const c_char,
    bl: usize,
) {
    let phase = ["before", "after", "failed"][usize::try_from(phase).unwrap()];
    let message = string(b, bl);
    assert_eq!(message.is_empty(), phase != "failed");
    if let Some(during) = &*log(d).during.lock().unwrap() {
        during(Host(h.addr()), phase);
    }
    log(d).add(format!("{phase} {} {message}", string(a, al)).trim_end().to_owned());
}

/// The plugin invokes when it is initialised and shut down.
unsafe extern "C" fn on_invoke(
    d: *mut c_void,
    _: Handle,
    a: *const c_char,
    al: usize,
    b: *const c_char,
    bl: usize,
) -> i32 {
    let version = string(b, bl).split('"').nth_back(1).unwrap_or_default().to_owned();
    log(d).add(format!("{} {version}", string(a, al)));
    0
}

fn library(folder: &Path) -> PathBuf {
    folder.join("one").join(format!("libone{}", std::env::consts::DLL_SUFFIX))
}

fn version(host: Host) -> String {
    host.called("one", "versionone", "")["version"].as_str().unwrap().to_owned()
}

/// A runtime with hot reload and the plugin `one` of version 1.0.0.
fn one(dir: &TempDir, log: &Log) -> Option<Host> {
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return None;
    }
    let host = Host::create(Some(&log.config())).unwrap();
    host.on_invoke(Some(on_invoke), log).unwrap();
    host.load(&dir.path().join("one")).unwrap();
    Some(host)
}

#[test]
fn a_reload_takes_the_new_files_and_its_phases_come_in_order() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    let Some(host) = one(&dir, &log) else { return };
    assert_eq!(host.called("one", "count", "")["count"], 1);
    package(dir.path(), "one", "1.1.0", "{}");
    assert_eq!(version(host), "1.0.0", "the runtime has a copy");
    host.reload("one").unwrap();
    assert_eq!((version(host), host.called("one", "count", "")["count"].clone()), ("1.1.0".to_owned(), 1.into()));
    let listed = &host.plugins()[0];
    assert_eq!((&listed["version"], &listed["generation"]), (&"1.1.0".into(), &1.into()));
    let expected = ["Init 1.0.0", "before one", "Shutdown 1.0.0", "Init 1.1.0", "after one"];
    assert_eq!(log.lines(), expected);
    host.reload("one").unwrap();
    assert_eq!(host.plugins()[0]["generation"], 2, "without a change too");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_reload_that_fails_leaves_the_plugin_with_its_state_and_says_why() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    let Some(host) = one(&dir, &log) else { return };
    let yaml = dir.path().join("one/plugin.yaml");
    let (good_yaml, good_library) = (fs::read_to_string(&yaml).unwrap(), fs::read(library(dir.path())).unwrap());
    let output = format!("path: ., build: {{ output: libone{} }}", std::env::consts::DLL_SUFFIX);
    let named_other = good_yaml.replace("name: one", "name: other").replace("path: .", &output);
    for (count, (yaml_now, library_now, part)) in [
        (good_yaml.clone(), b"damaged".to_vec(), "libone"),
        (good_yaml.clone(), good_library[..good_library.len() / 2].to_vec(), "truncated"),
        (good_yaml.clone(), Vec::new(), "the file is empty"),
        ("name: [".to_owned(), good_library.clone(), "plugin.yaml"),
        (named_other, good_library.clone(), "now named `other`"),
        (good_yaml.replace("dependencies: {}", "dependencies: { no: { git: g } }"), good_library.clone(), "`no`"),
        (
            good_yaml.replace("dependencies: {}", "dependencies: { one: { git: g } }"),
            good_library.clone(),
            "one -> one",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        fs::write(&yaml, yaml_now).unwrap();
        fs::write(library(dir.path()), library_now).unwrap();
        let (status, message) = host.reload("one").unwrap_err();
        assert!(message.contains(part), "{part}: {status} {message}");
        assert_eq!(host.called("one", "count", "")["count"], count + 1, "{part}: the state is kept");
        assert!(log.lines().last().unwrap().starts_with("failed one"), "{:?}", log.lines());
    }
    fs::remove_file(library(dir.path())).unwrap();
    assert!(host.reload("one").unwrap_err().1.contains("`one`"));
    assert!(!log.lines().iter().any(|line| line.starts_with("before") || line.starts_with("Shutdown")));
    assert_eq!((version(host), host.destroy()), ("1.0.0".to_owned(), OK));
}

#[test]
fn a_reload_to_a_version_that_another_plugin_does_not_accept_is_refused_with_both_names() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    let Some(host) = one(&dir, &log) else { return };
    package(dir.path(), "two", "1.0.0", "{ one: { git: g, version: ^1 } }");
    host.load(&dir.path().join("two")).unwrap();
    package(dir.path(), "one", "2.0.0", "{}");
    let (status, message) = host.reload("one").unwrap_err();
    assert_eq!(status, DEPENDENCY);
    assert!(message.contains("`two` depends on `one` ^1") && message.contains("2.0.0"), "{message}");
    assert_eq!(version(host), "1.0.0");
    package(dir.path(), "one", "1.9.0", "{}");
    host.reload("one").unwrap();
    assert_eq!((version(host), host.names()), ("1.9.0".to_owned(), vec!["one".to_owned(), "two".to_owned()]));
    assert_eq!(host.destroy(), OK);
}

#[test]
fn changed_files_are_found_once_and_a_failure_is_tried_again_when_they_change_again() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    let Some(host) = one(&dir, &log) else { return };
    assert_eq!(host.reload_changed().as_deref(), Ok("[]"));
    package(dir.path(), "one", "1.1.0", "{}");
    assert_eq!(host.reload_changed().as_deref(), Ok("[\"one\"]"));
    assert_eq!((host.reload_changed().as_deref(), version(host).as_str()), (Ok("[]"), "1.1.0"));
    fs::write(library(dir.path()), "damaged").unwrap();
    assert_eq!(host.reload_changed().unwrap_err().0, LOAD_FAILED);
    assert_eq!(host.reload_changed().as_deref(), Ok("[]"), "nothing has changed since");
    package(dir.path(), "one", "1.2.0", "{}");
    assert_eq!(host.reload_changed().as_deref(), Ok("[\"one\"]"));
    assert_eq!((version(host), host.destroy()), ("1.2.0".to_owned(), OK));
}

#[test]
fn without_hot_reload_changed_files_are_not_looked_for_and_a_plugin_can_be_reloaded() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let host = Host::new();
    host.load(&dir.path().join("one")).unwrap();
    package(dir.path(), "one", "1.1.0", "{}");
    let (status, message) = host.reload_changed().unwrap_err();
    assert!(status == INVALID_ARGUMENT && message.contains("`hot_reload`"), "{message}");
    assert_eq!((version(host).as_str(), host.reload("one")), ("1.0.0", Ok(())));
    assert_eq!((version(host), host.destroy()), ("1.1.0".to_owned(), OK));
}

#[test]
fn with_an_interval_the_runtime_reloads_by_itself_and_reports_it() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let host = Host::create(Some(&Config { reload_interval_ms: 1, ..log.config() })).unwrap();
    host.load(&dir.path().join("one")).unwrap();
    // At once, so that no half of it is seen.
    let new = TempDir::new_in(dir.path()).unwrap();
    compile(&new.path().join("new.so"), "one", "1.1.0");
    fs::rename(new.path().join("new.so"), library(dir.path())).unwrap();
    log.wait_for("after one");
    assert_eq!(version(host), "1.1.0");
    fs::write(library(dir.path()), "damaged").unwrap();
    log.wait_for("failed one");
    assert_eq!(version(host), "1.1.0");
    assert!(host.last_error().contains("libone"), "{}", host.last_error());
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_callback_about_a_reload_may_call_the_host_and_is_refused_what_would_wait() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    let Some(host) = one(&dir, &log) else { return };
    *log.during.lock().unwrap() = Some(Box::new(|host, phase| {
        assert_eq!(version(host), if phase == "before" { "1.0.0" } else { "1.1.0" });
        assert_eq!(host.names(), ["one"]);
        assert_eq!(host.unload("one").unwrap_err().0, BUSY);
        assert_eq!(host.reload("one").unwrap_err().0, BUSY);
        assert_eq!(host.destroy(), BUSY);
    }));
    package(dir.path(), "one", "1.1.0", "{}");
    host.reload("one").unwrap();
    assert_eq!((log.lines().len(), host.destroy()), (5, OK));
}

/// User data of a callback that says when it runs, and returns when it may.
struct Gate {
    running: Sender<()>,
    may_go: Mutex<Receiver<()>>,
    order: Mutex<Vec<String>>,
}

unsafe extern "C" fn wait_in_the_call(
    d: *mut c_void,
    _: Handle,
    a: *const c_char,
    al: usize,
    b: *const c_char,
    bl: usize,
) -> i32 {
    // SAFETY: the tests pass a `Gate` that outlives the runtime.
    let gate = unsafe { &*d.cast::<Gate>() };
    let feature_set = string(a, al);
    string(b, bl);
    if feature_set == "Feature" {
        gate.running.send(()).unwrap();
        gate.may_go.lock().unwrap().recv().unwrap();
    }
    gate.order.lock().unwrap().push(feature_set);
    0
}

/// Begins a call on a plugin that waits in a callback, and then makes `change` on another thread.
/// `is_under_way` says when the change has got as far as to wait. Returns the order of things.
fn while_a_call_runs(host: Host, change: impl Fn() + Sync, is_under_way: impl Fn() -> bool) -> Vec<String> {
    let ((running, runs), (go, may_go)) = (channel(), channel());
    let gate = Gate { running, may_go: Mutex::new(may_go), order: Mutex::default() };
    host.on_invoke(Some(wait_in_the_call), &gate).unwrap();
    let changed = AtomicBool::new(false);
    thread::scope(|scope| {
        let call = scope.spawn(|| host.called("one", "askone", ""));
        runs.recv().unwrap();
        scope.spawn(|| {
            change();
            changed.store(true, Ordering::SeqCst);
        });
        while !is_under_way() {
            thread::yield_now();
        }
        assert!(!changed.load(Ordering::SeqCst), "it waits for the call");
        go.send(()).unwrap();
        assert_eq!(call.join().unwrap()["answer"], "null", "the call ends in the library that it began in");
    });
    assert!(changed.into_inner());
    host.on_invoke(None, &()).unwrap_or(());
    gate.order.into_inner().unwrap()
}

#[test]
fn unload_waits_for_the_call_that_is_running_in_the_plugin() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    let Some(host) = one(&dir, &log) else { return };
    let order = while_a_call_runs(host, || host.unload("one").unwrap(), || host.names().is_empty());
    assert_eq!(order, ["Feature", "Shutdown"]);
    assert_eq!(host.call("one", "askone", "").unwrap_err().0, NOT_FOUND);
    assert_eq!(host.destroy(), OK);
}

#[test]
fn destroy_waits_for_the_call_that_is_running_in_a_plugin() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    let Some(host) = one(&dir, &log) else { return };
    let is_gone = || host.emit("E", "").is_err();
    let order = while_a_call_runs(host, || assert_eq!(host.destroy(), OK), is_gone);
    assert_eq!(order, ["Feature", "Shutdown"]);
}

#[test]
fn reload_waits_for_the_call_that_is_running_and_new_calls_wait_for_the_reload() {
    let (dir, log) = (TempDir::new().unwrap(), Log::default());
    let Some(host) = one(&dir, &log) else { return };
    package(dir.path(), "one", "1.1.0", "{}");
    let begun = || log.lines().iter().any(|line| line == "before one");
    let seen = Mutex::new(String::new());
    let order = while_a_call_runs(
        host,
        || {
            thread::scope(|scope| {
                scope.spawn(|| host.reload("one").unwrap());
                log.wait_for("before one");
                // It gets in before the reload or after it, and never in between.
                *seen.lock().unwrap() = version(host);
            });
        },
        begun,
    );
    assert_eq!(order, ["Feature", "Shutdown", "Init"]);
    let seen = seen.into_inner().unwrap();
    assert!(seen == "1.0.0" || seen == "1.1.0", "{seen}");
    assert_eq!((version(host), host.destroy()), ("1.1.0".to_owned(), OK));
}
