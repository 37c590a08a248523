//! Lets calls in, and one change at a time.
//!
//! A call takes the current [`Snapshot`] and gives it back at its end. A change makes another
//! snapshot, and exchanges it; calls that run keep the former one. So a change that takes a plugin
//! away can [wait](Gate::wait_until) until no snapshot has it.
//!
//! The mutex is held for these few steps only, and never while foreign code runs.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use aro_host_testkit::Host;

use super::busy;
use super::packages::Package;
use crate::failure::Failure;
use crate::inside::{Inside, is_inside};

/// A host, and what its plugins were loaded from, in the order of loading.
pub(super) struct Snapshot {
    pub(super) host: Host<'static>,
    pub(super) packages: Vec<Package>,
}

#[derive(Debug)]
pub(super) struct Gate {
    handle: usize,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// `None` once the runtime has ended.
    snapshot: Option<Arc<Snapshot>>,
    calls: usize,
    /// A change is at work.
    changing: bool,
    /// Calls wait for the change.
    closed: bool,
    /// Threads that wait for something.
    waiting: usize,
}

impl Gate {
    pub(super) fn new(handle: usize, snapshot: Snapshot) -> Self {
        let snapshot = Some(Arc::new(snapshot));
        let state = State { snapshot, calls: 0, changing: false, closed: false, waiting: 0 };
        Self { handle, state: Mutex::new(state), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics between the steps of an update.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while<'g>(
        &'g self,
        mut state: MutexGuard<'g, State>,
        condition: impl Fn(&State) -> bool,
    ) -> MutexGuard<'g, State> {
        while condition(&state) {
            state.waiting += 1;
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        state
    }

    fn wake(&self, state: &State) {
        if state.waiting > 0 {
            self.changed.notify_all();
        }
    }

    /// Begins a call. It waits while a plugin is being reloaded, unless the thread is inside the
    /// runtime: the change may wait for that call.
    pub(super) fn enter(&self) -> Result<Entered<'_>, Failure> {
        let mut state = self.state();
        if state.closed && !is_inside(self.handle) {
            state = self.wait_while(state, |state| state.closed && state.snapshot.is_some());
        }
        let snapshot = state.snapshot.clone().ok_or_else(Failure::ended)?;
        state.calls += 1;
        drop(state);
        Ok(Entered { gate: self, snapshot: Some(snapshot), _inside: Inside::enter(self.handle) })
    }

    /// Begins a change, when no other one is at work. A thread that is inside the runtime does not
    /// wait for one.
    pub(super) fn change(&self) -> Result<Change<'_>, Failure> {
        let mut state = self.state();
        if state.changing && is_inside(self.handle) {
            return Err(busy("another thread, or the caller of this callback, is changing the plugins"));
        }
        state = self.wait_while(state, |state| state.changing && state.snapshot.is_some());
        if state.snapshot.is_none() {
            return Err(Failure::ended());
        }
        state.changing = true;
        drop(state);
        Ok(Change { gate: self, _inside: Inside::enter(self.handle) })
    }

    /// A change that waits for calls, so that a thread inside the runtime would wait for itself.
    pub(super) fn change_from_outside(&self, what: &str) -> Result<Change<'_>, Failure> {
        if is_inside(self.handle) {
            return Err(busy(&format!("{what} would wait for the call or the callback that it is called from")));
        }
        self.change()
    }

    /// Waits until a condition holds, which the end of a call can bring about.
    fn wait_until(&self, condition: impl Fn() -> bool) {
        drop(self.wait_while(self.state(), |_| !condition()));
    }

    /// Ends the runtime: lets no call in any more, and waits for the calls and the change that run.
    /// Returns the last snapshot.
    pub(super) fn end(&self) -> Option<Snapshot> {
        let mut state = self.wait_while(self.state(), |state| state.changing);
        let snapshot = state.snapshot.take();
        self.wake(&state);
        drop(self.wait_while(state, |state| state.calls > 0));
        snapshot.and_then(Arc::into_inner)
    }
}

/// A call that runs.
pub(super) struct Entered<'g> {
    gate: &'g Gate,
    /// `None` only in `drop`.
    snapshot: Option<Arc<Snapshot>>,
    _inside: Inside,
}

impl Entered<'_> {
    pub(super) fn snapshot(&self) -> Result<&Snapshot, Failure> {
        self.snapshot.as_deref().ok_or_else(Failure::ended)
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        // Under the lock, so that a thread cannot miss it between its look and its wait.
        self.snapshot = None;
        state.calls -= 1;
        self.gate.wake(&state);
    }
}

/// A change that is at work.
pub(super) struct Change<'g> {
    gate: &'g Gate,
    _inside: Inside,
}

impl Change<'_> {
    /// The snapshot to begin with.
    pub(super) fn snapshot(&self) -> Result<Arc<Snapshot>, Failure> {
        self.gate.state().snapshot.clone().ok_or_else(Failure::ended)
    }

    /// Makes a snapshot the current one.
    pub(super) fn exchange(&self, snapshot: Snapshot) {
        let mut state = self.gate.state();
        let former = state.snapshot.replace(Arc::new(snapshot));
        // Like the snapshots of calls, it is dropped under the lock.
        drop(former);
        self.gate.wake(&state);
    }

    /// Lets new calls wait until this change ends.
    pub(super) fn close(&self) {
        self.gate.state().closed = true;
    }

    /// See [`Gate::wait_until`].
    pub(super) fn wait_until(&self, condition: impl Fn() -> bool) {
        self.gate.wait_until(condition);
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        state.changing = false;
        state.closed = false;
        self.gate.wake(&state);
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("calls", &self.calls).field("changing", &self.changing).finish_non_exhaustive()
    }
}
