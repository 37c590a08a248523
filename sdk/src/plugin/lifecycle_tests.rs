//! Tests of the life cycle.

use std::sync::{Barrier, Mutex};

use super::*;
use crate::asynchronous::Executor;
use crate::call::state;
use crate::context::host::tests::AT_EXIT_CALLS;
use crate::plugin::{DEFAULT_INIT_LIMIT, Item, PluginInfo};

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

static MESSAGES: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[derive(Default)]
struct Connection;

impl Drop for Connection {
    fn drop(&mut self) {
        // As a host does that is notified and calls the plugin.
        MESSAGES.lock().unwrap().push(FAILING.ensure_ready().unwrap_err().message().to_owned());
    }
}

static FAILS: Hook = Hook {
    params: &[],
    returns: None,
    name: "fails",
    path: "p::fails",
    run: |call| {
        state::<Connection>(call, Some(Connection::default))?;
        Err(Error::not_found("no server"))
    },
};
static FAILING: Plugin = Plugin::new(
    INFO,
    |visit| {
        visit(Item::Plugin);
        visit(Item::Init(&FAILS));
    },
    nothing,
);

#[test]
fn a_state_that_calls_the_plugin_when_init_has_failed_gets_an_error_and_does_not_wait() {
    assert_eq!(FAILING.ensure_ready().unwrap_err().message(), "no server");
    assert_eq!(*MESSAGES.lock().unwrap(), ["no server"]);
}

static ASKS: Hook = Hook {
    params: &[],
    returns: None,
    name: "asks",
    path: "p::asks",
    run: |call| {
        state::<u8>(call, Some(u8::default))?;
        assert_eq!(AT_EXIT_CALLS.get(), 0);
        Ok(())
    },
};
static ASKING: Plugin = Plugin::new(
    INFO,
    |visit| {
        visit(Item::Plugin);
        visit(Item::Init(&ASKS));
    },
    nothing,
);

static ENDING: Plugin = Plugin::new(INFO, |visit| visit(Item::Plugin), nothing);

#[test]
fn a_plugin_that_was_shut_down_forgets_its_life_at_the_end_and_can_be_revived() {
    ENDING.ensure_ready().unwrap();
    assert!(!ENDING.end(), "its host has not shut it down");
    ENDING.ensure_ready().unwrap();
    ENDING.shut_down();
    assert!(ENDING.end() && ENDING.end(), "the end may be reported once for each life");
    assert!(ENDING.ensure_ready().is_err());
    ENDING.revive();
    ENDING.ensure_ready().unwrap();
}

/// Init shuts the plugin down, so that its life has not ended while init runs.
static HASTES: Hook = Hook {
    params: &[],
    returns: None,
    name: "hastes",
    path: "p::hastes",
    run: |_| {
        HASTY.shut_down();
        assert!(!HASTY.end(), "init still runs");
        Ok(())
    },
};
static HASTY: Plugin = Plugin::new(
    INFO,
    |visit| {
        visit(Item::Plugin);
        visit(Item::Init(&HASTES));
    },
    nothing,
);

#[test]
fn a_life_is_not_forgotten_while_its_init_still_runs() {
    assert_eq!(HASTY.ensure_ready().unwrap_err().message(), "the plugin \"p\" is shut down");
    assert!(HASTY.end());
}

/// The C library calls in the opposite order of registration: what init has registered itself
/// must not run before the states are dropped.
#[test]
fn the_end_is_registered_after_what_init_registers() {
    ASKING.ensure_ready().unwrap();
    assert_eq!(AT_EXIT_CALLS.get(), 1);
}

static FAILED: Plugin = Plugin::new(
    INFO,
    |visit| {
        visit(Item::Plugin);
        visit(Item::Init(&FAILS));
    },
    nothing,
);
static UNSTARTED: Plugin = Plugin::new(INFO, |visit| visit(Item::Plugin), nothing);

/// Else what they keep, such as their metadata, would be lost when they are unloaded.
#[test]
fn the_end_of_a_plugin_that_never_started_is_registered_when_it_is_shut_down() {
    UNSTARTED.shut_down();
    assert_eq!(AT_EXIT_CALLS.get(), 1);
    assert!(UNSTARTED.end());
    FAILED.ensure_ready().unwrap_err();
    assert_eq!(AT_EXIT_CALLS.get(), 1);
    FAILED.shut_down();
    assert_eq!(AT_EXIT_CALLS.get(), 2);
    assert!(FAILED.end());
}

#[test]
fn whoever_asks_first_for_a_state_after_shutdown_gets_none() {
    for _ in 0..500 {
        let plugin: &'static Plugin = Box::leak(Box::new(Plugin::new(INFO, |visit| visit(Item::Plugin), nothing)));
        plugin.ensure_ready().unwrap();
        plugin.shut_down();
        let barrier = Barrier::new(2);
        let ask = || {
            barrier.wait();
            state::<u8>(&Call::of_hook(plugin.context(), "asks"), Some(u8::default)).is_err()
        };
        let refused = std::thread::scope(|scope| {
            let other = scope.spawn(ask);
            [ask(), other.join().unwrap()]
        });
        assert_eq!(refused, [true; 2]);
    }
}
