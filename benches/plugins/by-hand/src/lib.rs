//! The validator and CSV actions as the ARO guide teaches to write a plugin by hand: `CStr` in,
//! `serde_json::Value` for everything, `CString` out.
//!
//! The work of each action is the same as in the plugin that is written with the SDK; only the way
//! in and out differs.

mod actions;

use std::ffi::{CStr, CString, c_char};

use serde_json::{Value, json};

/// The metadata.
#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    let action = |name: &str| json!({ "name": name, "verbs": [name], "prepositions": ["from", "with"] });
    let info = json!({
        "name": "by-hand",
        "version": "0.1.0",
        "actions": actions::ALL.iter().map(|(name, _)| action(name)).collect::<Vec<_>>(),
    });
    to_c(&info)
}

/// Runs an action.
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
    let normal: String = action.chars().filter(|c| !matches!(c, '-' | '_')).collect::<String>().to_lowercase();
    let reply = match actions::ALL.iter().find(|(name, _)| name.to_lowercase() == normal) {
        Some((_, run)) => run(&input).unwrap_or_else(|message| json!({ "error": message, "error_code": 1 })),
        None => json!({ "error": format!("Unknown action: {action}") }),
    };
    to_c(&reply)
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
