//! The memory of replies: handing out and freeing.
//!
//! A reply is one buffer of the plugin's allocator: a header with its capacity, the JSON, NUL. The
//! host gets the address of the JSON and gives it back to [`free`] once ([ABI, section
//! 1](aro_abi::reference#1-exported-functions)).

#![allow(unsafe_code)]

use std::ffi::c_char;
use std::mem::ManuallyDrop;

use crate::error::Result;
use crate::reply::{HEADER, Reply, StaticReply};

/// Gives a reply to the host. Never NULL.
pub(super) fn hand_out(result: Result<Reply>) -> *mut c_char {
    let reply = result.unwrap_or_else(|error| Reply::error(&error));
    let mut buffer = ManuallyDrop::new(reply.finish());
    // The pointer comes from the buffer and not from a slice of the JSON, because `free` goes back
    // to the header with it.
    buffer.as_mut_ptr().wrapping_add(HEADER).cast()
}

/// Lends a reply that stays the plugin's. The host only reads it, and [`free`] ignores it.
pub(super) fn lend(reply: &'static StaticReply) -> *mut c_char {
    reply.block().as_ptr().wrapping_add(HEADER).cast_mut().cast()
}

/// `aro_plugin_free`.
///
/// # Safety
///
/// `pointer` is NULL, or this plugin handed it out and it was not freed before.
pub unsafe fn free(pointer: *mut c_char) {
    if pointer.is_null() {
        return;
    }
    // SAFETY: whatever this plugin hands out has a header of this size before it, in the same
    // allocation.
    let start = unsafe { pointer.cast::<u8>().sub(HEADER) };
    // SAFETY: the header holds a `usize`; `start` need not be aligned for one.
    let capacity = unsafe { start.cast::<usize>().read_unaligned() };
    // A reply that is lent has the capacity 0.
    if capacity != 0 {
        // SAFETY: `hand_out` released a `Vec<u8>` that begins at `start` and has this capacity, and
        // by the caller's promise it is freed only once.
        drop(unsafe { Vec::from_raw_parts(start, 0, capacity) });
    }
}
