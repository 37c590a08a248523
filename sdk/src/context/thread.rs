//! Which plugin and which action run on a thread.
//!
//! The thread-locals need no destructor, because one that does keeps the library mapped after
//! `dlclose` ([ABI, section 8](aro_abi::reference#8-loading)). `std::thread::current` has one.

use std::any::TypeId;
use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::sync::OnceLock;

use super::PluginContext;

/// What is known about the running thread.
pub(crate) struct ThreadContext {
    running: Cell<Option<Running>>,
    panic_site: Cell<Option<PanicSite>>,
    bare_panic_site: Cell<Option<BarePanicSite>>,
}

/// The plugin that runs, and the name of its action, qualifier, handler or hook.
pub(super) type Running = (&'static PluginContext, &'static str);

/// File and line of a panic. `ManuallyDrop`, so that the thread-local needs no destructor.
type PanicSite = ManuallyDrop<Box<String>>;

/// The end of the file's name, and the line. Nobody may ever take it, so it owns nothing.
#[derive(Clone, Copy)]
struct BarePanicSite {
    /// Which panic it was.
    panic: PanicId,
    file: [u8; BARE_SITE_CAPACITY],
    length: usize,
    line: u32,
}

/// Tells panics apart: by the type of the payload, and a hash of the message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct PanicId {
    payload: TypeId,
    message: u64,
}

impl PanicId {
    /// FNV-1a is enough: nobody gains anything by a collision.
    pub(super) fn new(payload: TypeId, message: &str) -> Self {
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0100_0000_01b3;
        let message = message.bytes().fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
        Self { payload, message }
    }
}

/// More than the usual path in a workspace or in cargo's registry.
const BARE_SITE_CAPACITY: usize = 200;

impl BarePanicSite {
    fn new(panic: PanicId, file: &str, line: u32) -> Self {
        let mut start = file.len().saturating_sub(BARE_SITE_CAPACITY);
        while !file.is_char_boundary(start) {
            start += 1;
        }
        let end = &file[start..];
        let mut site = Self { panic, file: [0; BARE_SITE_CAPACITY], length: end.len(), line };
        site.file[..end.len()].copy_from_slice(end.as_bytes());
        site
    }
}

thread_local! {
    static THREAD: ThreadContext = const {
        ThreadContext { running: Cell::new(None), panic_site: Cell::new(None), bare_panic_site: Cell::new(None) }
    };
}

impl ThreadContext {
    /// Calls `work` with the context of the running thread.
    pub(super) fn with<T>(work: impl FnOnce(&Self) -> T) -> T {
        THREAD.with(work)
    }

    pub(super) fn running(&self) -> Option<Running> {
        self.running.get()
    }

    /// Sets what runs, once its name is known.
    pub(crate) fn set_running(&self, plugin: &'static PluginContext, name: &'static str) {
        self.running.set(Some((plugin, name)));
    }

    pub(super) fn replace_running(&self, running: Option<Running>) -> Option<Running> {
        self.running.replace(running)
    }

    #[inline]
    pub(super) fn set_panic_site(&self, site: Option<String>) {
        drop(self.take_panic_site());
        if let Some(site) = site {
            self.panic_site.set(Some(ManuallyDrop::new(Box::new(site))));
        }
    }

    #[inline]
    pub(super) fn take_panic_site(&self) -> Option<String> {
        self.panic_site.take().map(|site| *ManuallyDrop::into_inner(site))
    }

    /// Notes the place of a panic while no plugin runs. `panic` says which it is.
    pub(super) fn note_bare_panic_site(&self, panic: PanicId, file: &str, line: u32) {
        self.bare_panic_site.set(Some(BarePanicSite::new(panic, file, line)));
    }

    /// The place of this panic. What was noted last may be the place of another one, which the
    /// author has caught, or which a payload caused when it was dropped.
    pub(super) fn take_bare_panic_site(&self, panic: PanicId) -> Option<String> {
        let BarePanicSite { file, length, line, .. } =
            self.bare_panic_site.take().filter(|site| site.panic == panic)?;
        Some(format!("{}:{line}", std::str::from_utf8(&file[..length]).unwrap_or("?")))
    }
}

/// The plugin that was called first: usually the only one in this library.
static FIRST_PLUGIN: OnceLock<&'static PluginContext> = OnceLock::new();

pub(super) fn set_first_plugin(plugin: &'static PluginContext) {
    let _ = FIRST_PLUGIN.set(plugin);
}

/// The plugin that runs on this thread. On a thread of the plugin's own, the plugin that was called
/// first in this library.
pub(crate) fn current_plugin() -> Option<&'static PluginContext> {
    let running = ThreadContext::with(ThreadContext::running);
    running.map(|(plugin, _)| plugin).or_else(|| FIRST_PLUGIN.get().copied())
}

/// No thread's [`thread_id`].
pub(crate) const NO_THREAD: usize = 0;

/// A number that no other thread has while this one runs.
pub(crate) fn thread_id() -> usize {
    #[cfg(all(test, loom))]
    return crate::sync::model_thread_id();
    #[cfg(not(all(test, loom)))]
    ThreadContext::with(|thread| std::ptr::from_ref(thread).addr())
}
