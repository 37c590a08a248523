//! Where panics end.

use std::any::Any;
use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use crate::error::{Error, Result};

/// Where a panic happened. `ManuallyDrop`, because a thread-local that needs dropping keeps the library mapped after `dlclose` (ABI, section 8).
type Site = ManuallyDrop<String>;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static SITE: Cell<Option<Site>> = const { Cell::new(None) };
}

/// Does `work`; a panic becomes an error.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            note(info);
            before(info);
        }));
    });
    let _inside = Inside::enter();
    // Nothing that `work` holds is seen again after a panic: it is made for this call. What the plugin shares between calls is behind the
    // plugin's own locks, which poison themselves.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome,
        Err(payload) => Err(error_of(payload)),
    }
}

/// Counts nested calls, so that panics elsewhere in the process are none of our business.
struct Inside;

impl Inside {
    fn enter() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        Inside
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

fn note(info: &PanicHookInfo<'_>) {
    if DEPTH.get() == 0 {
        return;
    }
    if let Some(location) = info.location() {
        forget_site();
        SITE.set(Some(ManuallyDrop::new(format!("{}:{}", location.file(), location.line()))));
    }
}

fn forget_site() -> Option<String> {
    SITE.take().map(ManuallyDrop::into_inner)
}

fn error_of(payload: Box<dyn Any + Send>) -> Error {
    let message = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => (*text).to_owned(),
        (_, Some(text)) => text.clone(),
        _ => "a payload that is not a text".to_owned(),
    };
    // Dropping the payload runs code of the plugin's, which may panic again, with a payload like the first.
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
    let error = Error::execution_failed(format!("the plugin panicked: {message}"));
    match forget_site() {
        Some(place) => error.with_detail("location", place),
        None => error,
    }
}
