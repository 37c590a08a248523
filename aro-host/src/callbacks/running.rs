//! Counts the runs of a callback, so that who removes it can wait for their end.

use std::sync::{Condvar, Mutex, PoisonError};

#[derive(Debug, Default)]
pub(super) struct Running {
    count: Mutex<usize>,
    ended: Condvar,
}

impl Running {
    /// A run begins. [`end`](Self::end) has to follow.
    pub(super) fn begin(&self) {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }

    pub(super) fn end(&self) {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.ended.notify_all();
    }

    pub(super) fn wait_for_end(&self) {
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.ended.wait_while(count, |count| *count > 0));
    }
}
