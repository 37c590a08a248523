//! Loading, reloading, unloading and listing plugins.

#![allow(unsafe_code)]

use std::ffi::c_char;

use serde_json::Value;

use super::arguments::received;
use super::boundary::on_runtime;
use super::text::AroHostText;
use crate::opaque::AroHost;
use crate::runtime::Look;

fn list(names: Vec<String>) -> Option<String> {
    Some(Value::from(names).to_string())
}

/// See the header.
///
/// # Safety
///
/// The string can be read by its length, and `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_load(
    host: *mut AroHost,
    path: *const c_char,
    path_length: usize,
    out: *mut AroHostText,
) -> i32 {
    // SAFETY: by the condition.
    let ([path], out) = unsafe { received([(path, path_length)], out) };
    on_runtime(host, &out, |runtime| runtime.load(&path.path()?).map(Some))
}

/// See the header.
///
/// # Safety
///
/// The string can be read by its length, and `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_load_all(
    host: *mut AroHost,
    folder: *const c_char,
    folder_length: usize,
    out: *mut AroHostText,
) -> i32 {
    // SAFETY: by the condition.
    let ([folder], out) = unsafe { received([(folder, folder_length)], out) };
    on_runtime(host, &out, |runtime| runtime.load_all(&folder.path()?).map(list))
}

/// See the header.
///
/// # Safety
///
/// The string can be read by its length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_reload(host: *mut AroHost, plugin: *const c_char, plugin_length: usize) -> i32 {
    // SAFETY: by the condition.
    let ([plugin], out) = unsafe { received([(plugin, plugin_length)], std::ptr::null_mut()) };
    on_runtime(host, &out, |runtime| runtime.reload(plugin.name("name of the plugin")?).map(|()| None))
}

/// See the header.
///
/// # Safety
///
/// `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_reload_changed(host: *mut AroHost, out: *mut AroHostText) -> i32 {
    // SAFETY: by the condition.
    let ([], out) = unsafe { received([], out) };
    on_runtime(host, &out, |runtime| runtime.reload_changed(Look::Once).map(list))
}

/// See the header.
///
/// # Safety
///
/// The string can be read by its length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_unload(host: *mut AroHost, plugin: *const c_char, plugin_length: usize) -> i32 {
    // SAFETY: by the condition.
    let ([plugin], out) = unsafe { received([(plugin, plugin_length)], std::ptr::null_mut()) };
    on_runtime(host, &out, |runtime| runtime.unload(plugin.name("name of the plugin")?).map(|()| None))
}

/// See the header.
///
/// # Safety
///
/// `out` is null or can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_plugins(host: *mut AroHost, out: *mut AroHostText) -> i32 {
    // SAFETY: by the condition.
    let ([], out) = unsafe { received([], out) };
    on_runtime(host, &out, |runtime| runtime.list().map(Some))
}
