//! What threads synchronize with.
//!
//! Outside of tests these are the primitives of `std`. With `--cfg loom` the unit tests get those
//! of [loom](https://docs.rs/loom), which runs a model in every order that the memory model allows:
//! the code that plugins run is then itself the model (`plugin/models.rs`).

#[cfg(not(all(test, loom)))]
pub(crate) use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8};
#[cfg(not(all(test, loom)))]
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard, RwLock, RwLockWriteGuard};

#[cfg(all(test, loom))]
pub(crate) use loom::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8};
#[cfg(all(test, loom))]
pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard, RwLock, RwLockWriteGuard};

/// A number of the model's thread, which is not 0. All threads of a model run on one real thread.
#[cfg(all(test, loom))]
pub(crate) fn model_thread_id() -> usize {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(loom::thread::current().id());
    hash as usize | 1
}

/// A `const fn`. loom's types cannot be made in constants, so there it is an ordinary function.
macro_rules! const_fn {
    ($(#[$attribute:meta])* $visibility:vis fn $($function:tt)*) => {
        #[cfg(not(all(test, loom)))]
        $(#[$attribute])*
        $visibility const fn $($function)*

        #[cfg(all(test, loom))]
        $(#[$attribute])*
        $visibility fn $($function)*
    };
}

pub(crate) use const_fn;
