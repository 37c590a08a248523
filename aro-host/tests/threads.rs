//! One runtime, and many, in the hands of many threads.

mod support;

use std::ffi::{c_char, c_void};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;
use support::*;
use tempfile::TempDir;

const THREADS: usize = 8;

unsafe extern "C" fn count_event(d: *mut c_void, _: Handle, _: *const c_char, _: usize, _: *const c_char, _: usize) {
    // SAFETY: the tests pass a counter that outlives the runtime.
    unsafe { &*d.cast::<AtomicUsize>() }.fetch_add(1, Ordering::SeqCst);
}

unsafe extern "C" fn echo(d: *mut c_void, h: Handle, _: *const c_char, _: usize, b: *const c_char, bl: usize) -> i32 {
    // SAFETY: the tests pass a counter that outlives the runtime.
    unsafe { &*d.cast::<AtomicUsize>() }.fetch_add(1, Ordering::SeqCst);
    i32::from(Host(h.addr()).reply(&string(b, bl)).is_err())
}

#[test]
fn threads_share_a_runtime_and_each_gets_its_own_answers() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let (host, events, invocations) = (Host::new(), AtomicUsize::new(0), AtomicUsize::new(0));
    host.load(&dir.path().join("one")).unwrap();
    host.subscribe("E*", count_event, &events).unwrap();
    host.on_invoke(Some(echo), &invocations).unwrap();
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                for turn in 0..50 {
                    let mark = format!("{thread}-{turn}");
                    let input = format!(r#"{{"k":"{mark}"}}"#);
                    assert_eq!(host.called("one", "echoone", &input)["k"], mark);
                    assert_eq!(host.called("one", "askone", &input)["answer"]["k"], mark);
                    let bindings = format!(r#"{{"x":"{mark}"}}"#);
                    let shown = host.run_statement("EchoOne the <r> from the <x>.", &bindings).unwrap();
                    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap()["value"]["x"], mark);
                    let program = format!("(Application-Start: T) {{ Log \"{mark}\" to the <console>. }}");
                    assert!(host.run_program(&program).unwrap().contains(&mark));
                    host.emit("Event", &input).unwrap();
                }
            });
        }
    });
    assert_eq!(host.called("one", "count", "")["count"], 1);
    assert_eq!((events.into_inner(), invocations.into_inner()), (THREADS * 50, THREADS * 50));
    assert_eq!(host.destroy(), OK);
}

#[test]
fn calls_go_on_while_another_thread_loads_reloads_and_unloads() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    package(dir.path(), "two", "1.0.0", "{}");
    let (host, done) = (Host::new(), AtomicBool::new(false));
    host.load(&dir.path().join("one")).unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    // It is reloaded, and never missing.
                    assert_eq!(host.called("one", "versionone", "")["version"], "1.0.0");
                    match host.call("two", "versiontwo", "") {
                        Ok(reply) => assert_eq!(reply, r#"{"version":"1.0.0"}"#),
                        Err((status, message)) => assert_eq!(status, NOT_FOUND, "{message}"),
                    }
                    host.emit("ToldAll", "").unwrap();
                }
            });
        }
        for _ in 0..20 {
            host.load(&dir.path().join("two")).unwrap();
            host.reload("one").unwrap();
            host.unload("two").unwrap();
        }
        done.store(true, Ordering::SeqCst);
    });
    assert_eq!(host.plugins()[0]["generation"], 20);
    assert_eq!(host.destroy(), OK);
}

#[test]
fn changes_from_several_threads_come_one_after_the_other() {
    let dir = TempDir::new().unwrap();
    let names = ["a", "b", "c", "d"];
    if !names.iter().all(|name| package(dir.path(), name, "1.0.0", "{}")) {
        return;
    }
    let host = Host::new();
    thread::scope(|scope| {
        for name in names {
            let folder = dir.path().join(name);
            scope.spawn(move || {
                for _ in 0..10 {
                    assert_eq!(host.load(&folder).as_deref(), Ok(name));
                    host.reload(name).unwrap();
                    assert!(host.names().contains(&name.to_owned()));
                    host.unload(name).unwrap();
                }
            });
        }
    });
    assert_eq!((host.plugins(), host.destroy()), (serde_json::json!([]), OK));
}

#[test]
fn runtimes_with_plugins_are_created_and_destroyed_by_many_threads_at_the_same_time() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    let (folder, start) = (dir.path().join("one"), Barrier::new(THREADS));
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                start.wait();
                for _ in 0..10 {
                    let host = Host::new();
                    host.load(&folder).unwrap();
                    for count in 1..4 {
                        assert_eq!(host.called("one", "count", "")["count"], count, "no other runtime counts here");
                    }
                    assert_eq!(host.destroy(), OK);
                }
            });
        }
    });
}

#[test]
fn a_runtime_is_destroyed_under_the_calls_of_other_threads_and_they_get_a_status() {
    let dir = TempDir::new().unwrap();
    if !package(dir.path(), "one", "1.0.0", "{}") {
        return;
    }
    for _ in 0..10 {
        let (host, start) = (Host::new(), Barrier::new(5));
        host.load(&dir.path().join("one")).unwrap();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    loop {
                        match host.call("one", "versionone", "") {
                            Ok(reply) => assert_eq!(reply, r#"{"version":"1.0.0"}"#),
                            Err((status, _)) => break assert_eq!(status, INVALID_HANDLE),
                        }
                    }
                });
            }
            start.wait();
            assert_eq!(host.destroy(), OK);
        });
    }
}
