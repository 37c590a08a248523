//! Which runtimes are at work on this thread: in a call, in a change, or in a callback.
//!
//! A thread that is inside must not wait for its own runtime. What would have to wait is refused
//! there.

use std::cell::RefCell;

thread_local! {
    static INSIDE: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// While this exists, the thread is inside the runtime.
#[derive(Debug)]
pub(crate) struct Inside(());

impl Inside {
    pub(crate) fn enter(runtime: usize) -> Self {
        INSIDE.with_borrow_mut(|inside| inside.push(runtime));
        Self(())
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.with_borrow_mut(Vec::pop);
    }
}

pub(crate) fn is_inside(runtime: usize) -> bool {
    INSIDE.with_borrow(|inside| inside.contains(&runtime))
}
