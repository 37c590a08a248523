//! Builds an ARO plugin, loads it as the ARO hosts do, calls it, and runs ARO statements on it.
//!
//! The testkit stands where a host stands. It knows the C interface of a plugin and nothing of how
//! the plugin was made, so it serves a plugin written with the SDK, one written by hand in Rust,
//! and one written in C alike.
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
//! # Statements
//!
//! A [`Host`] stands for the whole of an ARO host: it runs ARO statements by the rules of one of
//! the five [paths](HostPath) on which plugins are hosted. [`for_each_host`] runs a test on all
//! five.
//!
//! ```no_run
//! use aro_host_testkit::{ErrorCode, assert_error, assert_value, for_each_host, plugin};
//! use serde_json::json;
//!
//! for_each_host(|host| {
//!     host.load(plugin!());
//!     let greeted = host.run("Greet the <greeting> from the <name> with { loud: true }.", json!({ "name": "Ada" }));
//!     assert_value!(greeted, { "result": "HELLO, ADA!" });
//!     assert_error!(host.run("Greet the <greeting> from 42.", ()), ErrorCode::InvalidInput, "expected a string");
//! });
//! ```
//!
//! # What a call does
//!
//! The text of a call stays the testkit's; the plugin borrows it while the call runs. What the
//! plugin returns is copied and given back to its `aro_plugin_free` at once, exactly one time, also
//! when the text turns out to be no UTF-8 or no JSON. So a [`Reply`] owns its bytes and outlives
//! the plugin, and [`Plugin::outstanding`] is 0 between calls.
//!
//! # Trust
//!
//! Loading a library runs its code in this process, and a C interface cannot be verified from
//! outside. The functions here are safe to call as long as the plugin keeps the ABI: its exports
//! have the documented signatures, and what they return is null or a NUL-terminated text. A plugin
//! that breaks that can do here what it does in a real host: anything.
//!
//! # Errors
//!
//! [`LoadError`], [`CallError`], [`RunError`] and [`PackageError`] say what came, what was expected
//! and what to do about it. Their `Debug` form is the same text, so that `unwrap()` in a test shows
//! cargo's messages as cargo wrote them.

#![deny(unsafe_code)]

#[macro_use]
mod debug;

// The layers, the lowest first: a module uses only modules above it in this list. In this order
// rustdoc shows the functions of `Plugin` and `Host` too.
mod json;

mod library;

mod plugin;

mod build;

mod statement;

mod host;

mod assertions;

#[cfg(feature = "isolation")]
pub mod isolation;

#[cfg(feature = "conformance")]
pub mod conformance;

#[cfg(feature = "fuzz")]
pub mod fuzz;

#[cfg(feature = "leaks")]
pub mod leaks;

#[cfg(feature = "reload")]
pub mod reload;

pub use aro_abi::envelope::Descriptor;
pub use aro_abi::{ErrorCode, HostPath, envelope};
pub use assertions::{AsCode, AsOutcome};
pub use build::{PluginBuilder, build_cdylib};
pub use host::{
    ActionMetadata, ActionStatement, Host, Manifest, Outcome, PackageError, PluginRef, RecordedCall, Registered,
    RegisteredObject, RegisteredQualifier, RegisteredVerb, RunError, Thrown, for_each_host,
};
pub use library::{InvokeFn, LoadError, Symbols};
pub use plugin::{
    Action, CallError, Deprecation, Event, Events, Info, Plugin, Qualifier, Reply, ReplyError, Service, SystemObject,
};
pub use statement::ParseError;

/// What the assertions' macros name.
#[doc(hidden)]
pub mod __private {
    pub use serde_json::json;

    pub use crate::assertions::{AsCode, assert_error, assert_events, assert_value};
}

/// Builds the package under test and loads it: [`Plugin::build`] of this package's
/// `CARGO_MANIFEST_DIR`.
///
/// Gives a [`Plugin`]. Cargo runs once per test process, however many tests ask; each call opens
/// the library anew, and the operating system gives them all the same loaded copy.
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
/// With the text of the [`LoadError`], when the package does not build, has no cdylib, or is no
/// plugin.
#[macro_export]
macro_rules! plugin {
    () => {
        match $crate::Plugin::build(::core::env!("CARGO_MANIFEST_DIR")) {
            ::core::result::Result::Ok(plugin) => plugin,
            ::core::result::Result::Err(error) => ::core::panic!("{error}"),
        }
    };
}
