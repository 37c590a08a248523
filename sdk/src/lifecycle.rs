//! A plugin's life: init before the first call, shutdown once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use crate::boundary;
use crate::call::Call;
use crate::error::{Error, Result, joined};
use crate::logging;
use crate::plugin::Plugin;
use crate::reply::IntoError;
use crate::state::Shared;
use crate::thread;

/// `#[aro_init]` or `#[aro_shutdown]`.
pub struct Hook {
    /// The function's name.
    pub name: &'static str,
    /// Reads the parameters and calls the function.
    pub run: for<'call, 'input> fn(&'call Call<'input>) -> Result<()>,
    /// [`run_init`] or [`run_shutdown`].
    pub call: fn(&'static Plugin, &'static Hook) -> Result<()>,
}

/// Runs init.
///
/// # Errors
///
/// What the function returned as its error, or its panic.
pub fn run_init(plugin: &'static Plugin, hook: &'static Hook) -> Result<()> {
    boundary::guarded_seldom(plugin, hook.name, &mut |_| (hook.run)(&Call::of_hook(plugin, hook.name)))
}

/// Runs shutdown. An error is reported.
///
/// # Errors
///
/// None.
pub fn run_shutdown(plugin: &'static Plugin, hook: &'static Hook) -> Result<()> {
    if let Err(error) = run_init(plugin, hook) {
        logging::report(plugin, hook.name, &joined(&["shutdown failed: ", error.message()]));
    }
    Ok(())
}

/// What `#[aro_init]` returned becomes the plugin's state.
///
/// # Errors
///
/// What the function returned as its error.
pub fn keep_state<T: Shared, E: IntoError<Via>, Via>(call: &Call<'_>, returned: Result<T, E>) -> Result<()> {
    call.plugin().states().set(returned.map_err(IntoError::into_error)?);
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
    taken_down: AtomicBool,
}

impl Lifecycle {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self {
            phase: AtomicU8::new(NEW),
            started: OnceLock::new(),
            starter: AtomicUsize::new(thread::NONE),
            taken_down: AtomicBool::new(false),
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
        let Lifecycle { phase, started, starter, .. } = self.lifecycle();
        let me = thread::this();
        if starter.load(Ordering::Relaxed) == me {
            let message = joined(&["the plugin \"", self.name(), "\" is still starting: its init runs"]);
            return Err(Error::invalid_state(message));
        }
        let outcome = started.get_or_init(|| {
            logging::install();
            starter.store(me, Ordering::Relaxed);
            let outcome = match self.init_hook() {
                Some(hook) => (hook.call)(self, hook),
                None => Ok(()),
            };
            starter.store(thread::NONE, Ordering::Relaxed);
            if outcome.is_err() {
                self.let_go();
                return outcome;
            }
            boundary::at_exit(self.on_exit());
            // Whoever shut it down meanwhile could not take down what init was still making.
            if phase.fetch_max(READY, Ordering::AcqRel) == DOWN {
                self.take_down();
            }
            outcome
        });
        match outcome {
            Ok(()) if phase.load(Ordering::Acquire) == DOWN => Err(self.is_down()),
            Ok(()) => Ok(()),
            Err(error) => Err(error.copy().with_code(aro_abi::ErrorCode::InvalidState)),
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
            let _ = (hook.call)(self, hook);
        }
        self.let_go();
    }

    /// Drops the states.
    fn let_go(&'static self) {
        self.states().close(self);
    }
}
