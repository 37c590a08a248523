//! Which thread runs.

use std::cell::Cell;

thread_local! {
    /// Needs no destructor, as one would keep the library mapped after `dlclose` (ABI, section 8); `std::thread::current` has one.
    static MARK: Cell<u8> = const { Cell::new(0) };
}

/// No thread at all.
pub(crate) const NONE: usize = 0;

/// A number that no other thread has while this one runs.
pub(crate) fn this() -> usize {
    MARK.with(|mark| std::ptr::from_ref(mark).addr())
}
