//! A loaded library of typed C functions.
//!
//! As for plugins, the premise is that the library keeps what it promises: a library that exports
//! `<crate>_describe`, `<crate>_free` and `<crate>_last_error` has them with the signatures of
//! `aro_abi::typed`.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_void};
use std::mem::ManuallyDrop;
use std::path::Path;

use super::LoadError;

type Describe = unsafe extern "C" fn() -> *const c_char;

/// Stays loaded when dropped, as a [`Library`](super::Library) does.
#[derive(Debug)]
pub(crate) struct TypedFunctions {
    handle: ManuallyDrop<libloading::Library>,
}

impl TypedFunctions {
    /// `path` has to be absolute.
    pub(crate) fn open(path: &Path) -> Result<Self, LoadError> {
        // SAFETY: opening runs the library's initialisers. Nothing here can check them; that they
        // do no harm is part of the premise.
        let handle = unsafe { libloading::Library::new(path) };
        let handle = handle
            .map_err(|error| LoadError::NotALibrary { path: path.to_owned(), reason: super::loaded::reason(&error) })?;
        Ok(Self { handle: ManuallyDrop::new(handle) })
    }

    /// A copy of the description that the function of this name returns; `None` if there is no such
    /// function, or if it returns NULL.
    pub(crate) fn describe(&self, name: &str) -> Option<Vec<u8>> {
        // SAFETY: by the premise the function has this signature.
        let describe = unsafe { self.handle.get::<Describe>(name) }.ok()?;
        // SAFETY: as above; `self` keeps the library loaded.
        let text = unsafe { describe() };
        if text.is_null() {
            return None;
        }
        // SAFETY: by the premise it is a NUL-terminated string that stays as it is.
        Some(unsafe { CStr::from_ptr(text) }.to_bytes().to_vec())
    }

    /// The address of a function, which is not called here.
    pub(crate) fn address(&self, name: &str) -> Option<*const c_void> {
        // SAFETY: the address is only looked up, and an address has the size of a pointer.
        let symbol = unsafe { self.handle.get::<*const c_void>(name) };
        symbol.ok().map(|symbol| *symbol).filter(|address| !address.is_null())
    }
}
