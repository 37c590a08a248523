//! A plugin's life: init before the first call, shutdown once.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use crate::boundary;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::plugin::Plugin;
use crate::reply::IntoError;
use crate::state::Shared;

/// `#[aro_init]` or `#[aro_shutdown]`.
#[derive(Debug)]
pub struct Hook {
    /// The function's name.
    pub name: &'static str,
    /// Reads the parameters and calls the function.
    pub run: for<'call, 'input> fn(&'call Call<'input>) -> Result<()>,
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

const NEW: u8 = 0;
const READY: u8 = 1;
const DOWN: u8 = 2;

thread_local! {
    /// The plugin whose init runs on this thread, by its address: a call that comes back to it must not wait for itself.
    static STARTING: Cell<usize> = const { Cell::new(0) };
}

/// Where in its life a plugin is.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    phase: AtomicU8,
    started: OnceLock<Result<(), Error>>,
    /// Shutdown has run, or was not needed: whoever sets it runs it.
    ended: AtomicBool,
}

impl Lifecycle {
    pub(crate) const fn new() -> Self {
        Self { phase: AtomicU8::new(NEW), started: OnceLock::new(), ended: AtomicBool::new(false) }
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
        Error::invalid_state(format!("the plugin \"{}\" is shut down", self.name()))
    }

    #[cold]
    fn start(&'static self) -> Result<()> {
        // Before the library's constructors have run, nobody knows whether there is an init.
        self.registered()?;
        let me = std::ptr::from_ref(self).addr();
        if STARTING.get() == me {
            return Err(Error::invalid_state(format!(
                "the plugin \"{}\" is still starting: its init runs",
                self.name()
            )));
        }
        let lifecycle = self.lifecycle();
        let outcome = lifecycle.started.get_or_init(|| {
            if lifecycle.phase.load(Ordering::Acquire) == DOWN {
                return Err(self.is_down());
            }
            crate::logging::install();
            let before = STARTING.replace(me);
            let outcome = self.init_hook().map_or(Ok(()), |hook| self.run_hook(hook));
            STARTING.set(before);
            if outcome.is_ok() {
                boundary::at_exit(self.on_exit());
                if lifecycle.phase.compare_exchange(NEW, READY, Ordering::AcqRel, Ordering::Acquire).is_err() {
                    // It was shut down while init ran, which left the end to us.
                    self.end();
                }
            }
            outcome
        });
        match outcome {
            Ok(()) if lifecycle.phase.load(Ordering::Acquire) == DOWN => Err(self.is_down()),
            Ok(()) => Ok(()),
            Err(error) => Err(error.copy().with_code(aro_abi::ErrorCode::InvalidState)),
        }
    }

    fn run_hook(&'static self, hook: &'static Hook) -> Result<()> {
        boundary::guarded(self, hook.name, || (hook.run)(&Call::of_hook(self, hook.name)))
    }

    /// Runs shutdown, once; then lets go of the state. A plugin whose init has not run, or has failed, has nothing to shut down; one whose init
    /// runs at this moment is shut down when it has.
    pub(crate) fn stop(&'static self) {
        let before = self.lifecycle().phase.swap(DOWN, Ordering::AcqRel);
        if before == READY || (before == NEW && self.init_hook().is_none()) {
            self.end();
        } else if before == NEW {
            self.let_go(false);
        }
    }

    fn end(&'static self) {
        if self.lifecycle().ended.swap(true, Ordering::AcqRel) {
            return;
        }
        if let Some(hook) = self.shutdown_hook()
            && let Err(error) = self.run_hook(hook)
        {
            crate::logging::report(self, hook.name, &format!("shutdown failed: {}", error.message()));
        }
        self.let_go(true);
    }

    fn let_go(&'static self, for_good: bool) {
        let cleared = boundary::guarded(self, "shutdown", || {
            self.states().clear(for_good);
            Ok(())
        });
        if let Err(error) = cleared {
            crate::logging::report(self, "shutdown", &format!("dropping the state failed: {}", error.message()));
        }
    }
}
