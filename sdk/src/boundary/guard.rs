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
type Site = ManuallyDrop<String>;

/// Who runs on this thread: the plugin, and its action or whatever else.
type Current = Option<(&'static Plugin, &'static str)>;

thread_local! {
    static CURRENT: Cell<Current> = const { Cell::new(None) };
    static SITE: Cell<Option<Site>> = const { Cell::new(None) };
}

/// The plugin that was called first: usually the only one in this library.
static FIRST: OnceLock<&'static Plugin> = OnceLock::new();

/// Who runs on this thread.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) fn current() -> Current {
    CURRENT.get()
}

/// The plugin that runs on this thread, else the one that was called first.
pub(crate) fn current_plugin() -> Option<&'static Plugin> {
    CURRENT.get().map(|(plugin, _)| plugin).or_else(|| FIRST.get().copied())
}

/// Does `work` in the name of `plugin`'s `what`.
fn running<T>(plugin: &'static Plugin, what: &'static str, work: impl FnOnce() -> T) -> T {
    struct Before(Current);

    impl Drop for Before {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }

    let _before = Before(CURRENT.replace(Some((plugin, what))));
    work()
}

/// From here on it is known what runs.
pub(super) fn name_current(what: &'static str) {
    if let Some((plugin, _)) = CURRENT.get() {
        CURRENT.set(Some((plugin, what)));
    }
}

/// Does `work`; a panic becomes an error.
pub(crate) fn guarded<T>(plugin: &'static Plugin, what: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    if !HOOK.is_completed() {
        begin(plugin);
    }
    // Nothing that `work` holds is seen again after a panic: it is made for this call. What the plugin shares between calls is behind the
    // plugin's own locks, which poison themselves.
    let outer = SITE.take();
    let done = running(plugin, what, || match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome,
        Err(payload) => Err(error_of(payload)),
    });
    forget_site();
    SITE.set(outer);
    done
}

/// The same for what is seldom called: compiled once, and not once for each closure.
pub(crate) fn guarded_seldom<T>(
    plugin: &'static Plugin,
    what: &'static str,
    work: &mut dyn FnMut() -> Result<T>,
) -> Result<T> {
    guarded(plugin, what, work)
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
    if let (Some(_), Some(location)) = (CURRENT.get(), info.location()) {
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
    let site = forget_site();
    // Dropping the payload runs code of the plugin's, which may panic again, with a payload like the first.
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        forget_site();
        std::mem::forget(again);
    }
    let error = Error::execution_failed(format!("the plugin panicked: {message}"));
    match site {
        Some(place) => error.with_detail("location", place),
        None => error,
    }
}
