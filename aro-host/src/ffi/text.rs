//! Strings that C owns and frees.

#![allow(unsafe_code)]

use std::ffi::{CString, c_char};

use super::boundary;

/// `AroHostText` in the header: a NUL-terminated string, and its length without the NUL.
#[derive(Debug)]
#[repr(C)]
pub struct AroHostText {
    /// NULL, or a string that [`aro_host_free`] frees.
    pub data: *mut c_char,
    /// The length in bytes.
    pub length: usize,
}

/// Where a function writes its result.
pub(super) struct Out(*mut AroHostText);

impl Out {
    /// Writes an empty result.
    ///
    /// # Safety
    ///
    /// `out` is null, or can be written to until the returned value is dropped.
    pub(super) unsafe fn new(out: *mut AroHostText) -> Self {
        let this = Self(out);
        this.write(AroHostText { data: std::ptr::null_mut(), length: 0 });
        this
    }

    /// No place: the result is not wanted.
    pub(super) fn none() -> Self {
        Self(std::ptr::null_mut())
    }

    /// Gives the caller a copy of a string.
    pub(super) fn set(&self, text: String) {
        if self.0.is_null() {
            return;
        }
        // A C string ends at the first NUL. JSON has none, and a message shows it.
        let text = CString::new(text).unwrap_or_else(|error| {
            let shown: Vec<u8> = error.into_vec().into_iter().map(|byte| if byte == 0 { b'?' } else { byte }).collect();
            CString::new(shown).unwrap_or_default()
        });
        let length = text.count_bytes();
        self.write(AroHostText { data: text.into_raw(), length });
    }

    fn write(&self, text: AroHostText) {
        if !self.0.is_null() {
            // SAFETY: not null, and by the condition of `new` it can be written to.
            unsafe { self.0.write_unaligned(text) };
        }
    }
}

/// See the header.
///
/// # Safety
///
/// `data` is null, or the `data` of an `AroHostText` that was not freed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_free(data: *mut c_char) {
    if !data.is_null() {
        // SAFETY: by the condition, `Out::set` made it by `into_raw`, and nobody has freed it.
        let text = unsafe { CString::from_raw(data) };
        boundary::ignore_panics(|| drop(text));
    }
}
