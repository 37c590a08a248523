//! Creating and destroying runtimes.

#![allow(unsafe_code)]

use std::ffi::c_char;

use super::boundary;
use super::config::{AroHostConfig, Given};
use crate::failure::Failure;
use crate::handles;
use crate::opaque::AroHost;

/// See the header.
#[unsafe(no_mangle)]
pub extern "C" fn aro_host_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// See the header.
///
/// # Safety
///
/// `config` is null or a configuration of the size that it states; `out` is null or can be written
/// to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aro_host_create(config: *const AroHostConfig, out: *mut *mut AroHost) -> i32 {
    let write = |handle: usize| {
        // SAFETY: by the condition, and it is not null.
        unsafe { out.write_unaligned(std::ptr::without_provenance_mut(handle)) };
    };
    boundary::without_runtime(|| {
        if out.is_null() {
            return Err(Failure::argument("the place for the handle is NULL: pass the address of an `AroHost *`"));
        }
        write(0);
        // SAFETY: by the condition.
        let config = unsafe { Given::read(config) }?;
        write(handles::create(config.options()?)?);
        Ok(())
    })
}

/// See the header.
#[unsafe(no_mangle)]
pub extern "C" fn aro_host_destroy(host: *mut AroHost) -> i32 {
    boundary::destroy(host)
}
