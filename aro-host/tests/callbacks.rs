//! Subscriptions, invocations, and what callbacks may do.

mod support;

use std::ffi::{c_char, c_void};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};
use support::*;
use tempfile::TempDir;

type Act = dyn Fn(Host, &str, &str) -> i32 + Send + Sync;

/// User data: what a callback has got, and what it does.
struct Data {
    seen: Mutex<Vec<(String, String)>>,
    act: Box<Act>,
}

impl Data {
    fn new(act: impl Fn(Host, &str, &str) -> i32 + Send + Sync + 'static) -> Self {
        Self { seen: Mutex::default(), act: Box::new(act) }
    }

    fn quiet() -> Self {
        Self::new(|_, _, _| 0)
    }

    fn got(&self, host: Handle, one: (*const c_char, usize), two: (*const c_char, usize)) -> i32 {
        let (one, two) = (string(one.0, one.1), string(two.0, two.1));
        self.seen.lock().unwrap().push((one.clone(), two.clone()));
        (self.act)(Host(host.addr()), &one, &two)
    }

    fn first(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|(first, _)| first.clone()).collect()
    }
}

fn data<'d>(user_data: *mut c_void) -> &'d Data {
    // SAFETY: the tests pass a `Data` that outlives the runtime.
    unsafe { &*user_data.cast::<Data>() }
}

unsafe extern "C" fn on_event(d: *mut c_void, h: Handle, a: *const c_char, al: usize, b: *const c_char, bl: usize) {
    data(d).got(h, (a, al), (b, bl));
}

unsafe extern "C" fn on_invoke(
    d: *mut c_void,
    h: Handle,
    a: *const c_char,
    al: usize,
    b: *const c_char,
    bl: usize,
) -> i32 {
    data(d).got(h, (a, al), (b, bl))
}

/// A runtime with the plugin `one`, and its folder.
fn one(dir: &TempDir) -> Option<(Host, PathBuf)> {
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return None;
    }
    let (host, folder) = (Host::new(), dir.path().join("one"));
    host.load(&folder).unwrap();
    Some((host, folder))
}

