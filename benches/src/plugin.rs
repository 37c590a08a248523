//! The plugins, loaded by `dlopen` and called directly through the ABI.

use std::ffi::{CStr, CString, c_char};
use std::path::{Path, PathBuf};

use libloading::{Library, Symbol};

use crate::{library, payload};
use aro_json_scan::Backend;

/// A plugin in `plugins`, or the validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PluginKind {
    /// Written with the SDK.
    Sdk,
    /// Written by hand.
    ByHand,
    /// The floor: a constant reply.
    Floor,
    /// With a number of actions that is set at run time.
    Many,
    /// With big arguments and results.
    Bulk,
    /// With one action.
    One,
    /// With one action, by hand.
    OneByHand,
    /// With one item of every kind.
    Kinds,
    /// With one item of every kind, by hand.
    KindsByHand,
    /// Typed C functions, with the SDK and by hand.
    Typed,
    /// `examples/validator`, with this backend of the scan.
    Validator(Backend),
}

impl PluginKind {
    /// Those in `plugins`.
    pub const ALL: [PluginKind; 10] = [
        PluginKind::Sdk,
        PluginKind::ByHand,
        PluginKind::Floor,
        PluginKind::Many,
        PluginKind::Bulk,
        PluginKind::One,
        PluginKind::OneByHand,
        PluginKind::Kinds,
        PluginKind::KindsByHand,
        PluginKind::Typed,
    ];

    /// The environment variable that may name the library.
    #[must_use]
    pub fn variable(self) -> String {
        let which = match self {
            PluginKind::Sdk => "SDK",
            PluginKind::ByHand => "BY_HAND",
            PluginKind::Floor => "FLOOR",
            PluginKind::Many => "MANY",
            PluginKind::Bulk => "BULK",
            PluginKind::One => "ONE",
            PluginKind::OneByHand => "ONE_BY_HAND",
            PluginKind::Kinds => "KINDS",
            PluginKind::KindsByHand => "KINDS_BY_HAND",
            PluginKind::Typed => "TYPED",
            PluginKind::Validator(backend) => return format!("ARO_BENCH_VALIDATOR_{}", backend.name().to_uppercase()),
        };
        format!("ARO_BENCH_{which}")
    }

    /// Its folder, relative to this package.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            PluginKind::Sdk => "plugins/sdk",
            PluginKind::ByHand => "plugins/by-hand",
            PluginKind::Floor => "plugins/floor",
            PluginKind::Many => "plugins/many",
            PluginKind::Bulk => "plugins/bulk",
            PluginKind::One => "plugins/one",
            PluginKind::OneByHand => "plugins/one-by-hand",
            PluginKind::Kinds => "plugins/kinds",
            PluginKind::KindsByHand => "plugins/kinds-by-hand",
            PluginKind::Typed => "plugins/typed",
            PluginKind::Validator(_) => "../examples/validator",
        }
    }
}

type Metadata = unsafe extern "C" fn() -> *mut c_char;
type Execute = unsafe extern "C" fn(*const c_char, *const c_char) -> *mut c_char;
type Free = unsafe extern "C" fn(*mut c_char);

/// A loaded plugin with an action and an envelope, ready to be called.
#[derive(Debug)]
pub struct Loaded {
    execute: Execute,
    free: Free,
    action: CString,
    input: CString,
    // Dropped after the function pointers into it.
    _library: Library,
}

impl Loaded {
    /// Loads a library and calls it once, so that one-time work is not measured.
    ///
    /// # Panics
    ///
    /// If it cannot be loaded, or is no plugin.
    #[must_use]
    pub fn new(path: &Path, action: &str, envelope: &str) -> Self {
        Self::by_symbol(path, "aro_plugin_execute", action, envelope)
    }

    /// As [`Loaded::new`], by another function with the signature of `aro_plugin_execute`.
    ///
    /// # Panics
    ///
    /// As [`Loaded::new`].
    #[must_use]
    pub fn by_symbol(path: &Path, name: &str, action: &str, envelope: &str) -> Self {
        let loaded = Self::prepared(path, name, action, envelope);
        loaded.call();
        loaded
    }

    /// As [`Loaded::new`], without the first call.
    ///
    /// # Panics
    ///
    /// As [`Loaded::new`].
    #[must_use]
    pub fn cold(path: &Path, action: &str, envelope: &str) -> Self {
        Self::prepared(path, "aro_plugin_execute", action, envelope)
    }

    fn prepared(path: &Path, name: &str, action: &str, envelope: &str) -> Self {
        let library = open(path);
        // SAFETY: the ABI's signature.
        let execute = *unsafe { symbol::<Execute>(&library, name) };
        // SAFETY: the ABI's signature.
        let free = *unsafe { symbol::<Free>(&library, "aro_plugin_free") };
        let text = |text: &str| CString::new(text).expect("no NUL in it");
        Self { execute, free, action: text(action), input: text(envelope), _library: library }
    }

    /// As [`Loaded::new`], for a case.
    ///
    /// # Panics
    ///
    /// As [`Loaded::new`].
    #[must_use]
    pub fn of(which: PluginKind, case: &crate::Case) -> Self {
        Self::new(&library(which), case.action, &payload(case.payload))
    }

