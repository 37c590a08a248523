//! Where panics end, and where it is known who runs.

use std::any::Any;
use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::error::{Error, Result};
use crate::plugin::Plugin;

/// Where a panic happened. `ManuallyDrop`, because a thread-local that needs dropping keeps the library mapped after `dlclose` (ABI,
/// section 8).
type Site = ManuallyDrop<Box<String>>;

/// Who runs on this thread: the plugin, and its action or whatever else.
type Current = Option<(&'static Plugin, &'static str)>;

/// What is known of a thread.
pub(crate) struct Here {
    current: Cell<Current>,
    site: Cell<Option<Site>>,
}

impl Here {
    /// From here on it is known what runs.
    pub(super) fn name(&self, what: &'static str) {
        if let Some((plugin, _)) = self.current.get() {
            self.current.set(Some((plugin, what)));
        }
    }

    fn take_site(&self) -> Option<String> {
        self.site.take().map(|site| *ManuallyDrop::into_inner(site))
    }
}

thread_local! {
    static HERE: Here = const { Here { current: Cell::new(None), site: Cell::new(None) } };
}

/// The plugin that was called first: usually the only one in this library.
static FIRST: AtomicPtr<Plugin> = AtomicPtr::new(ptr::null_mut());

/// Who runs on this thread.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) fn current() -> Current {
    HERE.with(|here| here.current.get())
}

/// The plugin that runs on this thread, else the one that was called first.
#[inline]
pub(crate) fn current_plugin() -> Option<&'static Plugin> {
    if let Some((plugin, _)) = HERE.with(|here| here.current.get()) {
        return Some(plugin);
    }
    // SAFETY: NULL, or made from a `&'static Plugin`.
    unsafe { FIRST.load(Ordering::Acquire).as_ref() }
}

/// Does `work` in the name of `plugin`'s `what`; a panic becomes an error.
pub(crate) fn guarded<T>(
    plugin: &'static Plugin,
    what: &'static str,
    work: impl FnOnce(&Here) -> Result<T>,
) -> Result<T> {
    if !HOOK.is_completed() {
        begin(plugin);
    }
    HERE.with(|here| {
        let (before, outer) = (here.current.replace(Some((plugin, what))), here.site.take());
        // Nothing that `work` holds is seen again after a panic: it is made for this call. What the plugin shares between calls is behind the
        // plugin's own locks, which poison themselves.
        let done = match catch_unwind(AssertUnwindSafe(|| work(here))) {
            Ok(outcome) => outcome,
            Err(payload) => Err(error_of(payload, here)),
        };
        here.current.set(before);
        // A panic that the author's code has caught leaves its place behind.
        drop(here.take_site());
        here.site.set(outer);
        done
    })
}

/// The same for what is seldom called: compiled once, and not once for each closure.
pub(crate) fn guarded_seldom(
    plugin: &'static Plugin,
    what: &'static str,
    work: &mut dyn FnMut(&Here) -> Result<()>,
) -> Result<()> {
    guarded(plugin, what, work)
}

static HOOK: Once = Once::new();

#[cold]
fn begin(plugin: &'static Plugin) {
    if FIRST.load(Ordering::Acquire).is_null() {
        FIRST.store(ptr::from_ref(plugin).cast_mut(), Ordering::Release);
    }
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
            drop(here.take_site());
            here.site.set(Some(ManuallyDrop::new(Box::new(place))));
        }
    });
}

fn error_of(payload: Box<dyn Any + Send>, here: &Here) -> Error {
    let message = match payload.downcast_ref::<String>() {
        Some(text) => text,
        None => payload.downcast_ref().copied().unwrap_or("a payload that is not a text"),
    };
    let error = Error::execution_failed(format!("the plugin panicked: {message}"));
    let site = here.take_site();
    // Dropping the payload runs code of the plugin's, which may panic again, with a payload like the first.
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        here.take_site();
        std::mem::forget(again);
    }
    match site {
        Some(place) => error.with_text("location", &place),
        None => error,
    }
}
