//! A plugin's lives: init before the first call, shutdown once, and again.
//!
//! ```text
//! New ──init──▶ Ready ──shutdown──▶ Down
//!  └──────────shutdown─────────────▶ │
//!  ▲───────register or init──────────┘   a new life: init runs again, the state is new
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
//! - [`Plugin::revive`] begins a new life. A host that unloads a library and loads it again finds
//!   the same statics if the library stayed mapped
//!   ([ABI, section 8](aro_abi::reference#8-loading)), so its register or init must start the
//!   plugin again. A life begins only when the one before has ended, hooks included.
//!
//! A hook may call the host, and the host may call the plugin again, on the same thread. Such a
//! call must not wait for the hook that it runs in; it gets an error. A call on another thread
//! waits for init, but only so long: an init that itself waits for that call would otherwise never
//! return ([`Init`]).

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use aro_abi::ErrorCode;

use super::Plugin;
use super::descriptors::Hook;
use super::init::{Found, Init, Outcome};
use crate::call::Call;
use crate::context::{at_exit, catch, in_words, logging};
use crate::error::{Error, Result};
use crate::sync::{AtomicBool, AtomicU8, RwLock, RwLockWriteGuard, const_fn};

/// In one life a phase is never followed by a lower one.
type Phase = u8;
const NEW: Phase = 0;
const READY: Phase = 1;
const DOWN: Phase = 2;

/// Where in its life a plugin is.
pub(super) struct Lifecycle {
    phase: AtomicU8,
    /// The present life; made when it is first needed.
    life: RwLock<Option<Arc<Life>>>,
}

/// One life: from init to the end of shutdown.
///
/// Its flags are set once. That is why a thread that is late, and still works for a life that has
/// ended, does no harm to the next one.
#[derive(Default)]
struct Life {
    init: Init,
    /// The shutdown hook has run, or will not run.
    taken_down: AtomicBool,
    /// The states of this life have been taken out.
    states_closed: AtomicBool,
    /// Nothing of this life runs any more.
    ended: AtomicBool,
    /// A register or init came before this life had ended: the next life begins when it ends.
    revive_wanted: AtomicBool,
}

type Lives<'a> = RwLockWriteGuard<'a, Option<Arc<Life>>>;

impl Lifecycle {
    const_fn! {
        pub(super) fn new() -> Self {
            Self { phase: AtomicU8::new(NEW), life: RwLock::new(None) }
        }
    }

    fn phase(&self) -> Phase {
        self.phase.load(Ordering::Acquire)
    }

    fn life(&self) -> Arc<Life> {
        if let Some(life) = &*self.life.read().unwrap_or_else(PoisonError::into_inner) {
            return Arc::clone(life);
        }
        Arc::clone(self.lock().get_or_insert_default())
    }

    /// The lock under which a life begins and a phase changes. No code of the author's runs while
    /// it is held.
    fn lock(&self) -> Lives<'_> {
        self.life.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the phase `Down`. Returns the life that it ends, and the phase before.
    fn down(&self) -> (Arc<Life>, Phase) {
        let mut life = self.lock();
        (Arc::clone(life.get_or_insert_default()), self.phase.swap(DOWN, Ordering::AcqRel))
    }

    /// Sets the phase `Ready`, unless `life` has been shut down. Returns whether it is ready.
    fn ready(&self, life: &Arc<Life>) -> bool {
        let present = self.lock();
        if !present.as_ref().is_some_and(|present| Arc::ptr_eq(present, life)) {
            return false;
        }
        self.phase.fetch_max(READY, Ordering::AcqRel) != DOWN
    }

    fn is_down(&self, life: &Arc<Life>) -> bool {
        let present = self.lock();
        self.phase() == DOWN || !present.as_ref().is_some_and(|present| Arc::ptr_eq(present, life))
    }
}

impl Plugin {
    /// Runs init if it has not run in this life.
    ///
    /// # Errors
    ///
    /// Code 7 when init failed, when it runs on this thread, when it has not returned within the
    /// limit, and after shutdown.
    #[inline]
    pub(crate) fn ensure_ready(&'static self) -> Result<()> {
        match self.lifecycle.phase() {
            READY => Ok(()),
            DOWN => Err(self.is_down()),
            _ => self.start(),
        }
    }

    fn is_down(&self) -> Error {
        Error::invalid_state(format!("the plugin \"{}\" is shut down", self.name()))
    }

    fn start(&'static self) -> Result<()> {
        // Before the library's constructors have run, it is not known whether there is an init
        // hook.
        self.check_registered()?;
        logging::install();
        let life = self.lifecycle.life();
        // Only the hook runs inside: other threads wait for it, and what follows may need them.
        let result = match life.init.run(self.info.init_limit, || self.init()) {
            Outcome::Ended(result) => result,
            Outcome::RunsHere => return Err(self.is_starting("its init runs")),
            Outcome::NotReturned => return Err(self.has_not_started()),
            Outcome::Cancelled => return Err(self.is_down()),
        };
        match result {
            Ok(()) if self.lifecycle.ready(&life) => Ok(()),
            // A shutdown that came meanwhile could not take down what init was still making.
            Ok(()) => {
                self.take_down(&life);
                Err(self.is_down())
            }
            Err(error) => {
                self.drop_states(&life);
                if self.lifecycle.is_down(&life) {
                    self.end_life(&life);
                }
                Err(error.with_code(ErrorCode::InvalidState))
            }
        }
    }

