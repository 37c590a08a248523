//! A lock for the author's code: one thread runs it, the others wait, but not for ever.
//!
//! It differs from a mutex in two ways, since the author's code may do anything. It may cause a
//! call that wants the same turn: on its own thread that call must not wait, or it would wait for
//! itself. And it may wait for another thread whose call wants the turn; that call gives up after a
//! limit, so that both go on.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use super::{NO_THREAD, thread_id};
use crate::sync::{Condvar, Mutex, MutexGuard};

/// How long a call waits, unless `plugin!` sets another limit.
pub const DEFAULT_INIT_LIMIT: Duration = Duration::from_secs(30);

/// A limit in words. The `Debug` of `Duration` would bring more code into every plugin.
pub(crate) fn in_words(limit: Duration) -> String {
    match limit.subsec_millis() {
        0 => format!("{} s", limit.as_secs()),
        milliseconds => format!("{} ms", limit.as_secs().saturating_mul(1000).saturating_add(milliseconds.into())),
    }
}

#[derive(Default)]
pub(crate) struct Turn {
    /// The [`thread_id`] of the thread whose turn it is, or [`NO_THREAD`].
    holder: Mutex<usize>,
    changed: Condvar,
}

/// What comes of asking for the turn.
pub(crate) enum Taken<'t> {
    /// It is this thread's until the value is dropped.
    Mine(TurnGuard<'t>),
    /// It is this thread's already, further up.
    RunsHere,
    /// It is another thread's, and the limit has passed.
    NotReturned,
}

pub(crate) struct TurnGuard<'t>(&'t Turn);

impl Turn {
    fn holder(&self) -> MutexGuard<'_, usize> {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the turn, at most for `limit`.
    pub(crate) fn take(&self, limit: Duration) -> Taken<'_> {
        let this_thread = thread_id();
        let mut holder = self.holder();
        let mut waiting_since = None;
        while *holder != NO_THREAD {
            if *holder == this_thread {
                return Taken::RunsHere;
            }
            // Not before it is known that there is another thread: WebAssembly has neither threads
            // nor a clock.
            let waited = waiting_since.get_or_insert_with(Instant::now).elapsed();
            match limit.checked_sub(waited) {
                None | Some(Duration::ZERO) => return Taken::NotReturned,
                Some(left) => {
                    holder = self.changed.wait_timeout(holder, left).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
        *holder = this_thread;
        Taken::Mine(TurnGuard(self))
    }
}

impl Drop for TurnGuard<'_> {
    fn drop(&mut self) {
        *self.0.holder() = NO_THREAD;
        // All: one alone could be a thread that gives up at this moment.
        self.0.changed.notify_all();
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn another_thread_waits_no_longer_than_the_limit_and_the_same_thread_not_at_all() {
        let turn = &Turn::default();
        let (taken, takes) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                let guard = turn.take(Duration::MAX);
                assert!(matches!(guard, Taken::Mine(_)));
                assert!(matches!(turn.take(Duration::MAX), Taken::RunsHere));
                taken.send(()).unwrap();
                released.recv().unwrap();
                drop(guard);
            });
            takes.recv().unwrap();
            for limit in [Duration::ZERO, Duration::from_nanos(1), Duration::from_millis(5)] {
                assert!(matches!(turn.take(limit), Taken::NotReturned));
            }
            let waits = scope.spawn(|| matches!(turn.take(Duration::MAX), Taken::Mine(_)));
            release.send(()).unwrap();
            assert!(waits.join().unwrap());
        });
        assert!(matches!(turn.take(Duration::ZERO), Taken::Mine(_)));
    }

    #[test]
    fn a_turn_ends_with_a_panic() {
        let turn = Turn::default();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _guard = turn.take(Duration::MAX);
            std::panic::resume_unwind(Box::new(()));
        }));
        assert!(panicked.is_err() && matches!(turn.take(Duration::ZERO), Taken::Mine(_)));
    }
}
