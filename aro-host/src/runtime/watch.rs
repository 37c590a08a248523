//! The thread that looks for changed files.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::Runtime;
use super::reload::Look;

#[derive(Debug)]
pub(super) struct Watcher {
    stop: Arc<(Mutex<bool>, Condvar)>,
    thread: JoinHandle<()>,
}

impl Watcher {
    pub(super) fn start(runtime: Weak<Runtime>, every: Duration) -> io::Result<Self> {
        let stop = Arc::<(Mutex<bool>, Condvar)>::default();
        let stopped = Arc::clone(&stop);
        let run = move || {
            let (flag, changed) = &*stopped;
            let mut stop = flag.lock().unwrap_or_else(PoisonError::into_inner);
            while !*stop {
                let waited = changed.wait_timeout_while(stop, every, |stop| !*stop);
                stop = waited.unwrap_or_else(PoisonError::into_inner).0;
                if *stop {
                    break;
                }
                drop(stop);
                if let Some(runtime) = runtime.upgrade()
                    && let Err(failure) = runtime.reload_changed(Look::Settled)
                {
                    runtime.record(&failure);
                }
                stop = flag.lock().unwrap_or_else(PoisonError::into_inner);
            }
        };
        let thread = thread::Builder::new().name("aro-host-watch".to_owned()).spawn(run)?;
        Ok(Self { stop, thread })
    }

    /// Waits until the thread has ended.
    pub(super) fn stop(self) {
        *self.stop.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.1.notify_all();
        // A panic there was a fault of this library, and is reported by the panic hook.
        let _ = self.thread.join();
    }
}
