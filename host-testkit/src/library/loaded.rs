//! A loaded library, and calls of its functions.
//!
//! Every safety argument below relies on one premise, which [the crate's documentation](crate)
//! states for the user: the library keeps the ARO plugin ABI. Its exports have the signatures of
//! `aro_abi::symbols`, accept null for every string, do not keep their arguments, may be called
//! from every thread, and return null or a NUL-terminated string that stays valid until it is given
//! to `aro_plugin_free`. This file has to ensure everything that the ABI does not promise.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicUsize, Ordering};

use aro_abi::symbols;

use super::{DeclaredSymbol, LoadError};

/// The function that [`Plugin::set_invoke`](crate::Plugin::set_invoke) gives to a plugin:
/// `char *f(const char *feature_set, const char *input_json)`.
///
/// The plugin owns what the function returns and frees it with C's `free`. So it has to be null or
/// a NUL-terminated string from C's `malloc`; a `CString` is neither.
pub type InvokeFn = extern "C" fn(feature_set: *const c_char, input_json: *const c_char) -> *mut c_char;

pub(crate) type Hook = unsafe extern "C" fn();
type Free = unsafe extern "C" fn(*mut c_char);
pub(crate) type Notice = unsafe extern "C" fn(*const c_char, *const c_char);
type SetInvoke = unsafe extern "C" fn(Option<InvokeFn>);
pub(crate) type Text0 = unsafe extern "C" fn() -> *mut c_char;
pub(crate) type Text1 = unsafe extern "C" fn(*const c_char) -> *mut c_char;
pub(crate) type Text2 = unsafe extern "C" fn(*const c_char, *const c_char) -> *mut c_char;
pub(crate) type Text3 = unsafe extern "C" fn(*const c_char, *const c_char, *const c_char) -> *mut c_char;

/// A name together with the type of the function under it. Only this module can make one, so the
/// table below and [`Library::entry_point`] are the only places where a name gets its type.
pub(crate) struct Export<'n, F> {
    name: &'n str,
    signature: PhantomData<F>,
}

impl<'n, F> Export<'n, F> {
    const fn new(name: &'n str) -> Self {
        Self { name, signature: PhantomData }
    }

    pub(crate) const fn name(&self) -> &'n str {
        self.name
    }
}

const FREE: Export<'_, Free> = Export::new(symbols::FREE);
pub(crate) const FREE_NAME: &str = symbols::FREE;
pub(crate) const INFO: Export<'_, Text0> = Export::new(symbols::INFO);
pub(crate) const EXECUTE: Export<'_, Text2> = Export::new(symbols::EXECUTE);
pub(crate) const QUALIFIER: Export<'_, Text2> = Export::new(symbols::QUALIFIER);
pub(crate) const INIT: Export<'_, Hook> = Export::new(symbols::INIT);
pub(crate) const SHUTDOWN: Export<'_, Hook> = Export::new(symbols::SHUTDOWN);
pub(crate) const REGISTER: Export<'_, Hook> = Export::new(symbols::REGISTER);
pub(crate) const ON_EVENT: Export<'_, Notice> = Export::new(symbols::ON_EVENT);
pub(crate) const SET_INVOKE: Export<'_, SetInvoke> = Export::new(symbols::SET_INVOKE);
pub(crate) const OBJECT_READ: Export<'_, Text2> = Export::new(symbols::OBJECT_READ);
pub(crate) const OBJECT_WRITE: Export<'_, Text3> = Export::new(symbols::OBJECT_WRITE);
pub(crate) const OBJECT_LIST: Export<'_, Text1> = Export::new(symbols::OBJECT_LIST);

/// The library does not have the function.
pub(crate) struct Absent;

/// A copy of the returned bytes, or `None` for a null pointer.
pub(crate) type Returned = Result<Option<Vec<u8>>, Absent>;

