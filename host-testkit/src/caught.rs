//! Catches panics of a user's closure, with the place, so that they can be reported in one message.
//!
//! The panic hook prints a panic before anyone can catch it, so it would be shown twice: by the
//! hook, and in the report. The hook here is silent for panics inside [`catch`] on the same thread,
//! and passes all others on to the hook that was there before.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::thread;

/// A caught panic.
#[derive(Debug)]
pub(crate) struct Caught {
    pub(crate) message: String,
    /// The file, line and column; `None` if another panic hook has replaced the one here.
    pub(crate) place: Option<String>,
    /// If RUST_BACKTRACE asks for it.
    pub(crate) backtrace: Option<String>,
}

#[derive(Default)]
struct Seen {
    place: Option<String>,
    backtrace: Option<String>,
}

thread_local! {
    /// One entry for each [`catch`] that runs on this thread.
    static RUNNING: RefCell<Vec<Seen>> = const { RefCell::new(Vec::new()) };
}

/// Runs `work`, and returns its panic as an error.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Caught> {
    static HOOK: Once = Once::new();
    // A hook cannot be set while this thread panics, for example in a `drop`.
    if !thread::panicking() {
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                if !record(info) {
                    before(info);
                }
            }));
        });
    }
    RUNNING.with_borrow_mut(|running| running.push(Seen::default()));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    let seen = RUNNING.with_borrow_mut(Vec::pop).unwrap_or_default();
    outcome.map_err(|panic| Caught { message: message(panic.as_ref()), place: seen.place, backtrace: seen.backtrace })
}

/// Whether the panic is inside a [`catch`] on this thread.
fn record(info: &PanicHookInfo<'_>) -> bool {
    RUNNING.with_borrow_mut(|running| {
        let Some(seen) = running.last_mut() else { return false };
        let backtrace = Backtrace::capture();
        seen.place = info.location().map(ToString::to_string);
        seen.backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
        true
    })
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without a message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caught_panic_has_its_message_and_its_place() {
        let line = line!() + 1;
        let caught = catch(|| panic!("on purpose: {}", 7)).unwrap_err();
        assert_eq!(caught.message, "on purpose: 7");
        let place = caught.place.unwrap();
        assert!(place.contains(&format!("caught.rs:{line}:")), "{place}");
        assert_eq!(catch(|| 7).unwrap(), 7);
        assert_eq!(catch(|| panic::panic_any(7)).unwrap_err().message, "a panic without a message");
    }

    #[test]
    fn each_catch_has_the_panic_of_its_own_closure() {
        let outer = catch(|| {
            let inner = catch(|| panic!("inner")).unwrap_err();
            assert_eq!(inner.message, "inner");
            panic!("outer")
        });
        assert_eq!(outer.unwrap_err().message, "outer");
    }
}
