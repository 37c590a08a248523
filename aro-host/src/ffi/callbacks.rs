//! Registering callbacks, and replying from one.

#![allow(unsafe_code)]

use std::ffi::{c_char, c_void};

use super::arguments::received;
use super::boundary::{self, on_runtime};
use super::text::Out;
use crate::callbacks::{EventFn, InvokeFn, OnEvent, OnInvoke, reply};
use crate::failure::{Failure, Status};
use crate::opaque::AroHost;

/// See the header.
///
/// # Safety
///
/// `callback` is null or as the header requires.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_on_invoke(
    host: *mut AroHost,
    callback: Option<InvokeFn>,
    user_data: *mut c_void,
) -> i32 {
    on_runtime(host, &Out::none(), |runtime| {
        // SAFETY: by the condition.
        let callback = callback.map(|function| unsafe { OnInvoke::new(function, user_data, runtime.handle()) });
        runtime.on_invoke(callback).map(|()| None)
    })
}

/// See the header.
///
/// # Safety
///
/// The string can be read by its length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_reply(host: *mut AroHost, text: *const c_char, text_length: usize) -> i32 {
    // SAFETY: by the condition.
    let ([text], out) = unsafe { received([(text, text_length)], std::ptr::null_mut()) };
    // While a runtime is being destroyed, its plugins still invoke, so an invocation needs no live
    // runtime.
    let mut replied = false;
    boundary::ignore_panics(|| replied = text.text("reply").is_ok_and(|text| reply(host.addr(), text)));
    if replied {
        return Status::Ok as i32;
    }
    on_runtime(host, &out, |_| {
        text.text("reply")?;
        Err(Failure::argument(
            "aro_host_reply is for the invoke callback of this runtime: call it in there, on the same thread",
        ))
    })
}

/// See the header.
///
/// # Safety
///
/// The string can be read by its length, `callback` is null or as the header requires, and
/// `subscription` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_subscribe(
    host: *mut AroHost,
    pattern: *const c_char,
    pattern_length: usize,
    callback: Option<EventFn>,
    user_data: *mut c_void,
    subscription: *mut u64,
) -> i32 {
    // SAFETY: by the condition.
    let ([pattern], out) = unsafe { received([(pattern, pattern_length)], std::ptr::null_mut()) };
    on_runtime(host, &out, |runtime| {
        let function = callback.ok_or_else(|| Failure::argument("the callback is NULL: pass a function"))?;
        // SAFETY: by the condition.
        let callback = unsafe { OnEvent::new(function, user_data, runtime.handle()) };
        let number = runtime.subscriptions().add(pattern.text("pattern")?, callback)?;
        if !subscription.is_null() {
            // SAFETY: by the condition, and it is not null.
            unsafe { subscription.write_unaligned(number) };
        }
        Ok(None)
    })
}

/// See the header.
#[unsafe(no_mangle)]
pub extern "C" fn aro_host_unsubscribe(host: *mut AroHost, subscription: u64) -> i32 {
    on_runtime(host, &Out::none(), |runtime| {
        runtime.subscriptions().remove(runtime.handle(), subscription).map(|()| None)
    })
}
