//! The last error.

#![allow(unsafe_code)]

use std::ffi::c_char;

use super::boundary;
use crate::opaque::AroHost;

/// See the header.
#[unsafe(no_mangle)]
pub extern "C" fn aro_host_last_error_length(host: *const AroHost) -> usize {
    let mut length = 0;
    boundary::ignore_panics(|| length = boundary::last_error(host).len());
    length
}

/// See the header.
///
/// # Safety
///
/// `buffer` is null, or `capacity` bytes can be written to it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_last_error(host: *const AroHost, buffer: *mut c_char, capacity: usize) -> usize {
    let mut length = 0;
    boundary::ignore_panics(|| {
        let mut message = boundary::last_error(host);
        length = message.len();
        if buffer.is_null() || capacity == 0 {
            return;
        }
        let end = message.floor_char_boundary(capacity - 1);
        message.truncate(end);
        message.push('\0');
        // SAFETY: with the NUL it has at most `capacity` bytes; the caller's buffer is not part of
        // the message.
        unsafe { buffer.cast::<u8>().copy_from_nonoverlapping(message.as_ptr(), message.len()) };
    });
    length
}
