//! C functions with their user data.

#![allow(unsafe_code)]

use std::ffi::{c_char, c_void};
use std::fmt;

use crate::opaque::AroHost;

/// `AroHostOnReload` in the header.
///
/// These functions are `C-unwind`, since a C++ exception may leave them. Rust then ends the
/// process, where with `C` the behaviour would be undefined.
pub type ReloadFn = unsafe extern "C-unwind" fn(
    user_data: *mut c_void,
    host: *mut AroHost,
    phase: i32,
    plugin: *const c_char,
    plugin_length: usize,
    message: *const c_char,
    message_length: usize,
);

/// `AroHostOnEvent` in the header.
pub type EventFn = unsafe extern "C-unwind" fn(
    user_data: *mut c_void,
    host: *mut AroHost,
    event_type: *const c_char,
    type_length: usize,
    payload: *const c_char,
    payload_length: usize,
);

/// `AroHostOnInvoke` in the header.
pub type InvokeFn = unsafe extern "C-unwind" fn(
    user_data: *mut c_void,
    host: *mut AroHost,
    feature_set: *const c_char,
    feature_set_length: usize,
    input: *const c_char,
    input_length: usize,
) -> i32;

/// A function, its user data and the handle that it gets.
#[derive(Clone, Copy)]
pub(crate) struct Callback<F> {
    function: F,
    user_data: *mut c_void,
    handle: usize,
}

// SAFETY: the header requires that a callback may be called from every thread with its user data,
// and at the same time. The pointer is only passed on.
unsafe impl<F: Send> Send for Callback<F> {}
// SAFETY: as above.
unsafe impl<F: Sync> Sync for Callback<F> {}

pub(crate) type OnReload = Callback<ReloadFn>;
pub(crate) type OnEvent = Callback<EventFn>;
pub(crate) type OnInvoke = Callback<InvokeFn>;

impl<F> Callback<F> {
    /// # Safety
    ///
    /// The function may be called with `user_data` and with strings by pointer and length, on every
    /// thread, until the callback is dropped.
    pub(crate) unsafe fn new(function: F, user_data: *mut c_void, handle: usize) -> Self {
        Self { function, user_data, handle }
    }

    fn host(&self) -> *mut AroHost {
        std::ptr::without_provenance_mut(self.handle)
    }
}

impl OnReload {
    pub(crate) fn call(&self, phase: i32, plugin: &str, message: &str) {
        let (host, user_data) = (self.host(), self.user_data);
        let (plugin, message) = (Terminated::new(plugin), Terminated::new(message));
        // SAFETY: by the condition of `new`. The strings live during the call.
        unsafe {
            (self.function)(user_data, host, phase, plugin.data(), plugin.length(), message.data(), message.length());
        }
    }
}

impl OnEvent {
    pub(crate) fn call(&self, event_type: &str, payload: &str) {
        let (event_type, payload) = (Terminated::new(event_type), Terminated::new(payload));
        let (host, user_data) = (self.host(), self.user_data);
        // SAFETY: by the condition of `new`. The strings live during the call.
        unsafe {
            (self.function)(user_data, host, event_type.data(), event_type.length(), payload.data(), payload.length());
        }
    }
}

impl OnInvoke {
    pub(crate) fn call(&self, feature_set: &str, input: &str) -> i32 {
        let (feature_set, input) = (Terminated::new(feature_set), Terminated::new(input));
        let (host, user_data) = (self.host(), self.user_data);
        // SAFETY: by the condition of `new`. The strings live during the call.
        unsafe {
            (self.function)(user_data, host, feature_set.data(), feature_set.length(), input.data(), input.length())
        }
    }
}

/// A string with a NUL after it, which its length does not count.
struct Terminated(Vec<u8>);

impl Terminated {
    fn new(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        Self(bytes)
    }

    fn data(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    fn length(&self) -> usize {
        self.0.len() - 1
    }
}

impl<F> fmt::Debug for Callback<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback").field("user_data", &self.user_data).finish_non_exhaustive()
    }
}
