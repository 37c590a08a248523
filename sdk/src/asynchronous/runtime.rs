//! The feature `tokio`: the runtime of a plugin.
//!
//! It is a state of the plugin: made when an `async` function first runs, dropped at shutdown after
//! all other states, and made again in a new life. A call that still runs at shutdown keeps it
//! until it is done.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

use super::executor::{Sleeping, Task};
use super::signal;
use crate::error::{Error, Result};

/// The runtime, or the error with which it could not be made.
pub(crate) struct TokioRuntime(io::Result<Runtime>);

impl TokioRuntime {
    pub(crate) fn new() -> Self {
        Self(Builder::new_multi_thread().enable_all().thread_name("aro-tokio").build())
    }

    fn runtime(&self) -> Result<&Runtime> {
        self.0.as_ref().map_err(|error| Error::of(error).context("the runtime for async functions cannot be started"))
    }

    /// Runs the task on this thread.
    ///
    /// # Errors
    ///
    /// When the system gave no thread to the runtime.
    pub(crate) fn block_on(self: Arc<Self>, task: Task<'_>) -> Result<()> {
        let runtime = self.runtime()?;
        match Handle::try_current() {
            Err(error) if error.is_missing_context() => {}
            // A thread of a runtime, such as one that runs a spawned task, must not enter another.
            // At the end of the process, the main thread has no thread-locals any more to enter
            // one.
            _ => {
                signal::run_here(task);
                return Ok(());
            }
        }
        // The plugin may be shut down meanwhile, and then the runtime ends here. While a thread
        // unwinds, tokio does not wait for its threads, so it must not end then.
        let done = catch_unwind(AssertUnwindSafe(|| runtime.block_on(task)));
        drop(self);
        done.or_else(|payload| resume_unwind(payload))
    }

    /// A future that completes after the duration, on whatever executor.
    ///
    /// # Errors
    ///
    /// As for [`block_on`](Self::block_on).
    pub(crate) fn sleep(self: Arc<Self>, limit: Duration) -> Result<Sleeping> {
        let sleep = {
            let _inside = self.runtime()?.enter();
            tokio::time::sleep(limit)
        };
        // The runtime serves the timer, so it must not end before.
        Ok(Box::pin(async move {
            sleep.await;
            drop(self);
        }))
    }
}

impl Drop for TokioRuntime {
    /// Waits until the threads of the runtime have ended: nothing of the plugin runs after its
    /// shutdown. A thread of a runtime cannot wait; there it goes on without.
    fn drop(&mut self) {
        let placeholder = Err(io::ErrorKind::Other.into());
        if let Ok(runtime) = std::mem::replace(&mut self.0, placeholder) {
            match Handle::try_current() {
                Ok(_) => runtime.shutdown_background(),
                Err(_) => drop(runtime),
            }
        }
    }
}
