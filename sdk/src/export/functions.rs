//! The functions that each typed library has: `<crate>_last_error`, `<crate>_free` and
//! `<crate>_describe`.

#![allow(unsafe_code)]

use std::ffi::{c_char, c_void};

use super::library::ExportLibrary;
use super::{buffer, last_error as last};

/// `<crate>_last_error`: the code of the error of this thread's last plain call that failed; 0 if
/// there is none, or if it was read before. The message belongs to the library.
///
/// # Safety
///
/// Each pointer is NULL or may be written to. They need not be aligned.
pub unsafe fn last_error(message: *mut *const c_char, length: *mut usize) -> i32 {
    let (code, text, text_length) = last::take();
    if !message.is_null() {
        // SAFETY: the caller's promise.
        unsafe { message.write_unaligned(text.cast()) };
    }
    if !length.is_null() {
        // SAFETY: the caller's promise.
        unsafe { length.write_unaligned(text_length) };
    }
    code
}

/// `<crate>_free`: frees a string, a list or a message. NULL is ignored.
///
/// # Safety
///
/// `pointer` is NULL, or this library handed it out and it was not freed before.
pub unsafe fn free_buffer(pointer: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { buffer::free(pointer.cast()) };
}

/// `<crate>_describe`: JSON that describes the library. It belongs to the library.
pub fn describe(library: &'static ExportLibrary) -> *const c_char {
    library.description().as_ptr().cast()
}
