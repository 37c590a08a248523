//! What the host gives the plugin: a callback, and the end of the process.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::plugin::Plugin;

/// The callback that runs a feature set.
pub type Invoke = unsafe extern "C" fn(feature_set: *const c_char, input: *const c_char) -> *mut c_char;

/// The host's callback, or nothing.
pub(crate) struct InvokeCell(AtomicPtr<c_void>);

impl InvokeCell {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self(AtomicPtr::new(std::ptr::null_mut()))
    }

    pub(super) fn set(&self, invoke: Option<Invoke>) {
        let pointer = match invoke {
            Some(invoke) => invoke as *mut c_void,
            None => std::ptr::null_mut(),
        };
        self.0.store(pointer, Ordering::Release);
    }

    #[inline]
    fn get(&self) -> Option<Invoke> {
        let pointer = self.0.load(Ordering::Acquire);
        // SAFETY: `set` stores nothing but NULL, which is `None`, and pointers to functions of this type; the two have one size on every
        // platform that Rust's `std` knows.
        unsafe { std::mem::transmute::<*mut c_void, Option<Invoke>>(pointer) }
    }
}

unsafe extern "C" {
    /// C's `free`: what the callback returns was made by `malloc` (ABI, section 1).
    #[link_name = "free"]
    fn c_free(pointer: *mut c_void);

    /// C's `atexit`. Called from a library it registers for that library: the function runs when the library is unloaded, or at the normal
    /// end of the process, whichever is first.
    #[link_name = "atexit"]
    fn c_atexit(function: extern "C" fn()) -> c_int;
}

/// Runs a feature set. Outer `None`: there is no callback; inner `None`: it gave NULL.
#[inline]
pub(crate) fn call_host(plugin: &'static Plugin, feature_set: &CStr, input: &CStr) -> Option<Option<Vec<u8>>> {
    let invoke = plugin.invoke_cell().get()?;
    // SAFETY: the host gave this function for exactly this call; both texts end with NUL and outlive it.
    let answer = unsafe { invoke(feature_set.as_ptr(), input.as_ptr()) };
    if answer.is_null() {
        return Some(None);
    }
    // SAFETY: not NULL, and by the ABI a text that ends with NUL, which is ours until we free it.
    let copy = unsafe { CStr::from_ptr(answer) }.to_bytes().to_vec();
    // SAFETY: by the ABI `malloc` made it and it is ours to free; `copy` does not borrow from it.
    unsafe { c_free(answer.cast()) };
    Some(Some(copy))
}

/// Registers `function` for the end of the library or the process. When the C library has no room left, nobody will call it.
pub(crate) fn at_exit(function: extern "C" fn()) {
    // SAFETY: `function` takes and gives nothing, lives in this library, and never unwinds (it is the generated shell over `shutdown`,
    // which is guarded).
    let _ = unsafe { c_atexit(function) };
}
