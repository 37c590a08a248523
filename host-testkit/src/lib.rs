//! Builds an ARO plugin, loads it as the ARO hosts do, and calls it.
//!
//! The testkit stands where a host stands. It knows the C interface of a plugin and nothing of how the plugin was
//! made, so it serves a plugin written with the SDK, one written by hand in Rust, and one written in C alike.
//!
//! ```no_run
//! use serde_json::json;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // In a test of the plugin's own package: cargo builds the cdylib, and it is loaded with the hosts' flags.
//! let plugin = aro_host_testkit::plugin!();
//!
//! assert_eq!(plugin.info()?.actions[0].name, "Greet");
//!
//! let reply = plugin.execute("Greet", &json!({ "name": "Ada" }))?;
//! assert_eq!(reply.json()?, json!({ "result": "Hello, Ada!" }));
//! # Ok(())
//! # }
//! ```
//!
//! # What a call does
//!
//! The text of a call stays the testkit's; the plugin borrows it while the call runs. What the plugin returns is copied
//! and given back to its `aro_plugin_free` at once, exactly one time, also when the text turns out to be no UTF-8 or no
//! JSON. So a [`Reply`] owns its bytes and outlives the plugin, and [`Plugin::outstanding`] is 0 between calls.
//!
//! # Trust
//!
//! Loading a library runs its code in this process, and a C interface cannot be verified from outside. The functions
//! here are safe to call as long as the plugin keeps the ABI: its exports have the documented signatures, and what they
//! return is null or a NUL-terminated text. A plugin that breaks that can do here what it does in a real host: anything.
//!
//! # Errors
//!
//! [`LoadError`] and [`CallError`] say what came, what was expected and what to do about it. Their `Debug` form is the
//! same text, so that `unwrap()` in a test shows cargo's messages as cargo wrote them.

#![deny(unsafe_code)]

mod boundary;
mod call_error;
mod calls;
mod cargo;
mod cdylib;
mod entry_point;
pub mod fuzz;
mod info;
mod json;
pub mod leaks;
#[allow(unsafe_code)]
mod library;
mod load_error;
mod plugin;
pub mod reload;
mod reply;
mod snapshot;

pub use aro_abi::ErrorCode;
pub use call_error::CallError;
pub use cdylib::{PluginBuilder, build_cdylib};
pub use info::{Action, Deprecation, Events, Info, Qualifier, Service, SystemObject};
pub use library::InvokeFn;
pub use load_error::LoadError;
pub use plugin::Plugin;
pub use reply::{Event, Reply, ReplyError};

/// Builds the package under test and loads it: [`Plugin::build`] of this package's `CARGO_MANIFEST_DIR`.
///
/// Gives a [`Plugin`]. Cargo runs once per test process, however many tests ask; each call opens the library anew, and
/// the operating system gives them all the same loaded copy.
///
/// ```no_run
/// use std::sync::LazyLock;
///
/// use aro_host_testkit::Plugin;
///
/// static PLUGIN: LazyLock<Plugin> = LazyLock::new(|| aro_host_testkit::plugin!());
/// ```
///
/// # Panics
///
/// With the text of the [`LoadError`], when the package does not build, has no cdylib, or is no plugin.
#[macro_export]
macro_rules! plugin {
    () => {
        match $crate::Plugin::build(::core::env!("CARGO_MANIFEST_DIR")) {
            ::core::result::Result::Ok(plugin) => plugin,
            ::core::result::Result::Err(error) => ::core::panic!("{error}"),
        }
    };
}
