//! The minimal plugin, the floor of all figures: it checks for NULL, and returns a constant by
//! `malloc`, which `free` takes back.

use std::ffi::{CStr, CString, c_char};

const INFO: &CStr = cr#"{"name":"floor","version":"0.1.0","actions":[{"name":"Constant","verbs":["Constant"]}]}"#;
const REPLY: &CStr = cr#"{"result":true}"#;

/// The metadata.
#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    INFO.to_owned().into_raw()
}

/// Returns a constant.
///
/// # Safety
///
/// The pointers are compared with NULL and never dereferenced.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char {
    if action.is_null() || input.is_null() {
        return std::ptr::null_mut();
    }
    REPLY.to_owned().into_raw()
}

/// Frees a reply.
///
/// # Safety
///
/// `pointer` is NULL or came from this plugin.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_free(pointer: *mut c_char) {
    if !pointer.is_null() {
        // SAFETY: every pointer that this plugin returned came from `CString::into_raw`.
        drop(unsafe { CString::from_raw(pointer) });
    }
}
