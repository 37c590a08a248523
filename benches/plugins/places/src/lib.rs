//! Three functions, each as a function of Rust, as one of C, and as an action.

use std::slice;

use aro_sdk::prelude::*;

aro_sdk::plugin! { name = "bench-places", entry_points = false }

/// The smaller one.
#[must_use]
pub fn min(a: i64, b: i64) -> i64 {
    a.min(b)
}

/// Whether the text is an e-mail address.
#[must_use]
pub fn validate_email(text: &str) -> bool {
    bench_checks::is_email(text)
}

/// The number of fields of a text in CSV.
#[must_use]
pub fn count_fields(text: &str) -> usize {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.into_records().filter_map(Result::ok).map(|record| record.len()).sum()
}

#[aro_action(verbs = ["TakeMin"])]
fn take_min(a: i64, b: i64) -> i64 {
    min(a, b)
}

#[aro_action(verbs = ["ValidateEmail"])]
fn validate(value: &str) -> bool {
    validate_email(value)
}

#[aro_action(verbs = ["CountFields"])]
fn count(text: &str) -> usize {
    count_fields(text)
}

#[unsafe(no_mangle)]
extern "C" fn plain_min(a: i64, b: i64) -> i64 {
    min(a, b)
}

/// # Safety
///
/// `length` bytes at `text` are UTF-8.
#[unsafe(no_mangle)]
unsafe extern "C" fn plain_validate_email(text: *const u8, length: usize) -> i64 {
    // SAFETY: the caller's promise.
    let text = unsafe { slice::from_raw_parts(text, length) };
    i64::from(std::str::from_utf8(text).is_ok_and(validate_email))
}

/// # Safety
///
/// `length` bytes at `text` are UTF-8.
#[unsafe(no_mangle)]
unsafe extern "C" fn plain_count_fields(text: *const u8, length: usize) -> i64 {
    // SAFETY: the caller's promise.
    let text = unsafe { slice::from_raw_parts(text, length) };
    std::str::from_utf8(text).map_or(-1, |text| count_fields(text) as i64)
}
