//! A program whose feature sets a plugin can run: the host's side of `aro_plugin_set_invoke`.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use serde_json::Value;

/// The feature sets of a program.
pub trait Program {
    /// The answer of the feature set; `None` is NULL.
    fn run(feature_set: &str, input: &Value) -> Option<String>;
}

unsafe extern "C" {
    /// C's `strdup`: a copy by `malloc`.
    fn strdup(text: *const c_char) -> *mut c_char;
}

/// The same with any bytes.
pub trait RawProgram {
    /// The answer of the feature set; `None` is NULL.
    fn run(feature_set: &CStr, input: &CStr) -> Option<CString>;
}

impl<P: Program> RawProgram for P {
    fn run(feature_set: &CStr, input: &CStr) -> Option<CString> {
        let input = serde_json::from_slice(input.to_bytes()).expect("the input is JSON");
        let answer = P::run(feature_set.to_str().expect("UTF-8"), &input)?;
        Some(CString::new(answer).expect("no NUL"))
    }
}

/// The callback of a program. It returns a string that `malloc` allocated (docs/abi.md, section 1).
///
/// # Panics
///
/// If the input is not UTF-8 or not JSON, or the answer contains NUL.
pub extern "C" fn invoke<P: Program>(feature_set: *const c_char, input: *const c_char) -> *mut c_char {
    invoke_raw::<P>(feature_set, input)
}

/// The same for any bytes.
#[allow(clippy::not_unsafe_ptr_arg_deref, reason = "the testkit takes a safe function, and only plugins call it")]
pub extern "C" fn invoke_raw<P: RawProgram>(feature_set: *const c_char, input: *const c_char) -> *mut c_char {
    // SAFETY: the SDK passes NUL-terminated strings that outlive the call.
    let feature_set = unsafe { CStr::from_ptr(feature_set) };
    // SAFETY: as above.
    let input = unsafe { CStr::from_ptr(input) };
    match P::run(feature_set, input) {
        None => ptr::null_mut(),
        // SAFETY: a NUL-terminated string that lives during the call.
        Some(answer) => unsafe { strdup(answer.as_ptr()) },
    }
}
