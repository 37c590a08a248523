//! Makes an error of a panic, so that nothing unwinds into the host.
//!
//! [`catch_typed`] does the same for typed C functions, which belong to no plugin.
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
use super::thread::{PanicId, ThreadContext, set_first_plugin};
use crate::error::{Error, Result};
use crate::payload::discard;

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

/// The guard of a typed function, which belongs to no plugin.
///
/// As long as nothing panics it costs nothing: a typed function may be shorter than the bookkeeping
/// of [`catch`]. So nothing is noted before the call, and the panic hook, which the caller has
/// installed by [`is_hook_installed`] and [`install_hook`], keeps the place of a panic in a buffer
/// of the thread. Without the hook, the place is missing.
///
/// # Errors
///
/// Those of `work`; a panic becomes an error with its message and its place.
#[inline(always)]
pub(crate) fn catch_typed<T, E: From<Error>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    // Unwind safety: as in `catch`; locks guard the objects of a library.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result,
        Err(payload) => Err(typed_panic_error(payload).into()),
    }
}

static HOOK: Once = Once::new();

/// Whether the place of a panic is noted.
#[inline(always)]
pub(crate) fn is_hook_installed() -> bool {
    HOOK.is_completed()
}

#[cold]
fn prepare(plugin: &'static PluginContext) {
    set_first_plugin(plugin);
    install_hook();
}

/// Notes the place of each panic from now on.
#[cold]
pub(crate) fn install_hook() {
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
            discard(payload);
        }
    }
}

/// On a thread that runs no plugin, a typed function may run. Whether one does is not known, so
/// the place goes into a buffer that is part of the thread and that nobody has to free.
fn note_panic_site(info: &PanicHookInfo<'_>) {
    let Some(location) = info.location() else { return };
    ThreadContext::with(|thread| match thread.running() {
        Some(_) => thread.set_panic_site(Some(format!("{}:{}", location.file(), location.line()))),
        None => thread.note_bare_panic_site(id_of(info.payload()), location.file(), location.line()),
    });
}

fn id_of(payload: &(dyn Any + Send)) -> PanicId {
    PanicId::new(payload.type_id(), panic_message(payload))
}

#[cold]
fn panic_error(payload: Box<dyn Any + Send>, thread: &ThreadContext) -> Error {
    let error = Error::execution_failed(format!("the plugin panicked: {}", panic_message(&*payload)));
    let site = thread.take_panic_site();
    drop_payload(payload, thread);
    match site {
        Some(site) => error.with_detail("location", site),
        None => error,
    }
}

/// The place is in the message, because a typed function has no details.
#[cold]
#[inline(never)]
fn typed_panic_error(payload: Box<dyn Any + Send>) -> Error {
    ThreadContext::with(|thread| {
        let site = thread.take_panic_site().or_else(|| thread.take_bare_panic_site(id_of(&*payload)));
        let place = site.map_or(String::new(), |site| format!(" at {site}"));
        let error = Error::execution_failed(format!("the function panicked{place}: {}", panic_message(&*payload)));
        drop_payload(payload, thread);
        error
    })
}

fn panic_message(payload: &(dyn Any + Send)) -> &str {
    match payload.downcast_ref::<String>() {
        Some(message) => message,
        None => payload.downcast_ref().copied().unwrap_or("a payload that is not a string"),
    }
}

fn drop_payload(payload: Box<dyn Any + Send>, thread: &ThreadContext) {
    if !discard(payload) {
        drop(thread.take_panic_site());
    }
}
