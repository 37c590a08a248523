//! The life cycle and the caches, model-checked.
//!
//! loom runs each model again and again, with another order of its threads and with other values
//! that the memory model allows, until there is none left. The plugin in it is a real [`Plugin`].
//!
//! ```text
//! RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=target/loom cargo test -p aro-sdk --lib --release models
//! ```
//!
//! Not modelled: a wait that times out, because loom's clock stands still (a limit of zero takes
//! the same way out); `std`'s `Once`, `OnceLock` and `Arc`, and `once_cell`'s `OnceBox` for the
//! message of an unknown name, which their own makers check; the address of the host's callback,
//! which is one atomic; `SeqCst`, which loom treats as weaker than it is outside of fences. The SDK
//! has no `SeqCst`.

use std::sync::atomic::{AtomicUsize as StdAtomicUsize, Ordering};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use aro_abi::ErrorCode;
use loom::model::Builder;
use loom::sync::atomic::AtomicUsize;
use loom::thread;

use super::descriptors::{Hook, RunHook};
use super::{DEFAULT_INIT_LIMIT, Item, Plugin, PluginInfo};
use crate::asynchronous::Executor;
use crate::cache::Cache;
use crate::call::{Call, state};
use crate::error::{Error, Result};

/// How often init and shutdown have run in this execution of the model, and how often a state was
/// dropped. Executions come one after the other, so these are no part of the model.
static INITS: StdAtomicUsize = StdAtomicUsize::new(0);
static SHUTDOWNS: StdAtomicUsize = StdAtomicUsize::new(0);
static DROPS: StdAtomicUsize = StdAtomicUsize::new(0);
/// What init writes in this execution, without any synchronization of its own: a read that does
/// not happen after it gets the 0 that was there before.
static WRITTEN: StdMutex<Option<&'static AtomicUsize>> = StdMutex::new(None);
/// Models share these, so only one runs at a time.
static ONE_AT_A_TIME: StdMutex<()> = StdMutex::new(());

fn written() -> &'static AtomicUsize {
    WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).expect("a model runs")
}

#[derive(Default)]
struct Kept;

impl Drop for Kept {
    fn drop(&mut self) {
        DROPS.fetch_add(1, Ordering::Relaxed);
    }
}

const fn hook(name: &'static str, run: RunHook) -> Hook {
    Hook { params: &[], returns: None, name, path: "", run }
}

static INIT: Hook = hook("init", run_init);
static FAILING_INIT: Hook = hook("init", run_failing_init);
static SHUTDOWN: Hook = hook("shutdown", run_shutdown);

fn run_init(call: &Call<'_>) -> Result<()> {
    if INITS.fetch_add(1, Ordering::Relaxed) == 0 {
        written().store(1, Ordering::Relaxed);
    }
    state::<Kept>(call, Some(Kept::default)).map(drop)
}

fn run_failing_init(call: &Call<'_>) -> Result<()> {
    run_init(call)?;
    Err(Error::not_found("no server"))
}

fn run_shutdown(_: &Call<'_>) -> Result<()> {
    SHUTDOWNS.fetch_add(1, Ordering::Relaxed);
    Ok(())
}

extern "C" fn nothing() {}

const INFO: PluginInfo = PluginInfo {
    name: "p",
    version: "1",
    description: "",
    handle: None,
    entry_points: false,
    uses: &[],
    init_limit: DEFAULT_INIT_LIMIT,
    executor: Executor::NONE,
};

fn works(visit: &mut dyn FnMut(Item)) {
    [Item::Plugin, Item::Init(&INIT), Item::Shutdown(&SHUTDOWN)].into_iter().for_each(visit);
}

fn fails(visit: &mut dyn FnMut(Item)) {
    [Item::Plugin, Item::Init(&FAILING_INIT), Item::Shutdown(&SHUTDOWN)].into_iter().for_each(visit);
}

