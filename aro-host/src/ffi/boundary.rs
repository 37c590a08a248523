//! What every exported function runs in: panics are caught, the handle is looked up, and the
//! result is handed out.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::text::Out;
use crate::failure::{Failure, Status};
use crate::handles;
use crate::opaque::AroHost;
use crate::runtime::Runtime;

thread_local! {
    /// The message of the last call on this thread that failed without a runtime.
    static WITHOUT_RUNTIME: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs `work` on the runtime of a handle. Its string is the result; that of a failure is the
/// message, or the reply of the plugin that failed.
pub(super) fn on_runtime(
    handle: *const AroHost,
    out: &Out,
    work: impl FnOnce(&Arc<Runtime>) -> Result<Option<String>, Failure>,
) -> i32 {
    let runtime = caught(|| handles::find(handle.addr()));
    let done = match &runtime {
        Ok(runtime) => caught(|| work(runtime)),
        Err(failure) => Err(failure.clone()),
    };
    let runtime = runtime.ok();
    let status = caught(|| {
        Ok(match done {
            Ok(result) => {
                if let Some(result) = result {
                    out.set(result);
                }
                Status::Ok
            }
            Err(failure) => {
                record(runtime.as_deref(), &failure);
                out.set(failure.reply.unwrap_or(failure.message));
                failure.status
            }
        })
    });
    let status = status.unwrap_or_else(|failure| failure.status) as i32;
    ignore_panics(|| drop(runtime));
    status
}

/// The same for a function that needs no runtime, or has none yet.
pub(super) fn without_runtime(work: impl FnOnce() -> Result<(), Failure>) -> i32 {
    match caught(work) {
        Ok(()) => Status::Ok as i32,
        Err(failure) => {
            ignore_panics(|| record(None, &failure));
            failure.status as i32
        }
    }
}

/// Destroys a runtime. If it is refused, the runtime is live and has the message.
pub(super) fn destroy(handle: *const AroHost) -> i32 {
    match caught(|| handles::destroy(handle.addr())) {
        Ok(()) => Status::Ok as i32,
        Err(failure) => {
            ignore_panics(|| record(handles::find(handle.addr()).ok().as_deref(), &failure));
            failure.status as i32
        }
    }
}

fn record(runtime: Option<&Runtime>, failure: &Failure) {
    match runtime {
        Some(runtime) => runtime.record(failure),
        None => WITHOUT_RUNTIME.with_borrow_mut(|message| failure.message.clone_into(message)),
    }
}

/// The last error of a handle; for none of a live runtime, that of this thread.
pub(super) fn last_error(handle: *const AroHost) -> String {
    let found = caught(|| handles::find(handle.addr())).map(|runtime| runtime.last_error());
    found.unwrap_or_else(|_| WITHOUT_RUNTIME.with_borrow(Clone::clone))
}

fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = message(panic.as_ref());
        let failure = Failure::new(
            Status::Panic,
            format!("the host panicked, which is a fault of this library: {message}; please report it"),
        );
        discard(panic);
        Err(failure)
    })
}

pub(super) fn ignore_panics(work: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(work)) {
        discard(panic);
    }
}

/// Drops what was thrown, which may panic in turn.
fn discard(panic: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        std::mem::forget(second);
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("again");
        }
    }

    #[test]
    fn a_panic_is_a_status_even_if_what_was_thrown_panics_when_it_is_dropped() {
        assert_eq!(without_runtime(|| std::panic::panic_any(Bomb)), Status::Panic as i32);
        assert_eq!(without_runtime(|| panic!("{}", "text")), Status::Panic as i32);
        assert!(last_error(std::ptr::null()).contains("text"));
        ignore_panics(|| std::panic::panic_any(Bomb));
    }
}
