//! Makes an error of a panic, so that nothing unwinds into the host.
//!
//! Every entry point, every hook, every event handler and every drop of a state runs inside
//! [`catch`]. It survives what is rare too:
//!
//! - The payload of a panic can panic when it is dropped.
//! - The process can have a panic hook of its own. Ours notes the place of the panic, for threads
//!   that run a plugin, and calls the hook that was there before.
//! - Calls can be nested on one thread: a plugin runs a feature set of the host, which calls the
//!   plugin again. The outer call gets its place and its name back.

use std::any::Any;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use super::PluginContext;
use super::thread::{ThreadContext, set_first_plugin};
use crate::error::{Error, Result};

/// Runs `work` in the name of `plugin`. `name` is what runs: an action, a handler, a hook; `work`
/// can set it, if it is not known before.
///
/// # Errors
///
/// Those of `work`; a panic becomes an error with its message and its place.
pub(crate) fn catch<T>(
    plugin: &'static PluginContext,
    name: &'static str,
    work: impl FnOnce(&ThreadContext) -> Result<T>,
) -> Result<T> {
    if !HOOK.is_completed() {
        prepare(plugin);
    }
    ThreadContext::with(|thread| {
        let outer_call = thread.replace_running(Some((plugin, name)));
        let outer_site = thread.take_panic_site();
        // Unwind safety: what `work` borrows is made for this call, and nobody sees it after a
        // panic. What a plugin shares between calls is behind its own locks, which are poisoned.
        let result =
            catch_unwind(AssertUnwindSafe(|| work(thread))).unwrap_or_else(|payload| Err(panic_error(payload, thread)));
        thread.replace_running(outer_call);
        // Also drops the place of a panic that the plugin caught itself.
        thread.set_panic_site(outer_site);
        result
    })
}

static HOOK: Once = Once::new();

#[cold]
fn prepare(plugin: &'static PluginContext) {
    set_first_plugin(plugin);
    // While a thread unwinds, `std` panics when the hook is changed. A later call does it.
    if std::thread::panicking() {
        return;
    }
    HOOK.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| {
            note_panic_site(info);
            previous(info);
        }));
    });
}

/// Removes the panic hook at the end of the library, and the hook that was there before with it.
pub(crate) fn remove_panic_hook() {
    if HOOK.is_completed() && !std::thread::panicking() {
        // The author's hook may panic when it is dropped.
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(take_hook()))) {
            std::mem::forget(payload);
        }
    }
}

/// Panics on threads that run no plugin are not ours.
fn note_panic_site(info: &PanicHookInfo<'_>) {
    ThreadContext::with(|thread| {
        if let (Some(_), Some(location)) = (thread.running(), info.location()) {
            thread.set_panic_site(Some(format!("{}:{}", location.file(), location.line())));
        }
    });
}

#[cold]
fn panic_error(payload: Box<dyn Any + Send>, thread: &ThreadContext) -> Error {
    let message = match payload.downcast_ref::<String>() {
        Some(message) => message,
        None => payload.downcast_ref().copied().unwrap_or("a payload that is not a string"),
    };
    let error = Error::execution_failed(format!("the plugin panicked: {message}"));
    let site = thread.take_panic_site();
    // Dropping the payload runs the plugin's code, which may panic again, with a payload like the
    // first. That one is leaked.
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        drop(thread.take_panic_site());
        std::mem::forget(second);
    }
    match site {
        Some(site) => error.with_detail("location", site),
        None => error,
    }
}
