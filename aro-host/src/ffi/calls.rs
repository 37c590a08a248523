//! Calling plugins, and running ARO.

#![allow(unsafe_code)]

use std::ffi::c_char;

use super::arguments::received;
use super::boundary::on_runtime;
use super::text::AroHostText;
use crate::opaque::AroHost;

/// See the header.
///
/// # Safety
///
/// The strings can be read by their lengths, and `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_call(
    host: *mut AroHost,
    plugin: *const c_char,
    plugin_length: usize,
    action: *const c_char,
    action_length: usize,
    input: *const c_char,
    input_length: usize,
    out: *mut AroHostText,
) -> i32 {
    // SAFETY: by the condition.
    let ([plugin, action, input], out) =
        unsafe { received([(plugin, plugin_length), (action, action_length), (input, input_length)], out) };
    on_runtime(host, &out, |runtime| {
        runtime.action(plugin.name("name of the plugin")?, action.name("action")?, input.text("input")?).map(Some)
    })
}

/// See the header.
///
/// # Safety
///
/// The strings can be read by their lengths, and `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_qualify(
    host: *mut AroHost,
    qualifier: *const c_char,
    qualifier_length: usize,
    value: *const c_char,
    value_length: usize,
    arguments: *const c_char,
    arguments_length: usize,
    out: *mut AroHostText,
) -> i32 {
    // SAFETY: by the condition.
    let ([qualifier, value, arguments], out) =
        unsafe { received([(qualifier, qualifier_length), (value, value_length), (arguments, arguments_length)], out) };
    on_runtime(host, &out, |runtime| {
        runtime.qualifier(qualifier.name("qualifier")?, value.text("value")?, arguments.text("arguments")?).map(Some)
    })
}

/// See the header.
///
/// # Safety
///
/// The strings can be read by their lengths, and `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_call_service(
    host: *mut AroHost,
    service: *const c_char,
    service_length: usize,
    method: *const c_char,
    method_length: usize,
    arguments: *const c_char,
    arguments_length: usize,
    out: *mut AroHostText,
) -> i32 {
    // SAFETY: by the condition.
    let ([service, method, arguments], out) =
        unsafe { received([(service, service_length), (method, method_length), (arguments, arguments_length)], out) };
    on_runtime(host, &out, |runtime| {
        runtime.service(service.name("service")?, method.name("method")?, arguments.text("arguments")?).map(Some)
    })
}

/// See the header.
///
/// # Safety
///
/// The strings can be read by their lengths, and `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_run_statement(
    host: *mut AroHost,
    statement: *const c_char,
    statement_length: usize,
    bindings: *const c_char,
    bindings_length: usize,
    out: *mut AroHostText,
) -> i32 {
    // SAFETY: by the condition.
    let ([statement, bindings], out) =
        unsafe { received([(statement, statement_length), (bindings, bindings_length)], out) };
    on_runtime(host, &out, |runtime| {
        runtime.statement(statement.text("statement")?, bindings.text("bindings")?).map(Some)
    })
}

/// See the header.
///
/// # Safety
///
/// The strings can be read by their lengths, and `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_run_program(
    host: *mut AroHost,
    source: *const c_char,
    source_length: usize,
    out: *mut AroHostText,
) -> i32 {
    // SAFETY: by the condition.
    let ([source], out) = unsafe { received([(source, source_length)], out) };
    on_runtime(host, &out, |runtime| runtime.program(source.text("source")?).map(Some))
}

/// See the header.
///
/// # Safety
///
/// The strings can be read by their lengths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_emit(
    host: *mut AroHost,
    event_type: *const c_char,
    event_type_length: usize,
    payload: *const c_char,
    payload_length: usize,
) -> i32 {
    // SAFETY: by the condition.
    let ([event_type, payload], out) =
        unsafe { received([(event_type, event_type_length), (payload, payload_length)], std::ptr::null_mut()) };
    on_runtime(host, &out, |runtime| {
        runtime.emit(event_type.name("type of the event")?, payload.text("payload")?).map(|()| None)
    })
}
