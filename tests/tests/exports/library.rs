//! The loaded library, and its types in C.

use std::ffi::{c_char, c_void};
use std::path::PathBuf;
use std::ptr;
use std::sync::LazyLock;

use aro_host_testkit::build_cdylib;
use serde_json::Value;
use tempfile::TempDir;

/// A library that stays loaded.
pub(crate) struct Library {
    library: libloading::Library,
    name: &'static str,
}

/// The file of a package's cdylib.
pub(crate) fn built(folder: &str) -> PathBuf {
    build_cdylib(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).expect("the package builds")
}

/// The fixture `typed`.
pub(crate) fn typed() -> &'static Library {
    static TYPED: LazyLock<Library> = LazyLock::new(|| Library::open(&built("fixtures/typed"), "typed"));
    &TYPED
}

/// The fixture `typed` from another file, so that it shares nothing with the other one.
pub(crate) fn other_typed() -> (TempDir, Library) {
    let (folder, path) = copied("fixtures/typed");
    (folder, Library::open(&path, "typed"))
}

/// A copy of a package's cdylib.
pub(crate) fn copied(package: &str) -> (TempDir, PathBuf) {
    let (folder, library) = (tempfile::tempdir().unwrap(), built(package));
    let copy = folder.path().join(library.file_name().unwrap());
    std::fs::copy(library, &copy).unwrap();
    (folder, copy)
}

impl Library {
    pub(crate) fn open(path: &std::path::Path, name: &'static str) -> Self {
        // SAFETY: the libraries of this repository do nothing when they are loaded.
        let library = unsafe { libloading::Library::new(path) }.unwrap();
        Self { library, name }
    }

    /// The function of this name, which must have the type `F`.
    pub(crate) fn function<F: Copy>(&self, name: &str) -> F {
        let name = format!("{}_{name}", self.name);
        // SAFETY: each caller writes the signature that the C header would have.
        *unsafe { self.library.get::<F>(&name) }.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn free(&self, pointer: *mut c_void) {
        let free = self.function::<unsafe extern "C" fn(*mut c_void)>("free");
        // SAFETY: a test passes what the library handed out, or NULL.
        unsafe { free(pointer) };
    }

    /// Code and message of the thread's last error.
    pub(crate) fn last_error(&self) -> (i32, String) {
        type LastError = unsafe extern "C" fn(*mut *const c_char, *mut usize) -> i32;
        let (mut message, mut length) = (ptr::null(), 0);
        // SAFETY: both addresses are those of variables.
        let code = unsafe { self.function::<LastError>("last_error")(&mut message, &mut length) };
        // SAFETY: the message has this length, and a NUL after it.
        let bytes = unsafe { std::slice::from_raw_parts(message.cast::<u8>(), length + 1) };
        assert_eq!(bytes[length], 0);
        (code, String::from_utf8(bytes[..length].to_vec()).unwrap())
    }

    pub(crate) fn describe(&self) -> Value {
        let describe = self.function::<unsafe extern "C" fn() -> *const c_char>("describe");
        // SAFETY: this is its signature.
        let text = unsafe { describe() };
        // SAFETY: the description is a string that stays.
        let text = unsafe { std::ffi::CStr::from_ptr(text) };
        serde_json::from_slice(text.to_bytes()).unwrap()
    }

    pub(crate) fn close(self) {
        self.library.close().unwrap();
    }
}

#[repr(C)]
#[derive(Debug)]
pub(crate) struct AroError {
    pub(crate) code: i32,
    pub(crate) message: *mut c_char,
    pub(crate) message_len: usize,
}

impl AroError {
    /// What a variable may hold that nobody has set.
    pub(crate) fn garbage() -> Self {
        Self { code: 99, message: ptr::dangling_mut(), message_len: 99 }
    }

    /// Code and message; frees the message.
    pub(crate) fn take(self, library: &Library) -> (i32, Option<String>) {
        if self.message.is_null() {
            assert_eq!(self.message_len, 0);
            return (self.code, None);
        }
        (self.code, Some(take_string(library, self.message, self.message_len)))
    }
}

/// The string, which is freed.
pub(crate) fn take_string(library: &Library, text: *mut c_char, length: usize) -> String {
    assert!(!text.is_null());
    // SAFETY: the library has handed out a string of this length, and a NUL after it.
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length + 1) };
    assert_eq!(bytes[length], 0, "a string ends with NUL");
    let string = String::from_utf8(bytes[..length].to_vec()).unwrap();
    library.free(text.cast());
    string
}

/// The elements, which are freed.
pub(crate) fn take_list<T: Clone>(library: &Library, elements: *mut T, length: usize) -> Vec<T> {
    if elements.is_null() {
        assert_eq!(length, 0);
        return Vec::new();
    }
    assert!(elements.is_aligned());
    // SAFETY: the library has handed out so many elements.
    let list = unsafe { std::slice::from_raw_parts(elements, length) }.to_vec();
    library.free(elements.cast());
    list
}

/// A handle of an object.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handle {
    pub(crate) slot: u64,
    pub(crate) tag: u64,
}

impl Handle {
    pub(crate) const ZERO: Self = Self { slot: 0, tag: 0 };
}

/// Calls a function with this signature: `c!(library, "name"(value: u8, …) -> u64)`.
macro_rules! c {
    ($library:expr, $name:literal($($value:expr => $ty:ty),* $(,)?) $(-> $output:ty)?) => {{
        let function = $library.function::<unsafe extern "C" fn($($ty),*) $(-> $output)?>($name);
        // SAFETY: the signature is that of the C header, and the addresses are those of variables
        // or such that the library refuses.
        #[allow(unused_unsafe)]
        unsafe { function($($value),*) }
    }};
}
pub(crate) use c;
