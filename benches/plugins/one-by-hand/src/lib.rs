//! The smallest useful plugin as the ARO guide teaches to write it by hand; `bench-one` does the
//! same with the SDK.

use std::ffi::{CStr, CString, c_char};

use serde_json::{Value, json};

/// The metadata.
#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    let action = json!({ "name": "TextLength", "verbs": ["TextLength"], "prepositions": ["from", "with"] });
    to_c(&json!({ "name": "one-by-hand", "version": "0.1.0", "actions": [action] }))
}

/// Runs the action.
///
/// # Safety
///
/// The pointers are NULL or point to NUL-terminated strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char {
    if action.is_null() || input.is_null() {
        return to_c(&json!({ "error": "null argument" }));
    }
    // SAFETY: not NULL, and the caller promises the rest.
    let action = unsafe { CStr::from_ptr(action) }.to_string_lossy();
    // SAFETY: as above.
    let input = unsafe { CStr::from_ptr(input) }.to_string_lossy();
    let input: Value = match serde_json::from_str(&input) {
        Ok(input) => input,
        Err(error) => return to_c(&json!({ "error": format!("invalid input: {error}") })),
    };
    let normal = action.replace(['-', '_'], "").to_lowercase();
    let text = ["value", "data", "object"].iter().find_map(|key| input.get(key)?.as_str());
    to_c(&match text {
        _ if normal != "textlength" => json!({ "error": format!("Unknown action: {action}") }),
        Some(text) => json!({ "length": text.len() }),
        None => json!({ "error": "the value must be a string", "error_code": 1 }),
    })
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

fn to_c(value: &Value) -> *mut c_char {
    CString::new(value.to_string()).unwrap_or_default().into_raw()
}
