//! Strings that C passes by pointer and length.

#![allow(unsafe_code)]

use std::ffi::c_char;
use std::path::PathBuf;

use super::text::{AroHostText, Out};
use crate::failure::Failure;

/// A string as C passed it, not read yet.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    bytes: Option<&'a [u8]>,
    length: usize,
}

/// The strings that a function gets, and where its result goes.
///
/// # Safety
///
/// Each string is null, or a pointer to as many bytes as its length says, which nobody changes
/// during the call. `out` is null, or can be written to during the call.
pub(super) unsafe fn received<'a, const N: usize>(
    strings: [(*const c_char, usize); N],
    out: *mut AroHostText,
) -> ([Given<'a>; N], Out) {
    // SAFETY: by the condition.
    let out = unsafe { Out::new(out) };
    // SAFETY: by the condition.
    (strings.map(|(data, length)| unsafe { Given::new(data, length) }), out)
}

impl<'a> Given<'a> {
    /// # Safety
    ///
    /// `data` is null, or points to `length` bytes that nobody changes while the returned value
    /// lives.
    unsafe fn new(data: *const c_char, length: usize) -> Self {
        let is_readable = !data.is_null() && isize::try_from(length).is_ok();
        // SAFETY: by the condition; it is not null, and its length is one that an object can have.
        let bytes = is_readable.then(|| unsafe { std::slice::from_raw_parts(data.cast(), length) });
        Self { bytes, length }
    }

    fn bytes(self, what: &str) -> Result<&'a [u8], Failure> {
        match self.bytes {
            Some(bytes) => Ok(bytes),
            None if self.length == 0 => Ok(&[]),
            None => Err(Failure::argument(format!(
                "the {what} is NULL or has an impossible length, {}: pass a pointer to the bytes and their number",
                self.length
            ))),
        }
    }

    /// The string; an empty one for NULL with the length 0.
    pub(super) fn text(self, what: &str) -> Result<&'a str, Failure> {
        let bytes = self.bytes(what)?;
        std::str::from_utf8(bytes).map_err(|error| {
            Failure::argument(format!("the {what} is not UTF-8 from byte {} on: pass UTF-8", error.valid_up_to()))
        })
    }

    /// The string, which is not empty.
    pub(super) fn name(self, what: &str) -> Result<&'a str, Failure> {
        let text = self.text(what)?;
        if text.is_empty() { Err(Failure::argument(format!("the {what} is empty: pass one"))) } else { Ok(text) }
    }

    /// A path: on Unix any bytes but NUL, elsewhere UTF-8.
    pub(super) fn path(self) -> Result<PathBuf, Failure> {
        let bytes = self.bytes("path")?;
        if bytes.is_empty() {
            return Err(Failure::argument("the path is empty: pass that of a plugin's folder or library"));
        }
        if let Some(position) = bytes.iter().position(|byte| *byte == 0) {
            return Err(Failure::argument(format!(
                "the path has a NUL at position {position}, which no path can have: pass its length without a NUL"
            )));
        }
        #[cfg(unix)]
        return Ok(PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes)));
        #[cfg(not(unix))]
        return Ok(PathBuf::from(self.text("path")?));
    }
}
