//! A plugin's life: init before the first call, shutdown once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering, fence};

use crate::boundary;
use crate::call::Call;
use crate::error::{Error, Result, joined};
use crate::logging;
use crate::plugin::Plugin;
use crate::reply::IntoError;
use crate::state::{Shared, States, closed};
use crate::thread;

/// Reads the parameters of a hook and calls its function.
type Run = for<'call, 'input> fn(&'call Call<'input>) -> Result<()>;

/// `#[aro_init]` or `#[aro_shutdown]`.
pub struct Hook {
    /// The function's name.
    pub(crate) name: &'static str,
    run: Run,
    upkeep: &'static Upkeep,
}

impl Hook {
    /// A function of this name, called by `run`.
    #[must_use]
    #[inline]
    pub const fn new(name: &'static str, run: Run) -> Self {
        Self { name, run, upkeep: &UPKEEP }
    }
}

/// What only a plugin needs that has hooks or keeps state. It is reached from those alone, so a plugin without is linked without, and without the C library's
/// `atexit`.
pub(crate) struct Upkeep {
    init: fn(&'static Plugin, &'static Hook) -> Result<()>,
    shut_down: fn(&'static Plugin, &'static Hook),
    at_exit: fn(&'static Plugin),
    let_go: fn(&'static Plugin, &'static States),
}

const UPKEEP: Upkeep =
    Upkeep { init: Plugin::init, shut_down: Plugin::shut_down, at_exit: Plugin::at_exit, let_go: Plugin::let_go };

/// What `#[aro_init]` returned becomes the plugin's state.
///
/// # Errors
///
/// What the function returned as its error.
pub fn keep_state<T: Shared, E: IntoError<Via>, Via>(call: &Call<'_>, returned: Result<T, E>) -> Result<()> {
    let value = returned.map_err(IntoError::into_error)?;
    call.plugin().states()?.set(value);
    Ok(())
}

/// What a function returned that has no reply.
///
/// # Errors
///
/// What the function returned as its error.
pub fn discard<T, E: IntoError<Via>, Via>(_: &Call<'_>, returned: Result<T, E>) -> Result<()> {
    returned.map(drop).map_err(IntoError::into_error)
}

// A phase is never followed by one that is less.
const NEW: u8 = 0;
const READY: u8 = 1;
const DOWN: u8 = 2;

/// Where in its life a plugin is.
pub(crate) struct Lifecycle {
    phase: AtomicU8,
    started: OnceLock<Result<(), Error>>,
    /// The thread that runs init: a call that comes back to the plugin on it must not wait for itself.
    starter: AtomicUsize,
    /// The end of the library calls the plugin.
    at_exit: AtomicBool,
    taken_down: AtomicBool,
    /// No state is kept any more.
    stateless: AtomicBool,
}

impl Lifecycle {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self {
            phase: AtomicU8::new(NEW),
            started: OnceLock::new(),
            starter: AtomicUsize::new(thread::NONE),
            at_exit: AtomicBool::new(false),
            taken_down: AtomicBool::new(false),
            stateless: AtomicBool::new(false),
        }
    }
}

impl Plugin {
    /// Before anything of the author's runs: init, if it has not run; an error if it failed, or after shutdown.
    pub(crate) fn ready(&'static self) -> Result<()> {
        match self.lifecycle().phase.load(Ordering::Acquire) {
            READY => Ok(()),
            DOWN => Err(self.is_down()),
            _ => self.start(),
        }
    }

    fn is_down(&self) -> Error {
        Error::invalid_state(joined(&["the plugin \"", self.name(), "\" is shut down"]))
    }

    #[cold]
    fn start(&'static self) -> Result<()> {
        // Before the library's constructors have run, nobody knows whether there is an init.
        self.registered()?;
        logging::install();
        match self.init_hook() {
            Some(hook) => (hook.upkeep.init)(self, hook)?,
            None => self.begin(),
        }
        if self.lifecycle().phase.load(Ordering::Acquire) == DOWN { Err(self.is_down()) } else { Ok(()) }
    }

    /// What init should do has been done.
    fn begin(&'static self) {
        if let Some(hook) = self.shutdown_hook() {
            (hook.upkeep.at_exit)(self);
        } else if let Some(states) = self.states_if_any() {
            (states.upkeep().at_exit)(self);
        }
        // Whoever shut it down meanwhile could not take down what init was still making.
        if self.lifecycle().phase.fetch_max(READY, Ordering::AcqRel) == DOWN {
            self.take_down();
        }
    }

    /// Runs shutdown, once; then lets go of the state. A plugin whose init has not run, or has failed, has nothing to shut down; if init runs just
    /// now, its thread does the rest.
    pub(crate) fn stop(&'static self) {
        let before = self.lifecycle().phase.swap(DOWN, Ordering::AcqRel);
        if before == READY || (before == NEW && self.init_hook().is_none()) {
            self.take_down();
        }
    }

    /// The end of a plugin that was started.
    pub(crate) fn end(&'static self) {
        if self.lifecycle().phase.swap(DOWN, Ordering::AcqRel) == READY {
            self.take_down();
        }
    }

    fn take_down(&'static self) {
        if self.lifecycle().taken_down.swap(true, Ordering::AcqRel) {
            return;
        }
        if let Some(hook) = self.shutdown_hook() {
            (hook.upkeep.shut_down)(self, hook);
        }
        self.drop_states();
    }

    fn drop_states(&'static self) {
        self.lifecycle().stateless.store(true, Ordering::Release);
        // The other side is in `states`.
        fence(Ordering::SeqCst);
        if let Some(states) = self.states_if_any() {
            (states.upkeep().let_go)(self, states);
        }
    }
}