/// Runs a model with a fresh plugin in each execution. A thread is interrupted at most three times
/// where it could go on, or as often as `LOOM_MAX_PREEMPTIONS` has it.
fn check(info: PluginInfo, items: fn(&mut dyn FnMut(Item)), model: fn(&'static Plugin)) {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut builder = Builder::new();
    builder.preemption_bound = builder.preemption_bound.or(Some(3));
    builder.check(move || {
        for count in [&INITS, &SHUTDOWNS, &DROPS] {
            count.store(0, Ordering::Relaxed);
        }
        let written: &'static AtomicUsize = Box::leak(Box::new(AtomicUsize::new(0)));
        *WRITTEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(written);
        let info = PluginInfo { ..info };
        model(Box::leak(Box::new(Plugin::new(info, items, nothing))));
    });
}

fn counts() -> [usize; 3] {
    [&INITS, &SHUTDOWNS, &DROPS].map(|count| count.load(Ordering::Relaxed))
}

/// A call: it sees what init has written, or it is refused.
fn call(plugin: &'static Plugin) -> bool {
    match plugin.ensure_ready() {
        Ok(()) => {
            assert_eq!(written().load(Ordering::Relaxed), 1);
            true
        }
        Err(error) => {
            assert_eq!(error.code(), ErrorCode::InvalidState);
            false
        }
    }
}

#[test]
fn init_runs_once_and_every_call_sees_what_it_wrote() {
    check(INFO, works, |plugin| {
        let others = [(); 2].map(|()| thread::spawn(move || call(plugin)));
        assert!(call(plugin));
        assert!(others.into_iter().all(|other| other.join().unwrap()));
        assert_eq!(counts(), [1, 0, 0]);
    });
}

#[test]
fn an_init_that_fails_is_the_answer_of_all_and_its_state_is_dropped_once() {
    check(INFO, fails, |plugin| {
        let other = thread::spawn(move || call(plugin));
        assert!(!call(plugin) && !other.join().unwrap());
        assert_eq!(counts(), [1, 0, 1]);
    });
}

#[test]
fn a_call_that_does_not_wait_for_init_is_told_so_and_a_later_one_succeeds() {
    const IMPATIENT: PluginInfo = PluginInfo { init_limit: Duration::ZERO, ..INFO };
    check(IMPATIENT, works, |plugin| {
        let other = thread::spawn(move || call(plugin));
        call(plugin);
        other.join().unwrap();
        assert!(call(plugin));
        assert_eq!(counts(), [1, 0, 0]);
    });
}

#[test]
fn a_shutdown_raced_with_the_first_calls_takes_down_what_init_made_and_nothing_else() {
    check(INFO, works, |plugin| {
        let other = thread::spawn(move || call(plugin));
        let ends = thread::spawn(move || plugin.shut_down());
        call(plugin);
        ends.join().unwrap();
        other.join().unwrap();
        assert!(!call(plugin), "it is shut down");
        let [inits, shutdowns, drops] = counts();
        assert!(inits <= 1 && shutdowns == inits && drops == inits, "{inits} {shutdowns} {drops}");
    });
}

#[test]
fn of_two_shutdowns_and_an_end_one_runs_the_hook() {
    check(INFO, works, |plugin| {
        assert!(call(plugin));
        let shuts_down = thread::spawn(move || plugin.shut_down());
        let unloads = thread::spawn(move || plugin.end());
        plugin.shut_down();
        shuts_down.join().unwrap();
        unloads.join().unwrap();
        assert_eq!(counts(), [1, 1, 1]);
    });
}

#[test]
fn a_shutdown_raced_with_a_failing_init_ends_the_life_once() {
    check(INFO, fails, |plugin| {
        let ends = thread::spawn(move || plugin.shut_down());
        assert!(!call(plugin));
        ends.join().unwrap();
        let [inits, shutdowns, drops] = counts();
        assert!(inits <= 1 && shutdowns == 0 && drops == inits, "{inits} {shutdowns} {drops}");
        // The life has ended, so another can begin.
        plugin.revive();
        assert!(!call(plugin));
        assert_eq!(counts()[0], inits + 1);
    });
}

#[test]
fn a_new_life_raced_with_the_end_of_the_former_begins_when_that_has_ended() {
    check(INFO, works, |plugin| {
        assert!(call(plugin));
        let ends = thread::spawn(move || plugin.shut_down());
        let starts = thread::spawn(move || {
            plugin.revive();
            call(plugin)
        });
        ends.join().unwrap();
        starts.join().unwrap();
        plugin.revive();
        assert!(call(plugin));
        let [inits, shutdowns, drops] = counts();
        assert!(inits == 2 && shutdowns == 1 && drops == 1, "{inits} {shutdowns} {drops}");
    });
}

#[test]
fn a_state_that_is_asked_for_during_a_shutdown_is_dropped_or_refused() {
    check(
        INFO,
        |visit| visit(Item::Plugin),
        |plugin| {
            assert!(plugin.ensure_ready().is_ok());
            let ends = thread::spawn(move || plugin.shut_down());
            let came = state::<Kept>(&Call::of_hook(plugin.context(), "asks"), Some(Kept::default)).is_ok();
            ends.join().unwrap();
            assert_eq!(counts()[2], usize::from(came));
            assert!(state::<Kept>(&Call::of_hook(plugin.context(), "asks"), Some(Kept::default)).is_err());
        },
    );
}

#[test]
fn a_state_that_all_threads_ask_for_is_made_once() {
    check(
        INFO,
        |visit| visit(Item::Plugin),
        |plugin| {
            let ask = move || {
                let kept = state::<Kept>(&Call::of_hook(plugin.context(), "asks"), Some(Kept::default));
                kept.map(|kept| std::ptr::from_ref(&*kept).addr()).unwrap()
            };
            let other = thread::spawn(ask);
            assert_eq!(ask(), other.join().unwrap());
            assert_eq!(counts()[2], 0);
        },
    );
}

#[test]
fn the_metadata_and_the_names_are_made_once_for_all_threads() {
    check(INFO, works, |plugin| {
        let ask = || (std::ptr::from_ref(plugin.metadata()).addr(), plugin.find(b"nope").is_err());
        let other = thread::spawn(ask);
        assert_eq!(ask(), other.join().unwrap());
        assert!(ask().1);
    });
}

#[test]
fn a_cached_value_is_complete_for_whoever_sees_it_and_the_loser_s_is_freed() {
    struct Made(AtomicUsize, #[allow(dead_code, reason = "it counts its drop")] Kept);

    check(INFO, works, |_| {
        let cache: Arc<Cache<Made>> = Arc::new(Cache::new());
        let ask = |cache: &Cache<Made>| {
            let made = cache.get_or_init(|| {
                let made = Box::new(Made(AtomicUsize::new(0), Kept));
                made.0.store(7, Ordering::Relaxed);
                made
            });
            assert_eq!(made.0.load(Ordering::Relaxed), 7);
            std::ptr::from_ref(made).addr()
        };
        let others = [(); 2].map(|()| {
            let cache = Arc::clone(&cache);
            thread::spawn(move || ask(&cache))
        });
        let mine = ask(&cache);
        assert!(others.into_iter().all(|other| other.join().unwrap() == mine));
        let losers = counts()[2];
        assert!(losers <= 2);
        drop(cache);
        assert_eq!(counts()[2], losers + 1);
    });
}