/// A library that has at least `aro_plugin_info` and `aro_plugin_free`.
///
/// `Send` and `Sync` by its fields: a handle of the loader, whose functions POSIX and Windows allow
/// on any thread, a function's address, and two atomics. The plugin has to support calls from
/// several threads at once, since hosts make them.
#[derive(Debug)]
pub(crate) struct Library {
    /// Stays loaded when dropped, as in the hosts, which do not unload at exit: a thread of the
    /// plugin may still run its code. Only [`Library::close`] unloads.
    handle: ManuallyDrop<libloading::Library>,
    free: Free,
    returned: AtomicUsize,
    freed: AtomicUsize,
}

/// Loads as hosts do: names are resolved lazily, and are visible to every library that is loaded
/// later.
#[cfg(unix)]
fn load(path: &Path) -> Result<libloading::Library, libloading::Error> {
    load_with(path, 0)
}

/// Loads a copy of a library that may be loaded too. With glibc, its references bind to its own
/// names first, since to be apart from the original is what a copy is for. A sanitizer ends the
/// process at the flag for that, so under one a copy shares exported variables.
#[cfg(unix)]
fn load_copy(path: &Path) -> Result<libloading::Library, libloading::Error> {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    return load_with(path, if has_sanitizer() { 0 } else { libc::RTLD_DEEPBIND });
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    return load_with(path, 0);
}

/// Whether the process has the runtime of AddressSanitizer, ThreadSanitizer or the like.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn has_sanitizer() -> bool {
    let process = libloading::os::unix::Library::this();
    // SAFETY: the function is looked up, and not called.
    unsafe { process.get::<Hook>(c"__sanitizer_print_stack_trace") }.is_ok()
}

#[cfg(not(unix))]
use load as load_copy;

#[cfg(unix)]
fn load_with(path: &Path, flags: std::ffi::c_int) -> Result<libloading::Library, libloading::Error> {
    use libloading::os::unix::{Library as UnixLibrary, RTLD_GLOBAL, RTLD_LAZY};
    // SAFETY: opening runs the library's initialisers, and closing its finalisers. Nothing here can
    // check them; that they do no harm is part of the premise, as it is for every host.
    unsafe { UnixLibrary::open(Some(path.as_os_str()), RTLD_LAZY | RTLD_GLOBAL | flags) }.map(Into::into)
}

/// Loads as hosts do.
#[cfg(not(unix))]
fn load(path: &Path) -> Result<libloading::Library, libloading::Error> {
    // SAFETY: opening runs the library's initialisers, and closing its finalisers. Nothing here can
    // check them; that they do no harm is part of the premise, as it is for every host.
    unsafe { libloading::Library::new(path.as_os_str()) }
}

/// Loads a library that need not be a plugin, and leaves it loaded. Hosts ignore a failure.
pub(crate) fn load_beside(path: &Path) {
    let _ = load(path).map(ManuallyDrop::new);
}

