//! Runs an author's function for C.

#![allow(unsafe_code)]

use std::ffi::c_char;
use std::ptr;

use aro_abi::ErrorCode;
use aro_abi::typed::{NONE, SUCCESS};

use super::out::Out;
use super::returned::Failure;
use super::{buffer, last_error};
use crate::context::{catch_typed, install_hook, is_hook_installed};
use crate::error::{Error, Result};

/// The plain form: the function's value, and `zero` on a failure, which becomes the thread's last
/// error.
#[inline(always)]
pub fn plain<C>(zero: C, work: impl FnOnce() -> Result<C>) -> C {
    // The first call as a whole is another function. So all that later calls do for it is a
    // comparison and a jump: they keep nothing for the time after it.
    if is_hook_installed() { run_plain(zero, work) } else { first_plain(work, zero) }
}

/// `extern "C"`, because such a function does not unwind: then a jump to it is enough, and the
/// caller needs no stack frame.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions)] // No C code calls it.
extern "C" fn first_plain<C>(work: impl FnOnce() -> Result<C>, zero: C) -> C {
    install_hook();
    run_plain(zero, work)
}

#[inline(always)]
fn run_plain<C>(zero: C, work: impl FnOnce() -> Result<C>) -> C {
    match catch_typed(work) {
        Ok(value) => value,
        Err(error) => {
            failed(error);
            zero
        }
    }
}

#[cold]
#[inline(never)]
fn failed(error: Error) {
    last_error::set(&error);
}

/// What a function in the status form says of a failure. C owns the message and frees it with
/// `<crate>_free`.
#[derive(Debug)]
#[repr(C)]
pub struct AroError {
    /// The status once more.
    pub code: i32,
    /// NUL-terminated UTF-8; NULL if there is none.
    pub message: *mut c_char,
    /// The length without the NUL.
    pub message_len: usize,
}

impl AroError {
    const NONE: Self = Self { code: SUCCESS, message: ptr::null_mut(), message_len: 0 };
}

/// The status form: writes the result to `out`, and what went wrong to `error`, unless that is
/// NULL. Returns the status.
///
/// On a failure, what is not NULL in `out` is cleared: a caller that ignores the status finds NULL
/// and zero. Everything is written after the function has run, so `out` may even be inside of what
/// C lends. What `out` and `error` held is not freed.
///
/// # Safety
///
/// Each pointer in `out`, and `error`, is NULL or may be written to.
#[inline]
pub unsafe fn status<O: Out>(out: O, error: *mut AroError, work: impl FnOnce() -> Result<O::Value, Failure>) -> i32 {
    if !is_hook_installed() {
        install_hook();
    }
    if out.is_null() {
        // SAFETY: the caller's promise.
        unsafe { out.write(None) };
        // SAFETY: the caller's promise.
        return unsafe { write_failure(error, Failure::Error(out_is_null())) };
    }
    match catch_typed(|| O::convert(work()?).map_err(Failure::Error)) {
        Ok(written) => {
            // SAFETY: the caller's promise; no pointer is NULL, and what was borrowed of the input
            // is no longer in use.
            unsafe { out.write(Some(written)) };
            // SAFETY: as above.
            unsafe { write_error(error, AroError::NONE) };
            SUCCESS
        }
        Err(failure) => {
            // SAFETY: as above.
            unsafe { out.write(None) };
            // SAFETY: as above.
            unsafe { write_failure(error, failure) }
        }
    }
}

#[cold]
fn out_is_null() -> Error {
    Error::invalid_input("an out-parameter is NULL: pass the address of a variable for the result")
}

/// Returns the status of the failure.
///
/// # Safety
///
/// `error` is NULL or may be written to.
#[cold]
unsafe fn write_failure(error: *mut AroError, failure: Failure) -> i32 {
    let failure = match failure {
        Failure::None => AroError { code: NONE, ..AroError::NONE },
        Failure::Error(failure) => described(&failure, error.is_null()),
    };
    let code = failure.code;
    // SAFETY: the caller's promise.
    unsafe { write_error(error, failure) };
    code
}

/// The error for C. The message is left out if nobody takes it, or if there is no memory for it.
fn described(error: &Error, is_unwanted: bool) -> AroError {
    let none = AroError { code: code(error), ..AroError::NONE };
    if is_unwanted {
        return none;
    }
    match buffer::of_str(error.message()) {
        Ok(message) => AroError { message: message.cast(), message_len: error.message().len(), ..none },
        Err(_) => none,
    }
}

/// The code of an error, which an author may have given that of a success.
pub(super) fn code(error: &Error) -> i32 {
    match error.code() {
        ErrorCode::Success => ErrorCode::ExecutionFailed.number().into(),
        code => code.number().into(),
    }
}

/// # Safety
///
/// `error` is NULL or may be written to. It need not be aligned.
#[inline]
unsafe fn write_error(error: *mut AroError, value: AroError) {
    if !error.is_null() {
        // SAFETY: the caller's promise.
        unsafe { error.write_unaligned(value) };
    }
}
