//! A plugin's life: init before the first call, shutdown once.
//!
//! ```text
//! New ──init──▶ Ready ──shutdown──▶ Down
//!  └──────────shutdown─────────────▶
//! ```
//!
//! - Before anything of the author's runs, [`Plugin::ensure_ready`] runs init, once; other threads
//!   wait for it. If init fails, every later call gets its error.
//! - [`Plugin::shut_down`] runs the shutdown hook and drops the states. It may come while init
//!   runs; then the thread that runs init does the rest.
//! - [`Plugin::end`] is the same for a library that is unloaded, or a process that ends, without a
//!   shutdown. The C library calls it, and it calls in the opposite order of registration: so the
//!   function is registered after init, and what init has registered itself runs after the states
//!   are dropped.
//!
//! A hook may call the host, and the host may call the plugin again, on the same thread. Such a
//! call must not wait for the hook that it runs in; it gets an error.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use aro_abi::ErrorCode;

use super::Plugin;
use super::descriptors::Hook;
use crate::call::Call;
use crate::context::{NO_THREAD, at_exit, catch, logging, thread_id};
use crate::error::{Error, Result};

/// A phase is never followed by a lower one.
type Phase = u8;
const NEW: Phase = 0;
const READY: Phase = 1;
const DOWN: Phase = 2;

/// Where in its life a plugin is.
pub(super) struct Lifecycle {
    phase: AtomicU8,
    /// What init returned.
    init_result: OnceLock<Result<()>>,
    /// The [`thread_id`] of the thread that runs init.
    init_thread: AtomicUsize,
    /// The shutdown hook has run, or will not run.
    taken_down: AtomicBool,
}

impl Lifecycle {
    pub(super) const fn new() -> Self {
        Self {
            phase: AtomicU8::new(NEW),
            init_result: OnceLock::new(),
            init_thread: AtomicUsize::new(NO_THREAD),
            taken_down: AtomicBool::new(false),
        }
    }

    fn phase(&self) -> Phase {
        self.phase.load(Ordering::Acquire)
    }
}

impl Plugin {
    /// Runs init if it has not run.
    ///
    /// # Errors
    ///
    /// Code 7 when init failed, when it runs on this thread, and after shutdown.
    #[inline]
    pub(crate) fn ensure_ready(&'static self) -> Result<()> {
        match self.lifecycle.phase() {
            READY => Ok(()),
            DOWN => Err(self.is_down()),
            _ => self.start(),
        }
    }

    #[cold]
    fn is_down(&self) -> Error {
        Error::invalid_state(format!("the plugin \"{}\" is shut down", self.name()))
    }

    #[cold]
    fn start(&'static self) -> Result<()> {
        // Before the library's constructors have run, it is not known whether there is an init
        // hook.
        self.check_registered()?;
        logging::install();
        if self.lifecycle.init_thread.load(Ordering::Relaxed) == thread_id() {
            return Err(Error::invalid_state(format!(
                "the plugin \"{}\" is still starting: its init runs",
                self.name()
            )));
        }
        match self.lifecycle.init_result.get_or_init(|| self.init()) {
            Ok(()) if self.lifecycle.phase() == DOWN => Err(self.is_down()),
            Ok(()) => Ok(()),
            Err(error) => Err(error.copy().with_code(ErrorCode::InvalidState)),
        }
    }

    fn init(&'static self) -> Result<()> {
        self.lifecycle.init_thread.store(thread_id(), Ordering::Relaxed);
        let result = self.init_hook().map_or(Ok(()), |hook| self.run_hook(hook));
        match result {
            Ok(()) => {
                at_exit(self.on_exit);
                // A shutdown that came meanwhile could not take down what init was still making.
                if self.lifecycle.phase.fetch_max(READY, Ordering::AcqRel) == DOWN {
                    self.take_down();
                }
            }
            Err(_) => self.drop_states(),
        }
        self.lifecycle.init_thread.store(NO_THREAD, Ordering::Relaxed);
        result
    }

    /// Shuts the plugin down: runs the shutdown hook, once, and drops the states. If init has not
    /// run or has failed, there is nothing to shut down.
    pub(crate) fn shut_down(&'static self) {
        let before = self.lifecycle.phase.swap(DOWN, Ordering::AcqRel);
        if before == READY || (before == NEW && self.init_hook().is_none()) {
            self.take_down();
        }
    }

    /// The end of the library or of the process. A plugin that has nothing to shut down stays as it
    /// is, for the calls of threads that still run.
    pub(crate) fn end(&'static self) {
        if self.shutdown_hook().is_none() && self.context.states().is_empty() {
            return;
        }
        if self.lifecycle.phase.swap(DOWN, Ordering::AcqRel) == READY {
            self.take_down();
        }
    }

    fn take_down(&'static self) {
        if self.lifecycle.taken_down.swap(true, Ordering::AcqRel) {
            return;
        }
        if let Some(hook) = self.shutdown_hook()
            && let Err(error) = self.run_hook(hook)
        {
            logging::report(&self.context, hook.name, &format!("shutdown failed: {}", error.message()));
        }
        self.drop_states();
    }

    /// Drops each state by itself: a second panic while the first unwinds would end the process.
    fn drop_states(&'static self) {
        for state in self.context.states().close() {
            let dropped = catch(&self.context, "shutdown", |_| {
                drop(state);
                Ok(())
            });
            if let Err(error) = dropped {
                logging::report(&self.context, "shutdown", &format!("dropping the state failed: {}", error.message()));
            }
        }
    }

    fn run_hook(&'static self, hook: &'static Hook) -> Result<()> {
        catch(&self.context, hook.name, |_| (hook.run)(&Call::of_hook(&self.context, hook.name)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Barrier, Mutex};

    use super::*;
    use crate::call::state;
    use crate::plugin::{Item, PluginInfo};

    extern "C" fn nothing() {}

    const INFO: PluginInfo = PluginInfo { name: "p", version: "1", description: "", handle: None, entry_points: false };

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
        name: "fails",
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
        assert_eq!(*MESSAGES.lock().unwrap(), ["the plugin \"p\" is still starting: its init runs"]);
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
}