/// The loader's message, which says more than the `Display` of the error.
pub(super) fn reason(error: &libloading::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

fn find<F: Copy>(handle: &libloading::Library, export: &Export<'_, F>) -> Result<F, Absent> {
    // SAFETY: every `Export` pairs a name with its C signature, and `F` is one of the function
    // pointer types above, so `Option<F>` has the size of an address and is `None` where the loader
    // knows the name at address null.
    let symbol = unsafe { handle.get::<Option<F>>(export.name) };
    symbol.ok().and_then(|symbol| *symbol).ok_or(Absent)
}

fn lent(text: Option<&CStr>) -> *const c_char {
    text.map_or(ptr::null(), CStr::as_ptr)
}

impl Library {
    /// `path` has to be absolute, because the loader searches its own folders for a bare file name.
    pub(crate) fn open(path: &Path) -> Result<Self, LoadError> {
        let handle =
            load(path).map_err(|error| LoadError::NotALibrary { path: path.to_owned(), reason: reason(&error) })?;
        Self::of(handle, path)
    }

    /// Opens a copy of a library that may be loaded too, so that they share nothing.
    pub(crate) fn open_copy(path: &Path) -> Result<Self, LoadError> {
        let handle = load_copy(path)
            .map_err(|error| LoadError::NotALibrary { path: path.to_owned(), reason: reason(&error) })?;
        Self::of(handle, path)
    }

    /// The running program itself, whose file is `path`.
    pub(crate) fn of_this_program(path: &Path) -> Result<Self, LoadError> {
        #[cfg(unix)]
        let handle = libloading::os::unix::Library::this().into();
        #[cfg(windows)]
        let handle = libloading::os::windows::Library::this()
            .map_err(|error| LoadError::NotALibrary { path: path.to_owned(), reason: reason(&error) })?
            .into();
        Self::of(handle, path)
    }

    fn of(handle: libloading::Library, path: &Path) -> Result<Self, LoadError> {
        let handle = ManuallyDrop::new(handle);
        let missing = |symbol| LoadError::MissingSymbol { path: path.to_owned(), symbol, instead: None };
        find(&handle, &INFO).map_err(|Absent| missing(symbols::INFO))?;
        let free = find(&handle, &FREE).map_err(|Absent| missing(symbols::FREE))?;
        Ok(Self { handle, free, returned: AtomicUsize::new(0), freed: AtomicUsize::new(0) })
    }

    /// Takes `self`, so no call can be running and no address from the library remains.
    pub(crate) fn close(self) -> Result<(), String> {
        ManuallyDrop::into_inner(self.handle).close().map_err(|error| reason(&error))
    }

    /// Only looks the address up; does not use it.
    pub(crate) fn has(&self, name: &str) -> bool {
        find(&self.handle, &Export::<'_, Hook>::new(name)).is_ok()
    }

    /// `freed` is read first, so that a call on another thread cannot make the difference negative.
    pub(crate) fn outstanding(&self) -> usize {
        let freed = self.freed.load(Ordering::SeqCst);
        self.returned.load(Ordering::SeqCst) - freed
    }

    pub(crate) fn hook(&self, export: &Export<'_, Hook>) -> Result<(), Absent> {
        let function = find(&self.handle, export)?;
        // SAFETY: the address is that of a `void f(void)`, and `self` keeps the library loaded
        // during the call.
        unsafe { function() };
        Ok(())
    }

    pub(crate) fn notice(&self, export: &Export<'_, Notice>, a: Option<&CStr>, b: Option<&CStr>) -> Result<(), Absent> {
        let function = find(&self.handle, export)?;
        // SAFETY: the signature is the table's; each argument is null or NUL-terminated and
        // outlives the call.
        unsafe { function(lent(a), lent(b)) };
        Ok(())
    }

    pub(crate) fn set_invoke(&self, callback: Option<InvokeFn>) -> Result<(), Absent> {
        let function = find(&self.handle, &SET_INVOKE)?;
        // SAFETY: the signature is the table's. A function of this program stays callable for as
        // long as the plugin may keep it. Its type is that of a safe function, so it accepts every
        // string that the plugin passes.
        unsafe { function(callback) };
        Ok(())
    }

    pub(crate) fn text0(&self, export: &Export<'_, Text0>) -> Returned {
        copied(self.returned0(export))
    }

    pub(crate) fn text1(&self, export: &Export<'_, Text1>, a: Option<&CStr>) -> Returned {
        copied(self.returned1(export, a))
    }

    pub(crate) fn text2(&self, export: &Export<'_, Text2>, a: Option<&CStr>, b: Option<&CStr>) -> Returned {
        copied(self.returned2(export, a, b))
    }

    pub(crate) fn text3(&self, export: &Export<'_, Text3>, strings: [Option<&CStr>; 3]) -> Returned {
        copied(self.returned3(export, strings))
    }

    pub(crate) fn returned0(&self, export: &Export<'_, Text0>) -> Result<Option<ReturnedText<'_>>, Absent> {
        let function = find(&self.handle, export)?;
        // SAFETY: the signature is the table's.
        let text = unsafe { function() };
        // SAFETY: this library's function has just returned it, and no other code has seen it.
        Ok(unsafe { self.take(text) })
    }

    pub(crate) fn returned1(
        &self,
        export: &Export<'_, Text1>,
        a: Option<&CStr>,
    ) -> Result<Option<ReturnedText<'_>>, Absent> {
        let function = find(&self.handle, export)?;
        // SAFETY: the signature is that of the export; the argument is null or NUL-terminated and
        // outlives the call.
        let text = unsafe { function(lent(a)) };
        // SAFETY: this library's function has just returned it, and no other code has seen it.
        Ok(unsafe { self.take(text) })
    }

    pub(crate) fn returned2(
        &self,
        export: &Export<'_, Text2>,
        a: Option<&CStr>,
        b: Option<&CStr>,
    ) -> Result<Option<ReturnedText<'_>>, Absent> {
        let function = find(&self.handle, export)?;
        // SAFETY: the signature is the table's; each argument is null or NUL-terminated and
        // outlives the call.
        let text = unsafe { function(lent(a), lent(b)) };
        // SAFETY: this library's function has just returned it, and no other code has seen it.
        Ok(unsafe { self.take(text) })
    }

    pub(crate) fn returned3(
        &self,
        export: &Export<'_, Text3>,
        [a, b, c]: [Option<&CStr>; 3],
    ) -> Result<Option<ReturnedText<'_>>, Absent> {
        let function = find(&self.handle, export)?;
        // SAFETY: the signature is the table's; each argument is null or NUL-terminated and
        // outlives the call.
        let text = unsafe { function(lent(a), lent(b), lent(c)) };
        // SAFETY: this library's function has just returned it, and no other code has seen it.
        Ok(unsafe { self.take(text) })
    }

    /// The plugin's own metadata declare that the symbol is an entry point,
    /// `char *f(const char *)`. Without that declaration a caller could name any function, `free`
    /// of the C library included.
    pub(crate) fn entry_point(&self, symbol: &DeclaredSymbol<'_>, input: Option<&CStr>) -> Returned {
        self.text1(&Export::new(symbol.name()), input)
    }

    /// As [`Library::entry_point`].
    #[cfg(feature = "isolation")]
    pub(crate) fn returned_entry_point(
        &self,
        symbol: &DeclaredSymbol<'_>,
        input: Option<&CStr>,
    ) -> Result<Option<ReturnedText<'_>>, Absent> {
        self.returned1(&Export::new(symbol.name()), input)
    }

    pub(crate) fn free_null(&self) {
        // SAFETY: `free` is this library's `aro_plugin_free`, which like C's `free` takes null for
        // nothing to do.
        unsafe { (self.free)(ptr::null_mut()) };
    }

    /// Takes ownership of a returned string.
    ///
    /// # Safety
    ///
    /// `text` is null, or a function of this library has returned it and it has not been given
    /// back.
    unsafe fn take(&self, text: *mut c_char) -> Option<ReturnedText<'_>> {
        let held = ReturnedText { text: NonNull::new(text)?, library: self };
        self.returned.fetch_add(1, Ordering::SeqCst);
        Some(held)
    }
}

