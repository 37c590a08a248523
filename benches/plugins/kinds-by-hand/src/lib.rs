//! One item of every kind as the ARO guide teaches to write a plugin by hand. `bench-kinds` does
//! the same with the SDK.

use std::ffi::{CStr, CString, c_char};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

static SHELF: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn with_shelf<T>(work: impl FnOnce(&mut Vec<String>) -> T) -> T {
    work(&mut SHELF.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The metadata.
#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    to_c(&json!({
        "name": "kinds-by-hand",
        "version": "0.1.0",
        "actions": [{ "name": "TextLength", "verbs": ["TextLength"], "prepositions": ["from", "with"] }],
        "qualifiers": [{ "name": "last", "inputTypes": ["List"], "accepts_parameters": false }],
        "services": [{ "name": "shelf", "methods": ["count"] }],
        "system_objects": [{ "identifier": "shelf", "capabilities": ["readable", "writable"] }],
        "events": { "subscribes": ["UserCreated"], "emits": [] },
    }))
}

/// Empties the shelf.
#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_init() {
    with_shelf(Vec::clear);
}

/// Empties it again.
#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_shutdown() {
    with_shelf(Vec::clear);
}

/// Runs the action or the service's method.
///
/// # Safety
///
/// The pointers are NULL or point to NUL-terminated strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    let (Some(action), Some(input)) = (unsafe { string(action) }, unsafe { string(input) }) else {
        return to_c(&json!({ "error": "null argument" }));
    };
    let input: Value = match serde_json::from_str(&input) {
        Ok(input) => input,
        Err(error) => return to_c(&json!({ "error": format!("invalid input: {error}") })),
    };
    let normal = action.replace(['-', '_'], "").to_lowercase();
    let text = ["value", "data", "object"].iter().find_map(|key| input.get(key)?.as_str());
    to_c(&match (&*normal, text) {
        ("service:count", _) => json!({ "result": with_shelf(|shelf| shelf.len()) }),
        ("textlength", Some(text)) => json!({ "length": text.len() }),
        ("textlength", None) => json!({ "error": "the value must be a string", "error_code": 1 }),
        _ => json!({ "error": format!("Unknown action: {action}") }),
    })
}

/// Runs the qualifier.
///
/// # Safety
///
/// As for [`aro_plugin_execute`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_qualifier(name: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    let (Some(name), Some(input)) = (unsafe { string(name) }, unsafe { string(input) }) else {
        return to_c(&json!({ "error": "null argument" }));
    };
    let input: Value = serde_json::from_str(&input).unwrap_or_default();
    to_c(&match input["value"].as_array().and_then(|list| list.last()) {
        _ if name != "last" => json!({ "error": format!("unknown qualifier {name}") }),
        Some(last) => json!({ "result": last }),
        None => json!({ "error": "the list is empty" }),
    })
}

/// Puts a name on the shelf.
///
/// # Safety
///
/// As for [`aro_plugin_execute`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_on_event(kind: *const c_char, payload: *const c_char) {
    // SAFETY: the caller's promise.
    let (Some(kind), Some(payload)) = (unsafe { string(kind) }, unsafe { string(payload) }) else { return };
    let payload: Value = serde_json::from_str(&payload).unwrap_or_default();
    if let ("UserCreated", Some(name)) = (&*kind, payload["name"].as_str()) {
        with_shelf(|shelf| shelf.push(name.to_owned()));
    }
}

/// Reads the shelf.
///
/// # Safety
///
/// As for [`aro_plugin_execute`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_object_read(identifier: *const c_char, qualifier: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    let (Some(identifier), Some(qualifier)) = (unsafe { string(identifier) }, unsafe { string(qualifier) }) else {
        return to_c(&json!({ "error": "null argument" }));
    };
    let index = qualifier.parse().unwrap_or(usize::MAX);
    to_c(&match with_shelf(|shelf| shelf.get(index).cloned()) {
        _ if identifier != "shelf" => json!({ "error": format!("unknown object {identifier}") }),
        Some(value) => json!({ "result": value }),
        None => json!({ "error": "nothing there", "error_code": 2 }),
    })
}

/// Writes to it.
///
/// # Safety
///
/// As for [`aro_plugin_execute`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_object_write(
    identifier: *const c_char,
    _: *const c_char,
    value: *const c_char,
) -> *mut c_char {
    // SAFETY: the caller's promise.
    let (Some(identifier), Some(value)) = (unsafe { string(identifier) }, unsafe { string(value) }) else {
        return to_c(&json!({ "error": "null argument" }));
    };
    if identifier != "shelf" {
        return to_c(&json!({ "error": format!("unknown object {identifier}") }));
    }
    with_shelf(|shelf| shelf.push(value));
    to_c(&json!({}))
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

/// # Safety
///
/// `pointer` is NULL or points to a NUL-terminated string.
unsafe fn string(pointer: *const c_char) -> Option<String> {
    if pointer.is_null() {
        return None;
    }
    // SAFETY: not NULL, and the caller promises the rest.
    Some(unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned())
}

fn to_c(value: &Value) -> *mut c_char {
    CString::new(value.to_string()).unwrap_or_default().into_raw()
}