#[test]
fn a_subscription_gets_the_events_that_match_from_programs_plugins_and_the_embedding_program() {
    let dir = TempDir::new().unwrap();
    let Some((host, _)) = one(&dir) else { return };
    let (all, told, exact) = (Data::quiet(), Data::quiet(), Data::quiet());
    host.subscribe("*", on_event, &all).unwrap();
    host.subscribe("Told*", on_event, &told).unwrap();
    let number = host.subscribe("Exact", on_event, &exact).unwrap();
    host.emit("Exact", r#"{"n":1}"#).unwrap();
    host.emit("Exactly", "").unwrap();
    host.call("one", "tellone", "").unwrap();
    host.run_statement("Emit a <Exact: event> with { n: 2 }.", "").unwrap();
    host.run_program("(Application-Start: T) { Emit a <ToldBy: event> with { n: 3 }. }").unwrap();
    assert_eq!(all.first(), ["Exact", "Exactly", "ToldAll", "Exact", "ToldBy"]);
    assert_eq!(told.first(), ["ToldAll", "ToldBy"]);
    let seen = exact.seen.lock().unwrap().clone();
    assert_eq!(seen.iter().map(|(_, payload)| payload.as_str()).collect::<Vec<_>>(), [r#"{"n":1}"#, r#"{"n":2}"#]);
    host.unsubscribe(number).unwrap();
    host.emit("Exact", "").unwrap();
    assert_eq!(exact.first().len(), 2);
    assert_eq!(host.unsubscribe(number).unwrap_err().0, NOT_FOUND);
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_pattern_that_matches_nothing_and_a_missing_callback_are_refused() {
    let host = Host::new();
    for pattern in ["", "*x", "a*b*", "**"] {
        let error = host.subscribe(pattern, on_event, &Data::quiet()).unwrap_err();
        assert_eq!(error.0, INVALID_ARGUMENT, "{pattern}: {}", error.1);
    }
    // SAFETY: NULL is allowed.
    let status =
        unsafe { (API.subscribe)(host.handle(), c"*".as_ptr(), 1, None, std::ptr::null_mut(), std::ptr::null_mut()) };
    assert_eq!((status, host.destroy()), (INVALID_ARGUMENT, OK));
}

#[test]
fn an_invocation_is_answered_by_the_callback_with_its_user_data() {
    let dir = TempDir::new().unwrap();
    let Some((host, _)) = one(&dir) else { return };
    assert_eq!(host.called("one", "askone", "")["answer"], "null", "nobody answers yet; ARO has null as a string");
    let answers = Data::new(|host, _, input| {
        let input: Value = serde_json::from_str(input).unwrap();
        host.reply("1").unwrap();
        host.reply(&json!({ "got": input["k"] }).to_string()).unwrap();
        0
    });
    host.on_invoke(Some(on_invoke), &answers).unwrap();
    assert_eq!(host.called("one", "askone", r#"{"k":"v"}"#)["answer"], json!({ "got": "v" }));
    assert_eq!(answers.first(), ["Feature"]);

    let silent = Data::quiet();
    host.on_invoke(Some(on_invoke), &silent).unwrap();
    assert_eq!(host.called("one", "askone", "")["answer"], "null");
    let fails = Data::new(|host, _, _| host.reply("no such feature set").map_or(1, |()| 7));
    host.on_invoke(Some(on_invoke), &fails).unwrap();
    assert_eq!(host.called("one", "askone", "")["answer"], json!({ "error": "no such feature set" }));
    let garbles = Data::new(|host, _, _| host.reply("{").map_or(1, |()| 0));
    host.on_invoke(Some(on_invoke), &garbles).unwrap();
    let answer = host.called("one", "askone", "")["answer"]["error"].clone();
    assert!(answer.as_str().unwrap().contains("not JSON"), "{answer}");
    host.on_invoke(None, &()).unwrap();
    let answer = host.called("one", "askone", "")["answer"]["error"].clone();
    assert!(answer.as_str().unwrap().contains("answers no invocations"), "{answer}");
    assert_eq!(host.reply("1").unwrap_err().0, INVALID_ARGUMENT, "no invocation is at work");
    assert_eq!(host.destroy(), OK);
}

#[test]
fn each_runtime_answers_its_own_plugins() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let hosts: Vec<(Host, Data)> = (0..3)
        .map(|number: usize| {
            (Host::new(), Data::new(move |host, _, _| host.reply(&number.to_string()).map_or(1, |()| 0)))
        })
        .collect();
    for (host, data) in &hosts {
        host.on_invoke(Some(on_invoke), data).unwrap();
        host.load(&dir.path().join("one")).unwrap();
        assert_eq!(data.first(), ["Init"]);
    }
    for (number, (host, _)) in hosts.iter().enumerate() {
        assert_eq!(host.called("one", "askone", "")["answer"], number);
    }
    for (host, data) in &hosts {
        assert_eq!(host.destroy(), OK);
        assert_eq!(data.first(), ["Init", "Feature", "Shutdown"], "while it is destroyed, it still answers");
    }
}

/// Everything that a callback may call, and what it may not.
fn use_the_host(host: Host, folder: &std::path::Path) {
    assert_eq!(host.called("one", "versionone", "")["version"], "1.0.0");
    assert!(host.qualify("One.wrap", "1", "").is_ok());
    assert!(host.call_service("one", "ping", "").is_ok());
    assert!(host.run_statement("EchoOne the <r> from 1.", "").is_ok());
    assert!(host.run_program("(Application-Start: T) { Log \"x\" to the <console>. }").is_ok());
    assert_eq!(host.names()[0], "one");
    let number = host.subscribe("Inner", on_event, Box::leak(Box::new(Data::quiet()))).unwrap();
    host.emit("Inner", "").unwrap();
    host.unsubscribe(number).unwrap();
    assert_eq!(host.load(folder).unwrap_err().0, ALREADY_LOADED);
    assert_eq!(host.unload("one").unwrap_err().0, BUSY);
    assert_eq!(host.reload("one").unwrap_err().0, BUSY);
    assert_eq!(host.destroy(), BUSY);
    assert!(host.last_error().contains("aro_host_destroy would wait for the call or the callback"));
    // Another runtime has nothing to wait for.
    let other = Host::new();
    other.load(folder).unwrap();
    other.unload("one").unwrap();
    assert_eq!(other.destroy(), OK);
}

#[test]
fn a_callback_may_call_every_function_and_what_would_wait_for_it_is_refused() {
    let dir = TempDir::new().unwrap();
    let Some((host, folder)) = one(&dir) else { return };
    package(dir.path(), "two", "1.0.0", "{}");
    let (from_event, from_invoke) = (folder.clone(), folder.clone());
    let two = dir.path().join("two");
    let events = Data::new(move |host, _, _| {
        use_the_host(host, &from_event);
        // A change that waits for nobody may be made.
        host.load(&two).unwrap();
        assert_eq!(host.called("two", "versiontwo", "")["version"], "1.0.0");
        0
    });
    let invocations = Data::new(move |host, feature_set, _| {
        if feature_set == "Feature" {
            use_the_host(host, &from_invoke);
        }
        host.reply("true").map_or(1, |()| 0)
    });
    host.on_invoke(Some(on_invoke), &invocations).unwrap();
    assert_eq!(host.called("one", "askone", "")["answer"], true);
    let number = host.subscribe("Outer", on_event, &events).unwrap();
    host.emit("Outer", "").unwrap();
    assert_eq!((events.first().len(), host.names()), (1, vec!["one".to_owned(), "two".to_owned()]));
    host.unsubscribe(number).unwrap();
    assert_eq!((host.unload("two"), host.destroy()), (Ok(()), OK));
}

#[test]
fn while_a_plugin_starts_a_callback_may_call_the_others_and_changes_are_refused() {
    let dir = TempDir::new().unwrap();
    let Some((host, _)) = one(&dir) else { return };
    package(dir.path(), "two", "1.0.0", "{}");
    let other = dir.path().join("three");
    package(dir.path(), "three", "1.0.0", "{}");
    let invocations = Data::new(move |host, feature_set, _| {
        assert_eq!(feature_set, "Init");
        assert_eq!(host.called("one", "versionone", "")["version"], "1.0.0");
        assert_eq!(host.load(&other).unwrap_err().0, BUSY);
        assert_eq!(host.unload("one").unwrap_err().0, BUSY);
        assert_eq!(host.destroy(), BUSY);
        0
    });
    host.on_invoke(Some(on_invoke), &invocations).unwrap();
    host.load(&dir.path().join("two")).unwrap();
    assert_eq!(invocations.first(), ["Init"]);
    host.on_invoke(None, &()).unwrap();
    assert_eq!(host.destroy(), OK);
}

#[test]
fn a_callback_may_remove_itself_and_others() {
    let host = Host::new();
    let numbers = Arc::new(Mutex::new(Vec::new()));
    let removed = Arc::clone(&numbers);
    let first = Data::new(move |host, _, _| {
        removed.lock().unwrap().drain(..).for_each(|number| host.unsubscribe(number).unwrap());
        0
    });
    let second = Data::quiet();
    let number = host.subscribe("E", on_event, &first).unwrap();
    let other = host.subscribe("E", on_event, &second).unwrap();
    numbers.lock().unwrap().extend([number, other]);
    host.emit("E", "").unwrap();
    host.emit("E", "").unwrap();
    assert_eq!((first.first().len(), second.first().len()), (1, 0));
    assert_eq!(host.destroy(), OK);
}

/// A callback that says when it runs, and returns when it may.
fn gated() -> (Data, Receiver<()>, Sender<()>) {
    let ((running, runs), (go, may_go)) = (channel(), channel());
    let (running, may_go) = (Mutex::new(running), Mutex::new(may_go));
    let act = move |_: Host, _: &str, _: &str| {
        running.lock().unwrap().send(()).unwrap();
        may_go.lock().unwrap().recv().unwrap();
        0
    };
    (Data::new(act), runs, go)
}

/// Runs `remove` on two threads while a callback runs on a third one: the one that comes second is
/// refused at once, and the other one waits for the callback.
fn waits_for_the_callback(host: Host, runs: &Receiver<()>, go: &Sender<()>, remove: impl Fn() -> i32 + Sync) {
    let (done, statuses) = channel();
    let returned = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            host.emit("E", "").unwrap();
            returned.store(true, Ordering::SeqCst);
        });
        runs.recv().unwrap();
        for _ in 0..2 {
            let (done, remove) = (done.clone(), &remove);
            scope.spawn(move || done.send(remove()).unwrap());
        }
        let refused = statuses.recv().unwrap();
        assert!(refused == NOT_FOUND || refused == INVALID_HANDLE, "{refused}");
        assert!(statuses.try_recv().is_err() && !returned.load(Ordering::SeqCst));
        go.send(()).unwrap();
        assert_eq!(statuses.recv(), Ok(OK));
    });
}

#[test]
fn unsubscribe_returns_when_the_callback_of_another_thread_has_returned() {
    let (host, (data, runs, go)) = (Host::new(), gated());
    let number = host.subscribe("E", on_event, &data).unwrap();
    let remove = || host.unsubscribe(number).map_or_else(|(status, _)| status, |()| OK);
    waits_for_the_callback(host, &runs, &go, remove);
    assert_eq!(host.destroy(), OK);
}

#[test]
fn destroy_returns_when_the_call_of_another_thread_has_returned() {
    let (host, (data, runs, go)) = (Host::new(), gated());
    host.subscribe("E", on_event, &data).unwrap();
    waits_for_the_callback(host, &runs, &go, || host.destroy());
}