// From here on nothing is called but through `UPKEEP`, and `states`.
impl Plugin {
    /// What the plugin keeps; from now on there is something to take down.
    ///
    /// # Errors
    ///
    /// Code 7 after shutdown.
    #[inline]
    pub(crate) fn states(&'static self) -> Result<&'static States> {
        let states = match self.states_if_any() {
            Some(states) => states,
            None => {
                let states = self.keep_states(States::new(&UPKEEP));
                if self.lifecycle().phase.load(Ordering::Acquire) != NEW {
                    self.at_exit();
                }
                // Either whoever takes the plugin down sees the states, or it is seen here that they come too late.
                fence(Ordering::SeqCst);
                states
            }
        };
        if self.lifecycle().stateless.load(Ordering::Acquire) {
            self.let_go(states);
            return Err(closed());
        }
        Ok(states)
    }

    /// Runs init if that has not been done, or waits for the thread that does.
    #[inline]
    fn init(&'static self, hook: &'static Hook) -> Result<()> {
        let Lifecycle { started, starter, .. } = self.lifecycle();
        let me = thread::this();
        if starter.load(Ordering::Relaxed) == me {
            let message = joined(&["the plugin \"", self.name(), "\" is still starting: its init runs"]);
            return Err(Error::invalid_state(message));
        }
        let outcome = started.get_or_init(|| {
            starter.store(me, Ordering::Relaxed);
            let outcome = self.run_hook(hook);
            match outcome {
                Ok(()) => self.begin(),
                Err(_) => self.drop_states(),
            }
            starter.store(thread::NONE, Ordering::Relaxed);
            outcome
        });
        match outcome {
            Ok(()) => Ok(()),
            Err(error) => Err(error.copy().with_code(aro_abi::ErrorCode::InvalidState)),
        }
    }

    #[inline]
    fn run_hook(&'static self, hook: &'static Hook) -> Result<()> {
        boundary::guarded_seldom(self, hook.name, &mut |_| (hook.run)(&Call::of_hook(self, hook.name)))
    }

    #[inline]
    fn shut_down(&'static self, hook: &'static Hook) {
        if let Err(error) = self.run_hook(hook) {
            logging::report(self, hook.name, &joined(&["shutdown failed: ", error.message()]));
        }
    }

    #[inline]
    fn at_exit(&'static self) {
        if !self.lifecycle().at_exit.swap(true, Ordering::AcqRel) {
            boundary::at_exit(self.on_exit());
        }
    }

    /// Drops each state by itself: a second panic while the first one unwinds would end the process.
    #[inline]
    fn let_go(&'static self, states: &'static States) {
        let mut states = states.close();
        while !states.is_empty() {
            let dropped = boundary::guarded_seldom(self, "shutdown", &mut |_| {
                drop(states.remove(0));
                Ok(())
            });
            if let Err(error) = dropped {
                logging::report(self, "shutdown", &joined(&["dropping the state failed: ", error.message()]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Barrier, Mutex};

    use super::*;
    use crate::plugin::{Item, PluginInfo};
    use crate::state::state;

    extern "C" fn nothing() {}

    const INFO: PluginInfo = PluginInfo { name: "p", version: "1", description: "", handle: None, entry_points: false };

    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

    #[derive(Default)]
    struct Connection;

    impl Drop for Connection {
        fn drop(&mut self) {
            // As a host does that is told of it and calls the plugin.
            SAID.lock().unwrap().push(FAILING.ready().unwrap_err().message().to_owned());
        }
    }

    static FAILS: Hook = Hook::new("fails", |call| {
        state::<Connection>(call, Some(Connection::default))?;
        Err(Error::not_found("no server"))
    });
    static FAILING: Plugin = Plugin::new(
        INFO,
        |show| {
            show(Item::Plugin);
            show(Item::Init(&FAILS));
        },
        nothing,
    );

    #[test]
    fn a_state_that_calls_the_plugin_when_init_has_failed_is_told_so_and_waits_for_nothing() {
        assert_eq!(FAILING.ready().unwrap_err().message(), "no server");
        assert_eq!(*SAID.lock().unwrap(), ["the plugin \"p\" is still starting: its init runs"]);
    }

    static ASKS: Hook = Hook::new("asks", |call| {
        state::<u8>(call, Some(u8::default))?;
        SAID_OF_EXIT.lock().unwrap().push(ASKING.lifecycle().at_exit.load(Ordering::Relaxed));
        Ok(())
    });
    static SAID_OF_EXIT: Mutex<Vec<bool>> = Mutex::new(Vec::new());
    static ASKING: Plugin = Plugin::new(
        INFO,
        |show| {
            show(Item::Plugin);
            show(Item::Init(&ASKS));
        },
        nothing,
    );

    /// Handlers of the end run in the opposite order: what init has registered itself must be there until the states have gone.
    #[test]
    fn the_end_is_registered_behind_whatever_init_registers() {
        ASKING.ready().unwrap();
        assert_eq!(*SAID_OF_EXIT.lock().unwrap(), [false]);
        assert!(ASKING.lifecycle().at_exit.load(Ordering::Relaxed));
    }

    #[test]
    fn whoever_asks_first_for_a_state_after_shutdown_gets_none() {
        for _ in 0..500 {
            let plugin: &'static Plugin = Box::leak(Box::new(Plugin::new(INFO, |show| show(Item::Plugin), nothing)));
            plugin.ready().unwrap();
            plugin.stop();
            let barrier = Barrier::new(2);
            let ask = || {
                barrier.wait();
                state::<u8>(&Call::of_hook(plugin, "asks"), Some(u8::default)).is_err()
            };
            let refused = std::thread::scope(|scope| {
                let other = scope.spawn(ask);
                [ask(), other.join().unwrap()]
            });
            assert_eq!(refused, [true; 2]);
        }
    }
}
