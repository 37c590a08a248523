//! The same functions with the SDK and by hand.

aro_sdk::exports! {}

/// Adds two numbers.
#[aro_sdk::aro_export]
fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// The length of a text, which must be UTF-8.
#[aro_sdk::aro_export]
fn length(text: &str) -> u64 {
    text.len() as u64
}

#[unsafe(no_mangle)]
extern "C" fn by_hand_add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// # Safety
///
/// `text` points to `text_len` bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn by_hand_length(text: *const u8, text_len: usize) -> u64 {
    // SAFETY: the caller's promise.
    let bytes = unsafe { std::slice::from_raw_parts(text, text_len) };
    std::str::from_utf8(bytes).map_or(0, |text| text.len() as u64)
}
