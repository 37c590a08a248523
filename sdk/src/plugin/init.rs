//! Runs init once in a life. A shutdown can keep it from beginning.

use std::sync::PoisonError;
use std::time::Duration;

use crate::context::{Taken, Turn};
use crate::error::{Error, Result};
use crate::sync::{Mutex, MutexGuard};

/// The init of one life.
#[derive(Default)]
pub(super) struct Init {
    /// Of the thread that runs init, or looks at what came of it.
    turn: Turn,
    stage: Mutex<Stage>,
}

#[derive(Default)]
enum Stage {
    #[default]
    New,
    Runs,
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
        let _turn = match self.turn.take(limit) {
            Taken::Mine(turn) => turn,
            Taken::RunsHere => return Outcome::RunsHere,
            Taken::NotReturned => return Outcome::NotReturned,
        };
        if let Some(outcome) = self.begin() {
            return outcome;
        }
        // The author's code runs without the lock, so that a shutdown need not wait for it.
        let result = init();
        let copy = result.as_ref().copied().map_err(Error::copy);
        *self.stage() = Stage::Ended(result);
        Outcome::Ended(copy)
    }

    /// Marks init as begun, or returns what came of it.
    fn begin(&self) -> Option<Outcome> {
        let mut stage = self.stage();
        match &*stage {
            Stage::New => {
                *stage = Stage::Runs;
                None
            }
            // It began on a thread that has given up the turn: something below the hooks panicked.
            Stage::Runs => Some(Outcome::NotReturned),
            Stage::Ended(result) => Some(Outcome::Ended(result.as_ref().copied().map_err(Error::copy))),
            Stage::Cancelled => Some(Outcome::Cancelled),
        }
    }

    /// Keeps init from beginning. Returns what was before.
    pub(super) fn cancel(&self) -> Found {
        let mut stage = self.stage();
        match &*stage {
            Stage::Runs => Found::Runs,
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
    use super::*;

    #[test]
    fn init_runs_once_and_what_came_of_it_is_kept() {
        for fails in [false, true] {
            let init = Init::default();
            let mut runs = 0;
            for _ in 0..3 {
                let outcome = init.run(Duration::MAX, || {
                    runs += 1;
                    assert!(matches!(init.run(Duration::MAX, || Ok(())), Outcome::RunsHere));
                    assert!(matches!(init.cancel(), Found::Runs));
                    if fails { Err(Error::not_found("no server")) } else { Ok(()) }
                });
                assert!(matches!(outcome, Outcome::Ended(result) if result.is_err() == fails));
            }
            assert_eq!(runs, 1);
            let found = init.cancel();
            assert!(if fails { matches!(found, Found::Failed) } else { matches!(found, Found::Succeeded) });
        }
    }

    #[test]
    fn what_is_cancelled_before_it_begins_never_runs() {
        let init = Init::default();
        assert!(matches!(init.cancel(), Found::New));
        assert!(matches!(init.run(Duration::MAX, || unreachable!("it is cancelled")), Outcome::Cancelled));
    }
}
