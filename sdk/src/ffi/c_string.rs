//! Strings from the host.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};

use crate::error::{Error, Result, utf8};

/// A pointer from the host, and what it is, for messages.
#[derive(Clone, Copy)]
pub(super) struct CString {
    pointer: *const c_char,
    what: &'static str,
}

impl CString {
    /// # Safety
    ///
    /// `pointer` is NULL, or it points to a NUL-terminated string that nobody changes while the
    /// value and what is borrowed from it are in use.
    pub(super) unsafe fn new(pointer: *const c_char, what: &'static str) -> Self {
        Self { pointer, what }
    }

    /// The bytes without the NUL.
    ///
    /// # Errors
    ///
    /// Code 1 when the pointer is NULL.
    #[inline]
    pub(super) fn bytes(&self) -> Result<&[u8]> {
        if self.pointer.is_null() {
            return Err(self.is_null());
        }
        // SAFETY: the pointer is not NULL, and by the promise of `new` it points to a
        // NUL-terminated string that does not change while `self` is borrowed.
        Ok(unsafe { CStr::from_ptr(self.pointer) }.to_bytes())
    }

    /// The string.
    ///
    /// # Errors
    ///
    /// Code 1 when the pointer is NULL, and when the bytes are not UTF-8.
    pub(super) fn as_str(&self) -> Result<&str> {
        utf8(self.bytes()?, self.what)
    }

    #[cold]
    fn is_null(&self) -> Error {
        Error::invalid_input(format!("{} is NULL: pass a NUL-terminated string", self.what))
    }
}
