//! Many threads, with every kind of call at once. The orderings are model-checked in
//! `sdk/src/plugin/models.rs`; here the compiled plugin runs.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, RwLock};
use std::thread;

use aro_host_testkit::Plugin;
use aro_tests::program::invoke;
use serde_json::json;

use crate::kinds::{Echo, KINDS, assert_answer, call, call_typed, hosted};
use crate::library::Library;
use crate::support::{all, error_of, execute, library, result, success};

const THREADS: usize = 64;

/// How often each thread goes through its calls.
fn rounds(few: usize) -> usize {
    if all() { few * 20 } else { few }
}

#[test]
fn sixty_four_threads_with_calls_of_all_kinds_each_get_their_own_answers() {
    let plugin = hosted();
    let library = Library::open(plugin.path(), "faults");
    let each = rounds(1);
    let barrier = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (plugin, library, barrier) = (&plugin, &library, &barrier);
            scope.spawn(move || {
                barrier.wait();
                for round in 0..each * KINDS {
                    let kind = thread + round;
                    assert_answer(kind, call(plugin, kind).as_ref());
                    call_typed(library);
                }
            });
        }
    });
    assert_eq!(plugin.outstanding(), 0);
    assert_eq!(result(&plugin, "CountHandled"), json!(THREADS * each), "each event ran the handler");
    let lives = success(&execute(&plugin, "CountLives"));
    assert_eq!(lives, json!({ "inits": 1, "shutdowns": 0, "life": 1 }));
}

#[test]
fn init_raced_by_sixty_four_threads_runs_once_whatever_each_calls_first() {
    const ALSO_INIT: usize = KINDS + 1;
    for round in 0..rounds(5) {
        let plugin = hosted();
        let barrier = Barrier::new(THREADS);
        thread::scope(|scope| {
            for thread in 0..THREADS {
                let (plugin, barrier) = (&plugin, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    match (thread + round) % (KINDS + 2) {
                        KINDS => plugin.register().unwrap(),
                        ALSO_INIT => plugin.init().unwrap(),
                        kind => assert_answer(kind, call(plugin, kind).as_ref()),
                    }
                    assert_eq!(success(&execute(plugin, "CountLives"))["inits"], 1);
                });
            }
        });
        plugin.shutdown().unwrap();
    }
}

/// Each life has one init, one shutdown and a state of its own, however calls, shutdowns and starts
/// meet.
#[test]
fn shutdown_and_start_raced_with_calls_keep_each_life_whole() {
    let plugin = hosted();
    let (callers, changers) = (THREADS - 8, 8);
    let running = AtomicUsize::new(callers);
    let barrier = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..callers {
            let (plugin, barrier, running) = (&plugin, &barrier, &running);
            scope.spawn(move || {
                barrier.wait();
                let mut last = 0;
                for round in 0..rounds(40) {
                    let kind = thread + round;
                    if let Some(reply) = call(plugin, kind) {
                        match reply.error() {
                            // What is wrong with the call itself comes first.
                            Some(error) if error.code == Some(7) => {}
                            _ => assert_answer(kind, Some(&reply)),
                        }
                    }
                    let reply = execute(plugin, "CountLives");
                    if reply.error().is_some() {
                        assert_eq!(error_of(&reply).code, Some(7), "{reply}");
                        continue;
                    }
                    let lives = reply.json().unwrap();
                    let number = |key: &str| lives[key].as_u64().unwrap();
                    let life = number("life");
                    assert!(life >= last, "a state of an earlier life: {lives} after {last}");
                    // A call may outlive its life, so it may see later ones.
                    assert!(number("inits") >= life && number("shutdowns") + 1 >= life, "{lives}");
                    last = life;
                }
                running.fetch_sub(1, Ordering::SeqCst);
            });
        }
        for thread in 0..changers {
            let (plugin, barrier, running) = (&plugin, &barrier, &running);
            scope.spawn(move || {
                barrier.wait();
                while running.load(Ordering::SeqCst) > 0 {
                    match thread % 4 {
                        0 => plugin.shutdown().unwrap(),
                        1 => plugin.init().unwrap(),
                        _ => plugin.register().unwrap(),
                    }
                    thread::yield_now();
                }
            });
        }
    });
    plugin.shutdown().unwrap();
    plugin.register().unwrap();
    let lives = success(&execute(&plugin, "CountLives"));
    let life = lives["life"].as_u64().unwrap();
    assert_eq!(lives, json!({ "inits": life, "shutdowns": life - 1, "life": life }), "each life had one of each");
    assert_eq!(plugin.outstanding(), 0);
}

/// A host must not unload a library while a call runs in it: nothing could answer such a call. So a
/// host needs a lock like the one here, which lets running calls end first, and new ones wait; the
/// embeddable host has its own. What is raced is which life of the library each call meets.
#[test]
fn a_reload_raced_with_calls_gives_each_call_a_whole_plugin() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("faults-reloaded.so");
    std::fs::copy(library(), &path).unwrap();
    let open = || {
        let plugin = Plugin::open(&path).unwrap();
        plugin.set_invoke(invoke::<Echo>).unwrap();
        plugin
    };
    let slot = RwLock::new(Some(open()));
    let barrier = Barrier::new(THREADS + 1);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (slot, barrier) = (&slot, &barrier);
            scope.spawn(move || {
                barrier.wait();
                for round in 0..rounds(1) * KINDS {
                    let guard = slot.read().unwrap();
                    let kind = thread + round;
                    let plugin = guard.as_ref().unwrap();
                    assert_answer(kind, call(plugin, kind).as_ref());
                }
            });
        }
        barrier.wait();
        for round in 0..rounds(20) {
            let mut guard = slot.write().unwrap();
            let plugin = guard.take().unwrap();
            if round % 2 == 0 {
                plugin.shutdown().unwrap();
            }
            plugin.close().unwrap();
            *guard = Some(open());
        }
    });
    let plugin = slot.into_inner().unwrap().unwrap();
    plugin.register().unwrap();
    assert!(execute(&plugin, "CountLives").error().is_none());
}
