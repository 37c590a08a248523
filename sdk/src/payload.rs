//! What a panic carries. The author chooses it, so to drop it is to run the author's code.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Drops a payload; false if that panicked. The second payload is leaked, since it may be one like
/// the first.
pub(crate) fn discard(payload: Box<dyn Any + Send>) -> bool {
    match catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        Ok(()) => true,
        Err(second) => {
            std::mem::forget(second);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::panic_any;
    use std::sync::Arc;

    use super::*;

    struct Grumpy;

    impl Drop for Grumpy {
        fn drop(&mut self) {
            panic_any(Grumpy);
        }
    }

    #[test]
    fn a_payload_is_dropped_and_one_that_panics_is_survived() {
        let payload = Arc::new(());
        assert!(discard(Box::new(Arc::clone(&payload))));
        assert_eq!(Arc::strong_count(&payload), 1);
        assert!(!discard(Box::new(Grumpy)));
    }
}
