//! Runs init once in a life. Other threads wait for it, but not for ever.
//!
//! As a `OnceLock` with three differences: a wait has a limit, the thread that runs init does not
//! wait for itself, and a shutdown can cancel what has not begun.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use crate::context::thread_id;
use crate::error::{Error, Result};
use crate::sync::{Condvar, Mutex, MutexGuard};

/// How long a call waits for init, unless `plugin!` sets another limit.
pub const DEFAULT_INIT_LIMIT: Duration = Duration::from_secs(30);

/// The init of one life.
#[derive(Default)]
pub(super) struct Init {
    stage: Mutex<Stage>,
    ended: Condvar,
}

#[derive(Default)]
enum Stage {
    #[default]
    New,
    /// On the thread with this [`thread_id`].
    Runs(usize),
    Ended(Result<()>),
    Cancelled,
}

/// What a call learns about init.
pub(super) enum Outcome {
    /// It has run: just now, or before.
    Ended(Result<()>),
    /// It runs on this thread, further up.
    RunsHere,
    /// It runs on another thread, and the limit has passed.
    NotReturned,
    /// A shutdown came first, so it never runs.
    Cancelled,
}

/// What a shutdown finds.
pub(super) enum Found {
    /// Init had not begun, and will not.
    New,
    Runs,
    Succeeded,
    Failed,
}

impl Init {
    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `init`, unless another call has done it or does it. Waits for that one, at most for
    /// `limit`.
    pub(super) fn run(&self, limit: Duration, init: impl FnOnce() -> Result<()>) -> Outcome {
        let this_thread = thread_id();
        let mut stage = self.stage();
        let mut waiting_since = None;
        loop {
            match &*stage {
                Stage::New => break,
                Stage::Runs(thread) if *thread == this_thread => return Outcome::RunsHere,
                Stage::Runs(_) => {}
                Stage::Ended(Ok(())) => return Outcome::Ended(Ok(())),
                Stage::Ended(Err(error)) => return Outcome::Ended(Err(error.copy())),
                Stage::Cancelled => return Outcome::Cancelled,
            }
            // Not before it is known that there is another thread: WebAssembly has neither threads
            // nor a clock.
            let waited = waiting_since.get_or_insert_with(Instant::now).elapsed();
            match limit.checked_sub(waited) {
                None | Some(Duration::ZERO) => return Outcome::NotReturned,
                Some(left) => {
                    stage = self.ended.wait_timeout(stage, left).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
        *stage = Stage::Runs(this_thread);
        // The author's code runs without the lock.
        drop(stage);
        let result = init();
        let copy = result.as_ref().copied().map_err(Error::copy);
        *self.stage() = Stage::Ended(result);
        self.ended.notify_all();
        Outcome::Ended(copy)
    }

    /// Keeps init from beginning. Returns what was before.
    pub(super) fn cancel(&self) -> Found {
        let mut stage = self.stage();
        match &*stage {
            Stage::Runs(_) => Found::Runs,
            Stage::Ended(Ok(())) => Found::Succeeded,
            Stage::Ended(Err(_)) => Found::Failed,
            Stage::New | Stage::Cancelled => {
                *stage = Stage::Cancelled;
                Found::New
            }
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn a_call_waits_no_longer_than_the_limit_and_a_later_one_gets_the_result() {
        let init = &Init::default();
        let (begun, begins) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        thread::scope(|scope| {
            let thread = scope.spawn(move || {
                init.run(Duration::MAX, || {
                    begun.send(()).unwrap();
                    assert!(matches!(init.run(Duration::MAX, || Ok(())), Outcome::RunsHere));
                    released.recv().map_err(|error| Error::of(&error))
                })
            });
            begins.recv().unwrap();
            for limit in [Duration::ZERO, Duration::from_nanos(1), Duration::from_millis(5)] {
                assert!(matches!(init.run(limit, || unreachable!("it runs once")), Outcome::NotReturned));
            }
            assert!(matches!(init.cancel(), Found::Runs));
            let waits = scope.spawn(|| init.run(Duration::MAX, || unreachable!("it runs once")));
            release.send(()).unwrap();
            assert!(matches!(thread.join().unwrap(), Outcome::Ended(Ok(()))));
            assert!(matches!(waits.join().unwrap(), Outcome::Ended(Ok(()))));
        });
        assert!(matches!(init.run(Duration::ZERO, || unreachable!("it runs once")), Outcome::Ended(Ok(()))));
    }

    #[test]
    fn what_is_cancelled_before_it_begins_never_runs() {
        let init = Init::default();
        assert!(matches!(init.cancel(), Found::New));
        assert!(matches!(init.run(Duration::MAX, || unreachable!("it is cancelled")), Outcome::Cancelled));
    }
}