    fn is_starting(&self, why: &str) -> Error {
        Error::invalid_state(format!("the plugin \"{}\" is still starting: {why}", self.name()))
    }

    #[cold]
    fn has_not_started(&self) -> Error {
        let limit = in_words(self.info.init_limit);
        self.is_starting(&format!(
            "its init has not returned after {limit}; call again later. If init needs more time, set `init_limit` in \
             `plugin!`; an init that waits for a call of its own plugin never returns"
        ))
    }

    fn init(&'static self) -> Result<()> {
        let result = self.check_states().and_then(|()| self.init_hooks().try_for_each(|hook| self.run_hook(hook)));
        if result.is_ok() {
            // Once in each life. The function does nothing in a plugin that is down already.
            at_exit(self.on_exit);
        }
        result
    }

    /// Begins a new life if the plugin is shut down: now, or when the present life has ended.
    pub(crate) fn revive(&self) {
        if self.lifecycle.phase() != DOWN {
            return;
        }
        let mut slot = self.lifecycle.lock();
        if self.lifecycle.phase() != DOWN {
            return;
        }
        match &*slot {
            Some(life) => {
                life.revive_wanted.store(true, Ordering::Release);
                self.begin_next_life(&mut slot);
            }
            None => self.begin(),
        }
    }

    /// Begins the next life if the present one has ended and another is wanted.
    fn begin_next_life(&self, slot: &mut Lives<'_>) {
        let is_over =
            |life: &Arc<Life>| life.ended.load(Ordering::Acquire) && life.revive_wanted.load(Ordering::Acquire);
        if slot.as_ref().is_some_and(is_over) {
            **slot = None;
            self.begin();
        }
    }

    /// Begins a life where there is none. The caller has the lock.
    fn begin(&self) {
        self.context.states().reopen();
        self.lifecycle.phase.store(NEW, Ordering::Release);
    }

    /// Shuts the plugin down: runs the shutdown hook, once in a life, and drops the states. If init
    /// has not run or has failed, there is nothing to shut down.
    pub(crate) fn shut_down(&'static self) {
        let (life, before) = self.lifecycle.down();
        match before {
            READY => self.take_down(&life),
            NEW => {
                // Init registers it only if it succeeds. A plugin that never started may have
                // described itself all the same.
                at_exit(self.on_exit);
                match life.init.cancel() {
                    Found::New if self.init_hooks().next().is_some() => self.end_life(&life),
                    Found::New | Found::Succeeded => self.take_down(&life),
                    Found::Failed => self.end_life(&life),
                    // Its thread sees the phase when init has returned, and does the rest.
                    Found::Runs => {}
                }
            }
            _ => {}
        }
    }

    /// The end of the library or of the process. A plugin that has nothing to shut down stays as it
    /// is, for the calls of threads that still run.
    ///
    /// Returns whether the host has shut the plugin down before, and nothing of it runs any more.
    pub(crate) fn end(&'static self) -> bool {
        if self.lifecycle.phase() == DOWN {
            return self.forget_last_life();
        }
        if self.shutdown_hooks().next().is_none() && self.context.states().is_empty() {
            return false;
        }
        if let (life, READY) = self.lifecycle.down() {
            self.take_down(&life);
        }
        false
    }

    /// Drops the last life if it has ended. The plugin stays down until it is revived.
    fn forget_last_life(&self) -> bool {
        let mut slot = self.lifecycle.lock();
        let has_ended = slot.as_ref().is_none_or(|life| life.ended.load(Ordering::Acquire));
        if has_ended && self.lifecycle.phase() == DOWN {
            *slot = None;
            return true;
        }
        false
    }

    fn take_down(&'static self, life: &Life) {
        if life.taken_down.swap(true, Ordering::AcqRel) {
            return;
        }
        for hook in self.shutdown_hooks() {
            if let Err(error) = self.run_hook(hook) {
                logging::report(&self.context, hook.name, &format!("shutdown failed: {}", error.message()));
            }
        }
        self.end_life(life);
    }

    fn end_life(&'static self, life: &Life) {
        self.drop_states(life);
        let mut slot = self.lifecycle.lock();
        life.ended.store(true, Ordering::Release);
        self.begin_next_life(&mut slot);
    }

    /// Drops the states of a life, once. Each by itself: a second panic while the first unwinds
    /// would end the process.
    fn drop_states(&'static self, life: &Life) {
        if life.states_closed.swap(true, Ordering::AcqRel) {
            return;
        }
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

#[cfg(all(test, not(loom)))]
#[path = "lifecycle_tests.rs"]
mod tests;
