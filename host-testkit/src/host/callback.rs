//! The C functions that hosts give to `aro_plugin_set_invoke` (ABI, section 1): one for each host
//! that can answer at a time, since a C function pointer carries no state.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};

use super::invoke::SLOTS;
use crate::library::InvokeFn;

/// The C function for this slot.
pub(super) fn function(slot: usize) -> InvokeFn {
    FUNCTIONS[slot]
}

fn read(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: not null; by the premise of `library`, a plugin passes NUL-terminated strings that
    // live during the call.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_string_lossy().into_owned()
}

/// A copy that C's `free` can free.
fn allocate(text: &str) -> *mut c_char {
    // JSON contains no NUL: control characters are escaped.
    let bytes = text.as_bytes();
    // SAFETY: `calloc` accepts every size; this one is not 0. It zeroes the memory, so the string
    // is NUL-terminated.
    let memory = unsafe { libc::calloc(bytes.len() + 1, 1) }.cast::<u8>();
    if memory.is_null() {
        return std::ptr::null_mut();
    }
    // SAFETY: `memory` has space for the bytes and one more, is not null, and no other code has its
    // address.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), memory, bytes.len()) };
    memory.cast()
}

extern "C" fn invoke<const SLOT: usize>(feature_set: *const c_char, input: *const c_char) -> *mut c_char {
    match super::invoke::answer(SLOT, read(feature_set), read(input)) {
        Some(reply) => allocate(&reply),
        None => std::ptr::null_mut(),
    }
}

macro_rules! functions {
    ($($tens:literal)*) => {
        [$(
            invoke::<{ $tens }>, invoke::<{ $tens + 1 }>, invoke::<{ $tens + 2 }>, invoke::<{ $tens + 3 }>,
            invoke::<{ $tens + 4 }>, invoke::<{ $tens + 5 }>, invoke::<{ $tens + 6 }>, invoke::<{ $tens + 7 }>,
        )*]
    };
}

static FUNCTIONS: [InvokeFn; SLOTS] = functions!(0 8 16 24 32 40 48 56);
