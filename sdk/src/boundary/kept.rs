//! Values that are made once and kept.

use std::sync::atomic::{AtomicPtr, Ordering};

/// A value that is kept for good once it is there. Two threads that need it at the same time may both make one; the first counts, and the other is
/// kept for nothing: it is not worth the code that would drop it, in every plugin.
///
/// Not `OnceLock`, which makes the second thread wait: that is compiled anew for each type and each closure, with a table that the loader has to
/// relocate, and takes a hundred instructions each time.
pub(crate) struct Kept<T: Send + Sync + 'static>(AtomicPtr<T>);

impl<T: Send + Sync + 'static> Kept<T> {
    pub(crate) const fn new() -> Self {
        Self(AtomicPtr::new(std::ptr::null_mut()))
    }

    #[inline(always)]
    pub(crate) fn get(&self) -> Option<&'static T> {
        // SAFETY: it is NULL or came from `keep`, which leaks what it puts there.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }
    }

    pub(crate) fn keep(&self, value: T) -> &'static T {
        let mine = Box::into_raw(Box::new(value));
        match self.0.compare_exchange(std::ptr::null_mut(), mine, Ordering::AcqRel, Ordering::Acquire) {
            // SAFETY: it has just been leaked for good.
            Ok(_) => unsafe { &*mine },
            // SAFETY: it is not NULL, so it came from another `keep`, which has leaked it.
            Err(first) => unsafe { &*first },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn of_many_threads_that_keep_a_value_all_get_the_first() {
        let (kept, barrier) = (&Kept::new(), &Barrier::new(4));
        assert_eq!(kept.get(), None);
        let keep = |number: usize| {
            barrier.wait();
            std::ptr::from_ref(kept.keep(vec![number])).addr()
        };
        let all: Vec<usize> = thread::scope(|scope| {
            let threads = [0, 1, 2, 3].map(|number| scope.spawn(move || keep(number)));
            threads.map(|thread| thread.join().unwrap()).to_vec()
        });
        let first = std::ptr::from_ref(kept.get().unwrap()).addr();
        assert_eq!(all, [first; 4]);
    }
}
