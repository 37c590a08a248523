//! Strings from the host.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};

use crate::error::{Error, Result, utf8};

/// A pointer from the host.
#[derive(Clone, Copy)]
pub(super) struct CString(*const c_char);

impl CString {
    /// # Safety
    ///
    /// `pointer` is NULL, or it points to a NUL-terminated string that nobody changes while the
    /// value and what is borrowed from it are in use.
    pub(super) unsafe fn new(pointer: *const c_char) -> Self {
        Self(pointer)
    }

    /// The bytes without the NUL. `what` names them in the message.
    ///
    /// # Errors
    ///
    /// Code 1 when the pointer is NULL.
    #[inline]
    pub(super) fn bytes(&self, what: &str) -> Result<&[u8]> {
        if self.0.is_null() {
            return Err(is_null(what));
        }
        // SAFETY: the pointer is not NULL, and by the promise of `new` it points to a
        // NUL-terminated string that does not change while `self` is borrowed.
        Ok(unsafe { CStr::from_ptr(self.0) }.to_bytes())
    }

    /// The string. `what` names it in the message.
    ///
    /// # Errors
    ///
    /// Code 1 when the pointer is NULL, and when the bytes are not UTF-8.
    pub(super) fn as_str(&self, what: &str) -> Result<&str> {
        utf8(self.bytes(what)?, what)
    }
}

#[cold]
fn is_null(what: &str) -> Error {
    Error::invalid_input(format!("{what} is NULL: pass a NUL-terminated string"))
}
