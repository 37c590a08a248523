//! Where panics end, and where it is known who runs.

use std::any::Any;
use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::{Once, OnceLock};

use crate::error::{Error, Result};
use crate::plugin::Plugin;

/// Where a panic happened. `ManuallyDrop`, because a thread-local that needs dropping keeps the library mapped after `dlclose` (ABI,
/// section 8).
type Site = ManuallyDrop<Box<String>>;

/// Who runs on this thread: the plugin, and its action or whatever else.
type Current = Option<(&'static Plugin, &'static str)>;

/// What is known of a thread.
struct Here {
    current: Cell<Current>,
    site: Cell<Option<Site>>,
}

thread_local! {
    static HERE: Here = const { Here { current: Cell::new(None), site: Cell::new(None) } };
}

/// The plugin that was called first: usually the only one in this library.
static FIRST: OnceLock<&'static Plugin> = OnceLock::new();

/// Who runs on this thread.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) fn current() -> Current {
    HERE.with(|here| here.current.get())
}

/// The plugin that runs on this thread, else the one that was called first.
pub(crate) fn current_plugin() -> Option<&'static Plugin> {
    HERE.with(|here| here.current.get()).map(|(plugin, _)| plugin).or_else(|| FIRST.get().copied())
}

/// From here on it is known what runs.
pub(super) fn name_current(what: &'static str) {
    HERE.with(|here| Running(here).name(what));
}

/// What runs on this thread, for whoever runs.
#[derive(Clone, Copy)]
pub(super) struct Running<'here>(&'here Here);

impl Running<'_> {
    /// From here on it is known what.
    #[inline]
    pub(super) fn name(self, what: &'static str) {
        if let Some((plugin, _)) = self.0.current.get() {
            self.0.current.set(Some((plugin, what)));
        }
    }
}

/// Does `work` in the name of `plugin`'s `what`; a panic becomes an error.
pub(super) fn guarded<T>(
    plugin: &'static Plugin,
    what: &'static str,
    work: impl FnOnce(Running<'_>) -> Result<T>,
) -> Result<T> {
    if !HOOK.is_completed() {
        begin(plugin);
    }
    HERE.with(|here| {
        let (before, outer) = (here.current.replace(Some((plugin, what))), here.site.take());
        // Nothing that `work` holds is seen again after a panic: it is made for this call. What the plugin shares between calls is behind the
        // plugin's own locks, which poison themselves.
        let done = match catch_unwind(AssertUnwindSafe(|| work(Running(here)))) {
            Ok(outcome) => outcome,
            Err(payload) => Err(error_of(payload)),
        };
        here.current.set(before);
        // A panic that the author's code has caught leaves its place behind.
        drop(here.site.replace(outer).map(ManuallyDrop::into_inner));
        done
    })
}

/// The same for what is seldom called: compiled once, and not once for each closure.
pub(crate) fn guarded_seldom<T>(
    plugin: &'static Plugin,
    what: &'static str,
    work: &mut dyn FnMut() -> Result<T>,
) -> Result<T> {
    guarded(plugin, what, |_| work())
}

static HOOK: Once = Once::new();

#[cold]
fn begin(plugin: &'static Plugin) {
    let _ = FIRST.set(plugin);
    // While a thread unwinds, `std` refuses to change the hook, by a panic. A later call will do it.
    if std::thread::panicking() {
        return;
    }
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            note(info);
            before(info);
        }));
    });
}

/// Panics elsewhere in the process are none of our business.
fn note(info: &PanicHookInfo<'_>) {
    HERE.with(|here| {
        if let (Some(_), Some(location)) = (here.current.get(), info.location()) {
            let place = format!("{}:{}", location.file(), location.line());
            drop(here.site.replace(Some(ManuallyDrop::new(Box::new(place)))).map(ManuallyDrop::into_inner));
        }
    });
}

fn take_site() -> Option<String> {
    HERE.with(|here| here.site.take()).map(|site| *ManuallyDrop::into_inner(site))
}

fn error_of(payload: Box<dyn Any + Send>) -> Error {
    let message = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => (*text).to_owned(),
        (_, Some(text)) => text.clone(),
        _ => "a payload that is not a text".to_owned(),
    };
    let site = take_site();
    // Dropping the payload runs code of the plugin's, which may panic again, with a payload like the first.
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        take_site();
        std::mem::forget(again);
    }
    let error = Error::execution_failed(format!("the plugin panicked: {message}"));
    match site {
        Some(place) => error.with_detail("location", place),
        None => error,
    }
}
