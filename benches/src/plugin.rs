//! The plugins, loaded with nothing between the caller and the ABI.

use std::ffi::{CStr, CString, c_char};
use std::path::{Path, PathBuf};

use aro_host_testkit::Plugin;
use libloading::{Library, Symbol};

use crate::payload;

/// One of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Written with the SDK.
    Sdk,
    /// Written by hand.
    ByHand,
    /// A constant.
    Floor,
}

impl Which {
    /// All three, in the order of the tables.
    pub const ALL: [Which; 3] = [Which::Sdk, Which::ByHand, Which::Floor];

    /// The variable that may name the library.
    #[must_use]
    pub fn variable(self) -> &'static str {
        match self {
            Which::Sdk => "ARO_BENCH_SDK",
            Which::ByHand => "ARO_BENCH_BY_HAND",
            Which::Floor => "ARO_BENCH_FLOOR",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Which::Sdk => "sdk",
            Which::ByHand => "by-hand",
            Which::Floor => "floor",
        }
    }
}

/// The release library of a plugin: the file that its variable names, else built if need be. The report sets the variables, since valgrind would
/// follow a cargo that is started under it.
///
/// # Panics
///
/// When it cannot be built.
#[must_use]
pub fn library(which: Which) -> PathBuf {
    if let Some(path) = std::env::var_os(which.variable()) {
        return path.into();
    }
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins").join(which.folder());
    Plugin::builder(package).release(true).build_cdylib().unwrap_or_else(|error| panic!("{error}"))
}

type Execute = unsafe extern "C" fn(*const c_char, *const c_char) -> *mut c_char;
type Free = unsafe extern "C" fn(*mut c_char);

/// A loaded plugin with an action and an envelope, ready to be called.
#[derive(Debug)]
pub struct Loaded {
    execute: Execute,
    free: Free,
    action: CString,
    input: CString,
    // Behind what points into it.
    _library: Library,
}

impl Loaded {
    /// Loads a library and calls it once, so that what is done only once is done.
    ///
    /// # Panics
    ///
    /// When it cannot be loaded, or is no plugin.
    #[must_use]
    pub fn new(path: &Path, action: &str, envelope: &str) -> Self {
        // SAFETY: our own plugins, whose constructors only register actions.
        let library = unsafe { Library::new(path) }.unwrap_or_else(|error| panic!("{error}"));
        // SAFETY: the ABI's signature.
        let execute = *unsafe { symbol::<Execute>(&library, "aro_plugin_execute") };
        // SAFETY: the ABI's signature.
        let free = *unsafe { symbol::<Free>(&library, "aro_plugin_free") };
        let text = |text: &str| CString::new(text).expect("no NUL in it");
        let loaded = Self { execute, free, action: text(action), input: text(envelope), _library: library };
        loaded.call();
        loaded
    }

    /// The same for a case.
    ///
    /// # Panics
    ///
    /// As [`Loaded::new`].
    #[must_use]
    pub fn of(which: Which, case: &crate::Case) -> Self {
        Self::new(&library(which), case.action, &payload(case.payload))
    }

    /// What is measured.
    #[inline(never)]
    pub fn call(&self) {
        // SAFETY: both texts end with NUL and live as long as `self`.
        let reply = unsafe { (self.execute)(self.action.as_ptr(), self.input.as_ptr()) };
        // SAFETY: the plugin's own pointer, given back once.
        unsafe { (self.free)(reply) };
    }

    /// The reply.
    ///
    /// # Panics
    ///
    /// When it is NULL.
    #[must_use]
    pub fn reply(&self) -> Vec<u8> {
        // SAFETY: as in `call`.
        let reply = unsafe { (self.execute)(self.action.as_ptr(), self.input.as_ptr()) };
        assert!(!reply.is_null(), "a reply");
        // SAFETY: not NULL, and by the ABI a text that ends with NUL.
        let copy = unsafe { CStr::from_ptr(reply) }.to_bytes().to_vec();
        // SAFETY: the plugin's own pointer, given back once.
        unsafe { (self.free)(reply) };
        copy
    }
}

/// # Safety
///
/// The symbol has the type `T`.
unsafe fn symbol<'library, T>(library: &'library Library, name: &str) -> Symbol<'library, T> {
    // SAFETY: the caller's promise.
    unsafe { library.get(name.as_bytes()) }.unwrap_or_else(|error| panic!("{error}"))
}
