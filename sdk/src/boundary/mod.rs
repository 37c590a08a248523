//! The boundary: the only place where foreign pointers are read and memory is handed out, and where
//! every panic ends.
//!
//! **Memory.** A reply is one buffer of the plugin's allocator: a header of one `usize` with the
//! buffer's capacity, then the text, then NUL. The host gets the pointer to the text and gives it
//! back to [`free`] exactly once (ABI, section 1). The metadata is one such block that is never
//! given back: its header says capacity 0, so a host that frees it and one that does not are both
//! right.

mod exports;
mod guard;
mod host;
mod kept;
mod quote;
mod seldom;

pub use exports::{
    call_action, end, execute, free, info, object_list, object_read, object_write, on_event, qualifier, set_invoke,
    shutdown, start,
};
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) use guard::current;
pub(crate) use guard::{current_plugin, guarded_seldom};
pub use host::Invoke;
pub(crate) use host::{InvokeCell, at_exit, call_host};
pub(crate) use kept::Kept;
pub(crate) use quote::{LEFT, append_plain};
pub use seldom::{access, tell};

use std::ffi::{CStr, c_char};
use std::mem::ManuallyDrop;

use crate::error::{Error, Result};
use crate::reply::{HEADER, Reply};

/// Gives the reply's buffer to the host. Never NULL.
fn hand_out(outcome: Result<Reply>) -> *mut c_char {
    let reply = outcome.unwrap_or_else(|error| Reply::error(&error));
    let mut buffer = ManuallyDrop::new(reply.finish());
    // Made from the buffer's own pointer and not from a slice of the text: `free` goes back to the
    // header with it.
    buffer.as_mut_ptr().wrapping_add(HEADER).cast()
}

/// What the names are that come from outside, for messages.
pub(crate) const ACTION: &str = "the action's name";
pub(crate) const QUALIFIER: &str = "the qualifier's name";
pub(crate) const INPUT: &str = "the input";

/// The bytes behind a pointer from outside, without their NUL.
///
/// # Safety
///
/// `pointer` is NULL or points to a text that ends with NUL and that nobody changes during `'a`.
#[inline]
unsafe fn bytes<'a>(pointer: *const c_char, what: &str) -> Result<&'a [u8]> {
    if pointer.is_null() {
        return Err(null(what));
    }
    // SAFETY: it is not NULL, and the rest is the caller's promise.
    Ok(unsafe { CStr::from_ptr(pointer) }.to_bytes())
}

#[cold]
fn null(what: &str) -> Error {
    Error::invalid_input(format!("{what} is NULL: pass a text that ends with NUL"))
}

/// The text behind a pointer from outside.
///
/// # Safety
///
/// As for [`bytes`].
#[inline]
unsafe fn text<'a>(pointer: *const c_char, what: &str) -> Result<&'a str> {
    // SAFETY: the caller's promise.
    valid(unsafe { bytes(pointer, what) }?, what)
}

/// The text that these bytes are.
#[inline]
pub(crate) fn valid<'a>(bytes: &'a [u8], what: &str) -> Result<&'a str> {
    aro_json_scan::to_str(bytes).map_err(|_| not_utf8(bytes, what))
}

#[cold]
fn not_utf8(bytes: &[u8], what: &str) -> Error {
    let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    Error::invalid_input(format!("{what} is not valid UTF-8: the byte at offset {offset} is wrong"))
        .with_number("offset", offset)
}
