//! An ARO host as a C library. C, C++, Go, Python and other languages embed it by the header
//! `include/aro_host.h`, which documents each function.
//!
//! A program creates a runtime, loads plugins into it, and calls them or runs ARO programs on them.
//! The host is that of [`aro_host_testkit`] on the eager path: what a statement means, which
//! envelope a plugin gets and what becomes of its reply are the same as in a test.
//!
//! From Rust, use [`aro_host_testkit::Host`] itself. The functions here are for other languages.
//!
//! # Promises
//!
//! - A handle is looked up and never used as an address. NULL, a handle of a destroyed runtime and
//!   a foreign pointer give the status `ARO_HOST_INVALID_HANDLE`.
//! - No function unwinds: a panic becomes the status `ARO_HOST_PANIC`.
//! - Every function may be called from every thread. Runtimes share nothing: each loads its own
//!   copy of a plugin's library.
//! - Nothing is locked while a plugin or a callback runs. A callback may call the runtime again;
//!   what would wait for the callback itself gives `ARO_HOST_BUSY`.
//! - A library is closed when no call uses it any more.

#![deny(unsafe_code)]

// The layers, the highest first: a module uses only modules below it in this list.
mod ffi;

mod handles;

mod runtime;

mod callbacks;

mod inside;

mod failure;

mod opaque;

pub use callbacks::{EventFn, InvokeFn, ReloadFn};
pub use ffi::*;
pub use opaque::AroHost;
