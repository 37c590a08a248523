//! A value that is made when it is first wanted, as in `once_cell::race::OnceBox`: threads that
//! race may all make it, one is kept, and a look-up is one load. Unlike that, it can be emptied
//! through a shared reference, since it is in a static and has to be freed when the library is
//! unloaded.

#![allow(unsafe_code)]

use std::marker::PhantomData;
use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use crate::sync::{AtomicPtr, const_fn};

pub(crate) struct Cache<T> {
    /// Null, or from `Box::into_raw`.
    value: AtomicPtr<T>,
    /// It is `Send` and `Sync` if a box is.
    owns: PhantomData<Box<T>>,
}

impl<T> Cache<T> {
    const_fn! {
        pub(crate) fn new() -> Self {
            Self { value: AtomicPtr::new(null_mut()), owns: PhantomData }
        }
    }

    #[inline]
    pub(crate) fn get(&self) -> Option<&T> {
        let value = self.value.load(Ordering::Acquire);
        // SAFETY: null, or a live value: `get_or_init` published it by a release operation, and
        // only `clear` frees it, whose caller promises that nobody has or gets a reference.
        unsafe { value.as_ref() }
    }

    pub(crate) fn get_or_init(&self, make: impl FnOnce() -> Box<T>) -> &T {
        if let Some(value) = self.get() {
            return value;
        }
        let new = Box::into_raw(make());
        match self.value.compare_exchange(null_mut(), new, Ordering::AcqRel, Ordering::Acquire) {
            // SAFETY: it was published just now, and lives as in `get`.
            Ok(_) => unsafe { &*new },
            Err(other) => {
                // SAFETY: from `into_raw` above, and nobody else has seen it.
                drop(unsafe { Box::from_raw(new) });
                // SAFETY: another thread published it, and it lives as in `get`.
                unsafe { &*other }
            }
        }
    }

    /// Frees the value. It is made again if it is wanted again.
    ///
    /// # Safety
    ///
    /// No reference from `get` or `get_or_init` is in use, and no other thread calls them
    /// meanwhile.
    pub(crate) unsafe fn clear(&self) {
        let value = self.value.swap(null_mut(), Ordering::AcqRel);
        if !value.is_null() {
            // SAFETY: from `into_raw`; by the swap nobody else frees it, and by the condition
            // nobody refers to it.
            drop(unsafe { Box::from_raw(value) });
        }
    }
}

impl<T> Drop for Cache<T> {
    fn drop(&mut self) {
        // SAFETY: `self` is borrowed exclusively.
        unsafe { self.clear() };
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    #[test]
    fn a_value_is_made_once_freed_once_and_can_be_made_again() {
        let (cache, value) = (Cache::new(), Arc::new(()));
        for _ in 0..2 {
            assert!(cache.get().is_none());
            let first: *const _ = cache.get_or_init(|| Box::new(Arc::clone(&value)));
            assert!(std::ptr::eq(first, cache.get_or_init(|| unreachable!("it is there"))));
            assert_eq!(Arc::strong_count(&value), 2);
            // SAFETY: no reference is in use, and there is one thread.
            unsafe { cache.clear() };
            assert_eq!(Arc::strong_count(&value), 1);
        }
        cache.get_or_init(|| Box::new(Arc::clone(&value)));
        drop(cache);
        assert_eq!(Arc::strong_count(&value), 1);
    }

    #[test]
    fn threads_that_race_get_one_value_and_the_others_are_freed() {
        for _ in 0..200 {
            let (cache, value) = (Cache::new(), Arc::new(()));
            let addresses: Vec<usize> = thread::scope(|scope| {
                let ask = || std::ptr::from_ref(cache.get_or_init(|| Box::new(Arc::clone(&value)))).addr();
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            assert!(addresses.iter().all(|address| *address == addresses[0]));
            assert_eq!(Arc::strong_count(&value), 2);
        }
    }
}
