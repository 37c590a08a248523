//! The program that hosts the plugin: its feature sets, as C functions.

use std::ffi::{CStr, CString, c_char};

use serde_json::{Value, json};

/// What the plugin sent, read; and the answer, made by `malloc`, since the plugin gives it back to
/// `free`.
fn answer(
    feature_set: *const c_char,
    input: *const c_char,
    feature: impl FnOnce(&str, &Value) -> String,
) -> *mut c_char {
    // SAFETY: the plugin passes a text that ends with NUL and stays while this runs.
    let name = unsafe { CStr::from_ptr(feature_set) };
    // SAFETY: as above.
    let input = unsafe { CStr::from_ptr(input) };
    let input = serde_json::from_slice(input.to_bytes()).expect("the plugin sends JSON");
    let text = CString::new(feature(name.to_str().expect("a name is UTF-8"), &input)).expect("an answer has no NUL");
    // SAFETY: `text` ends with NUL; `strdup` copies it into memory of `malloc`.
    unsafe { libc::strdup(text.as_ptr()) }
}

/// Approves of a trail without failures, and says which feature set it was.
pub(crate) extern "C" fn approves(feature_set: *const c_char, input: *const c_char) -> *mut c_char {
    answer(feature_set, input, |name, input| {
        let entries = input["entries"].as_array().expect("the question has entries");
        let failed = entries.iter().any(|entry| entry["event"].as_str().is_some_and(|event| event.ends_with("Failed")));
        json!({ "approved": !failed, "note": format!("{name} saw {}", entries.len()) }).to_string()
    })
}

/// Fails as a feature set does.
pub(crate) extern "C" fn refuses(feature_set: *const c_char, input: *const c_char) -> *mut c_char {
    answer(feature_set, input, |name, _| json!({ "error": format!("{name} is closed"), "error_code": 3 }).to_string())
}

/// Answers something that is no verdict.
pub(crate) extern "C" fn misunderstands(feature_set: *const c_char, input: *const c_char) -> *mut c_char {
    answer(feature_set, input, |_, _| json!({ "approved": "perhaps" }).to_string())
}
