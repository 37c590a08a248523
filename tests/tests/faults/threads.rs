//! Many threads, with every kind of call at once. The orderings are model-checked in
//! `sdk/src/plugin/models.rs`; here the compiled plugin runs.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, RwLock};
use std::thread;

use aro_host_testkit::{Plugin, Reply};
use serde_json::{Value, json};

use crate::library::{Library, c};
use crate::support::{all, error_of, execute, fresh, library, success};
use crate::typed::shaky;

const THREADS: usize = 64;

/// How often each thread goes through its calls.
fn rounds(few: usize) -> usize {
    if all() { few * 20 } else { few }
}

/// One call of any kind, and its reply if it has one.
fn call(plugin: &Plugin, kind: usize) -> Option<Reply> {
    let text = format!("{kind}");
    Some(match kind % 13 {
        0 => plugin.execute("TakeFickle", &json!({ "value": text })).unwrap(),
        1 => execute(plugin, "FailShaky"),
        2 => execute(plugin, "PanicGuarded"),
        3 => plugin.execute("service:ask", &json!({})).unwrap(),
        4 => plugin.qualifier("shaken", &json!({ "value": text, "type": "String" })).unwrap(),
        5 => plugin.object_read("shelf", &text).unwrap(),
        6 => plugin.object_write("shelf", "q", "[1]").unwrap(),
        7 => plugin.object_list("*").unwrap(),
        8 => plugin.execute_raw(None, None).unwrap(),
        9 => plugin.entry_point("faults__use_shy", Some(c"{}")).unwrap(),
        10 => execute(plugin, "StreamNumbers"),
        11 => plugin.info_reply().unwrap(),
        _ => {
            plugin.on_event("Bang", &json!({})).unwrap();
            return None;
        }
    })
}

/// What the call of this kind has to answer in a plugin that runs.
fn assert_answer(kind: usize, reply: Option<&Reply>) {
    let Some(reply) = reply else { return };
    let whole: Value = reply.json().unwrap();
    let text = json!(format!("{kind}"));
    match kind % 13 {
        0 | 4 | 5 => assert_eq!(whole["result"], text),
        1 => assert_eq!(whole["error"], "shaky"),
        2 => assert_eq!(whole["error"], "the plugin panicked: the first"),
        3 => assert_eq!(whole["result"], true),
        6 => assert_eq!(whole["result"], json!(["q", [1]])),
        8 => assert_eq!(whole["error_code"], 1),
        9 => assert_eq!(whole["result"], 5),
        10 => assert_eq!(whole["result"].as_array().unwrap().len(), 1_000),
        11 => assert_eq!(whole["name"], "faults"),
        _ => assert!(whole.is_object()),
    }
}

#[test]
fn sixty_four_threads_with_calls_of_all_kinds_each_get_their_own_answers() {
    let plugin = fresh();
    let library = Library::open(plugin.path(), "faults");
    let barrier = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (plugin, library, barrier) = (&plugin, &library, &barrier);
            scope.spawn(move || {
                barrier.wait();
                for round in 0..rounds(26) {
                    let kind = thread + round;
                    assert_answer(kind, call(plugin, kind).as_ref());
                    assert_eq!(c!(library, "plain"() -> i64), 1);
                    assert_eq!(shaky(library), (6, "shaky".to_owned()));
                }
            });
        }
    });
    assert_eq!(plugin.outstanding(), 0);
    let lives = success(&execute(&plugin, "CountLives"));
    assert_eq!(lives, json!({ "inits": 1, "shutdowns": 0, "life": 1 }));
}

#[test]
fn init_raced_by_sixty_four_threads_runs_once_whatever_each_calls_first() {
    for round in 0..rounds(5) {
        let plugin = fresh();
        let barrier = Barrier::new(THREADS);
        thread::scope(|scope| {
            for thread in 0..THREADS {
                let (plugin, barrier) = (&plugin, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    match (thread + round) % 15 {
                        13 => plugin.register().unwrap(),
                        14 => plugin.init().unwrap(),
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
    let plugin = fresh();
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

/// A host that reloads lets running calls end first, and new ones wait.
#[test]
fn a_reload_raced_with_calls_gives_each_call_a_whole_plugin() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("faults-reloaded.so");
    std::fs::copy(library(), &path).unwrap();
    let slot = RwLock::new(Some(Plugin::open(&path).unwrap()));
    let barrier = Barrier::new(17);
    thread::scope(|scope| {
        for thread in 0..16 {
            let (slot, barrier) = (&slot, &barrier);
            scope.spawn(move || {
                barrier.wait();
                for round in 0..rounds(40) {
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
            *guard = Some(Plugin::open(&path).unwrap());
        }
    });
    let plugin = slot.into_inner().unwrap().unwrap();
    plugin.register().unwrap();
    assert!(execute(&plugin, "CountLives").error().is_none());
}