fn copied(held: Result<Option<ReturnedText<'_>>, Absent>) -> Returned {
    held.map(|held| held.map(|held| held.copy()))
}

/// A string that the plugin owns. Dropping it gives it back.
pub(crate) struct ReturnedText<'l> {
    text: NonNull<c_char>,
    library: &'l Library,
}

impl ReturnedText<'_> {
    pub(crate) fn copy(&self) -> Vec<u8> {
        // SAFETY: by `take`'s condition a plugin returned it, so it is NUL-terminated; it lives
        // until `self` is dropped, and nothing writes to it meanwhile.
        let bytes = unsafe { CStr::from_ptr(self.text.as_ptr()) };
        bytes.to_bytes().to_vec()
    }

    #[cfg(feature = "isolation")]
    pub(crate) fn address(&self) -> usize {
        self.text.as_ptr().addr()
    }
}

impl Drop for ReturnedText<'_> {
    fn drop(&mut self) {
        // SAFETY: only `Library::take` makes a `ReturnedText`, from a string that this library
        // returned and that has not been given back. A plugin that returns one string twice before
        // it is given back breaks the ABI; a host would give it back twice as well.
        unsafe { (self.library.free)(self.text.as_ptr()) };
        self.library.freed.fetch_add(1, Ordering::SeqCst);
    }
}
