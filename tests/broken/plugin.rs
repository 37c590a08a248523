//! A hand-written plugin that keeps every rule of the ABI. With a `cfg` it breaks a single rule.

use std::ffi::{CStr, CString, c_char};

fn give(text: &str) -> *mut c_char {
    CString::new(text).unwrap_or_default().into_raw()
}

/// Private, so that no function of another library can replace it.
fn take(text: *mut c_char) {
    if !text.is_null() {
        #[cfg(frees_with_another_allocator)]
        {
            unsafe extern "C" {
                fn free(pointer: *mut c_char);
            }
            // The address of a byte inside the allocation, as of a string with a header.
            unsafe { free(text.wrapping_add(8)) };
        }
        #[cfg(not(frees_with_another_allocator))]
        drop(unsafe { CString::from_raw(text) });
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    let info = r#"{"name":"by-hand","version":"1.0.0","language":"rust",
        "actions":[{"name":"Measure","verbs":["MeasureText"],"role":"own","prepositions":["from"]}]}"#;
    #[cfg(frees_with_another_allocator)]
    return Box::leak(info.to_owned().into_boxed_str()).as_ptr().cast_mut().cast();
    #[cfg(not(frees_with_another_allocator))]
    give(info)
}

#[unsafe(no_mangle)]
pub extern "C" fn aro_plugin_free(text: *mut c_char) {
    take(text);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_plugin_execute(action: *const c_char, input: *const c_char) -> *mut c_char {
    unsafe { execute(action, input) }
}

unsafe fn execute(action: *const c_char, input: *const c_char) -> *mut c_char {
    if action.is_null() || (input.is_null() && !cfg!(trusts_the_pointer)) {
        return give(r#"{"error":"NULL"}"#);
    }
    let name = unsafe { CStr::from_ptr(action) }.to_string_lossy().replace(['-', '_'], "").to_ascii_lowercase();
    if !["measuretext", "measure"].contains(&name.as_str()) {
        return give(r#"{"error":"Unknown action: that"}"#);
    }
    let input = unsafe { CStr::from_ptr(input) };
    #[cfg(unwraps_utf8)]
    let input = input.to_str().unwrap();
    #[cfg(not(unwraps_utf8))]
    let Ok(input) = input.to_str() else { return give(r#"{"error":"no UTF-8"}"#) };
    if cfg!(panics) {
        panic!("not today");
    }
    if cfg!(overflows) {
        return give(&deeper(0).to_string());
    }
    #[cfg(calls_its_own_export)]
    aro_plugin_free(std::ptr::null_mut());
    give(&format!(r#"{{"length":{}}}"#, input.len()))
}

fn deeper(level: u64) -> u64 {
    let room = std::hint::black_box([level; 64]);
    deeper(room[3] + 1) + room[5]
}

#[cfg(no_mangle_helper)]
#[unsafe(no_mangle)]
pub extern "C" fn helper() {}
