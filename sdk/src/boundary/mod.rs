//! The boundary: the only place where foreign pointers are read and memory is handed out, and where every panic ends.
//!
//! **Memory.** A reply is one buffer of the plugin's allocator: a header of one `usize` with the buffer's capacity, then the text, then NUL. The
//! host gets the pointer to the text and gives it back to [`free`] exactly once (ABI, section 1). The metadata is one such block that is never
//! given back: its header says capacity 0, so a host that frees it and one that does not are both right.

mod guard;

use std::ffi::{CStr, c_char};

use crate::call::Call;
use crate::error::{Error, Result};
use crate::plugin::{Action, Plugin};
use crate::reply::{HEADER, Reply};
use guard::guarded;

/// `aro_plugin_info`.
pub fn info(plugin: &'static Plugin) -> *mut c_char {
    // The block's header and NUL are in place; the host only reads it (and `free` leaves it alone).
    plugin.metadata().block()[HEADER..].as_ptr().cast_mut().cast()
}

/// `aro_plugin_execute`.
///
/// # Safety
///
/// Each pointer is NULL or points to a text that ends with NUL and that nobody changes during the call.
pub unsafe fn execute(plugin: &'static Plugin, action: *const c_char, input: *const c_char) -> *mut c_char {
    hand_out(guarded(|| {
        // SAFETY: the caller's promise; the text outlives the call, and `name` does not leave it.
        let name = unsafe { text(action, "the action's name") }?;
        let action = plugin.action(name)?;
        // SAFETY: as above.
        let input = unsafe { text(input, "the input") }?;
        (action.run)(&Call::new(plugin, action.name, input)?)
    }))
}

/// An action's own entry point.
///
/// # Safety
///
/// As for [`execute`].
pub unsafe fn call_action(plugin: &'static Plugin, action: &'static Action, input: *const c_char) -> *mut c_char {
    hand_out(guarded(|| {
        // SAFETY: the caller's promise; the text outlives the call.
        let input = unsafe { text(input, "the input") }?;
        (action.run)(&Call::new(plugin, action.name, input)?)
    }))
}

/// `aro_plugin_free`.
///
/// # Safety
///
/// `pointer` is NULL, or came from this plugin and was not given back before.
pub unsafe fn free(pointer: *mut c_char) {
    if pointer.is_null() {
        return;
    }
    // SAFETY: whatever this plugin hands out has a header of this size in front of it, in the same allocation.
    let start = unsafe { pointer.cast::<u8>().sub(HEADER) };
    // SAFETY: the header holds a `usize`; `start` need not be aligned for one.
    let capacity = unsafe { start.cast::<usize>().read_unaligned() };
    if capacity != 0 {
        // SAFETY: `hand_out` leaked a `Vec<u8>` that begins at `start` and has this capacity; it is given back only once.
        drop(unsafe { Vec::from_raw_parts(start, 0, capacity) });
    }
}

/// Gives the reply's buffer to the host. Never NULL.
fn hand_out(outcome: Result<Reply>) -> *mut c_char {
    let reply = outcome.unwrap_or_else(|error| Reply::error(&error));
    let text = &mut reply.finish().leak()[HEADER..];
    text.as_mut_ptr().cast()
}

/// The text behind a pointer from outside.
///
/// # Safety
///
/// `pointer` is NULL or points to a text that ends with NUL and that nobody changes during `'a`.
unsafe fn text<'a>(pointer: *const c_char, what: &str) -> Result<&'a str> {
    if pointer.is_null() {
        return Err(Error::invalid_input(format!("{what} is NULL: pass a text that ends with NUL")));
    }
    // SAFETY: it is not NULL, and the rest is the caller's promise.
    let text = unsafe { CStr::from_ptr(pointer) };
    text.to_str().map_err(|error| {
        Error::invalid_input(format!("{what} is not valid UTF-8: the byte at offset {} is wrong", error.valid_up_to()))
            .with_detail("offset", error.valid_up_to())
    })
}
