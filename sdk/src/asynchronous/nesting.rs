//! A call into the plugin from inside of a future, on the thread that runs the future.
//!
//! A future may run a feature set of the host, and the host may call the plugin again before that
//! returns. Executors refuse to be entered twice on one thread, most of them by a panic. So only
//! the outermost future is run by the executor. An inner one is polled here; its timers and sockets
//! are served by the executor's other threads.

use std::cell::Cell;

use super::executor::Task;
use super::signal;

thread_local! {
    /// An executor runs on this thread. Without a destructor, which would keep the library mapped.
    static IN_EXECUTOR: Cell<bool> = const { Cell::new(false) };
}

/// Runs the task by `execute`, or here, if this thread is inside of an `execute` already.
///
/// # Errors
///
/// Those of `execute`.
pub(crate) fn run_outermost<E>(task: Task<'_>, execute: impl FnOnce(Task<'_>) -> Result<(), E>) -> Result<(), E> {
    /// Also when a future panics.
    struct Leave;

    impl Drop for Leave {
        fn drop(&mut self) {
            IN_EXECUTOR.set(false);
        }
    }

    if IN_EXECUTOR.replace(true) {
        signal::run_here(task);
        return Ok(());
    }
    let _leave = Leave;
    execute(task)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::pin::pin;

    use super::*;

    fn refuses_to_be_nested(task: Task<'_>) -> Result<(), Infallible> {
        thread_local!(static DEPTH: Cell<usize> = const { Cell::new(0) });
        assert_eq!(DEPTH.replace(1), 0, "entered twice");
        let result = catch_unwind(AssertUnwindSafe(|| signal::run_here(task)));
        DEPTH.set(0);
        result.unwrap_or_else(|payload| std::panic::resume_unwind(payload));
        Ok(())
    }

    fn run(task: Task<'_>) {
        let Ok(()) = run_outermost(task, refuses_to_be_nested);
    }

    #[test]
    fn only_the_outermost_future_is_run_by_the_executor() {
        let mut reached = 0;
        run(pin!(async {
            run(pin!(async {
                run(pin!(async { reached += 1 }));
                reached += 1;
            }));
            reached += 1;
        }));
        assert_eq!(reached, 3);
    }

    #[test]
    fn after_a_panic_the_executor_runs_the_next_future() {
        let panicked = catch_unwind(|| run(pin!(async { panic!("expected") })));
        assert!(panicked.is_err());
        let mut reached = false;
        run(pin!(async { reached = true }));
        assert!(reached && !IN_EXECUTOR.get());
    }
}