    /// The measured call.
    #[inline(never)]
    pub fn call(&self) {
        // SAFETY: both are NUL-terminated strings that live as long as `self`.
        let reply = unsafe { (self.execute)(self.action.as_ptr(), self.input.as_ptr()) };
        // SAFETY: the plugin returned this pointer, and it is freed once.
        unsafe { (self.free)(reply) };
    }

    /// Asserts that the call succeeds.
    ///
    /// # Panics
    ///
    /// If the reply is an error.
    pub fn assert_answers(&self) {
        let reply = self.reply();
        let beginning = String::from_utf8_lossy(&reply[..reply.len().min(200)]);
        assert!(!beginning.starts_with("{\"error"), "{beginning}");
    }

    /// The reply.
    ///
    /// # Panics
    ///
    /// If it is NULL.
    #[must_use]
    pub fn reply(&self) -> Vec<u8> {
        // SAFETY: as in `call`.
        let reply = unsafe { (self.execute)(self.action.as_ptr(), self.input.as_ptr()) };
        assert!(!reply.is_null(), "a reply");
        // SAFETY: not NULL, and by the ABI a NUL-terminated string.
        let copy = unsafe { CStr::from_ptr(reply) }.to_bytes().to_vec();
        // SAFETY: the plugin returned this pointer, and it is freed once.
        unsafe { (self.free)(reply) };
        copy
    }
}

/// A loaded plugin whose metadata is read.
#[derive(Debug)]
pub struct Info {
    metadata: Metadata,
    // Dropped after the function pointers into it.
    _library: Library,
}

impl Info {
    /// Loads a library. Reads the metadata once, unless the `first` call is measured.
    ///
    /// # Panics
    ///
    /// If it cannot be loaded, or is no plugin.
    #[must_use]
    pub fn new(path: &Path, first: bool) -> Self {
        let library = open(path);
        // SAFETY: the ABI's signature.
        let metadata = *unsafe { symbol::<Metadata>(&library, "aro_plugin_info") };
        let info = Self { metadata, _library: library };
        if !first {
            info.ask();
        }
        info
    }

    /// The measured call. It does not free the metadata.
    #[inline(never)]
    pub fn ask(&self) -> *mut c_char {
        // SAFETY: the ABI's signature; it takes nothing.
        unsafe { (self.metadata)() }
    }

    /// The length of the metadata.
    ///
    /// # Panics
    ///
    /// If there is no metadata.
    #[must_use]
    pub fn length(&self) -> usize {
        let text = self.ask();
        assert!(!text.is_null(), "metadata");
        // SAFETY: not NULL, and by the ABI a NUL-terminated string.
        unsafe { CStr::from_ptr(text) }.count_bytes()
    }
}

/// A library that is not loaded yet.
#[derive(Debug)]
pub struct First {
    path: PathBuf,
    action: CString,
    input: CString,
}

impl First {
    /// The plugin, and one of its actions.
    ///
    /// # Panics
    ///
    /// Never: the strings contain no NUL.
    #[must_use]
    pub fn new(which: PluginKind) -> Self {
        let text = |text: &str| CString::new(text).expect("no NUL in it");
        Self { path: library(which), action: text("TextLength"), input: text(r#"{"data":"x"}"#) }
    }

    /// What is measured: loading, the metadata, one call. The library stays loaded as long as
    /// the returned value.
    ///
    /// # Panics
    ///
    /// If it cannot be loaded, or is no plugin.
    #[inline(never)]
    #[must_use]
    pub fn load(&self) -> Library {
        let library = open(&self.path);
        // SAFETY: the ABI's signature.
        let metadata = *unsafe { symbol::<Metadata>(&library, "aro_plugin_info") };
        // SAFETY: it takes nothing.
        unsafe { metadata() };
        // SAFETY: the ABI's signature.
        let execute = *unsafe { symbol::<Execute>(&library, "aro_plugin_execute") };
        // SAFETY: the ABI's signature.
        let free = *unsafe { symbol::<Free>(&library, "aro_plugin_free") };
        // SAFETY: both are NUL-terminated strings that live as long as `self`.
        let reply = unsafe { execute(self.action.as_ptr(), self.input.as_ptr()) };
        // SAFETY: the plugin returned this pointer, and it is freed once.
        unsafe { free(reply) };
        library
    }
}

/// Loads a library with the flags of the hosts (docs/abi.md, section 8).
fn open(path: &Path) -> Library {
    #[cfg(unix)]
    // SAFETY: our own plugins, whose constructors only register items.
    let library = unsafe {
        use libloading::os::unix::{Library, RTLD_GLOBAL, RTLD_LAZY};
        Library::open(Some(path), RTLD_LAZY | RTLD_GLOBAL).map(Into::into)
    };
    #[cfg(not(unix))]
    // SAFETY: as above.
    let library = unsafe { Library::new(path) };
    library.unwrap_or_else(|error| panic!("{error}"))
}

/// # Safety
///
/// The symbol has the type `T`.
unsafe fn symbol<'library, T>(library: &'library Library, name: &str) -> Symbol<'library, T> {
    // SAFETY: the caller's promise.
    unsafe { library.get(name.as_bytes()) }.unwrap_or_else(|error| panic!("{error}"))
}
