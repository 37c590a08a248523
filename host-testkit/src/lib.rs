//! Tests ARO plugins: builds a plugin, loads it as the ARO hosts do, runs ARO statements on it and
//! checks it.
//!
//! # Why
//!
//! A plugin meets five kinds of hosts, which send different envelopes, treat errors differently and
//! call functions in a different order ([`aro_abi::reference`]). Installing and running them for a
//! test takes long, and they report little. The testkit contains hosts that follow the same rules
//! and run inside `cargo test`. Exchanges that were captured from the real hosts verify them.
//!
//! The testkit uses only a plugin's C functions. So it tests plugins that are written with the SDK,
//! by hand in Rust, or in C.
//!
//! # A tour
//!
//! Put this into a test of the plugin's own package. [`plugin!`] runs cargo and loads the library.
//!
//! ```no_run
//! use aro_host_testkit::{assert_value, plugin};
//! use serde_json::json;
//!
//! // One statement, in the interpreter:
//! let greeted = plugin!().run("Greet the <greeting> from the <name>.", json!({ "name": "Ada" }));
//! assert_value!(greeted, { "result": "Hello, Ada!" });
//! ```
//!
//! [`for_each_host`] runs a test on all five host paths:
//!
//! ```no_run
//! use aro_host_testkit::{ErrorCode, assert_error, assert_value, for_each_host, plugin};
//! use serde_json::json;
//!
//! for_each_host(|host| {
//!     host.load(plugin!());
//!     let loudly = "Greet the <greeting> from the <name> with { loud: true }.";
//!     assert_value!(host.run(loudly, json!({ "name": "Ada" })), { "result": "HELLO, ADA!" });
//!
//!     let failed = host.run("Greet the <greeting> from 42.", ());
//!     assert_error!(failed, ErrorCode::InvalidInput, "expected a string");
//! });
//! ```
//!
//! One line checks a plugin against every rule of the ABI that it can break:
//!
//! ```no_run
//! # #[cfg(feature = "conformance")]
//! aro_host_testkit::conformance_test!();
//! # fn main() {}
//! ```
//!
//! And one line calls everything that it declares with random arguments:
//!
//! ```no_run
//! # #[cfg(feature = "fuzz")]
//! # fn main() -> Result<(), aro_host_testkit::fuzz::FuzzError> {
//! # let plugin = aro_host_testkit::plugin!();
//! aro_host_testkit::fuzz::FuzzCheck::new(&plugin).run()?;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "fuzz"))]
//! # fn main() {}
//! ```
//!
//! # Concepts
//!
//! - **Plugin.** [`Plugin`] is a loaded library. [`plugin!`] and [`Plugin::build`] build it with
//!   cargo, [`Plugin::builder`] with options, and [`Plugin::open`] loads an existing file. It has a
//!   method for each C function, such as [`execute`](Plugin::execute) and [`info`](Plugin::info).
//!   [`Symbols`] reads a library's file without loading it.
//! - **Host path.** A [`HostPath`] is one of the five ways in which a plugin is hosted.
//! - **Host.** A [`Host`] follows the rules of one path. It [loads](Host::load) plugins, also by
//!   their [`plugin.yaml`](Host::load_package), [runs](Host::run) ARO statements and
//!   [whole programs](Host::run_application), delivers [events](Host::emit) and answers
//!   [what plugins invoke](Host::on_invoke). What it [does not
//!   support](unsupported_constructs) is an error; it never shows what the real host would not.
//! - **Envelope.** The JSON object that a host sends with a call. [`envelope`] builds one for a
//!   test that calls [`Plugin::execute`] itself.
//! - **Outcome.** An [`Outcome`] is the result of a statement: a value, or what it [threw](Thrown);
//!   the recorded calls and events; and [notes](Outcome::notes) about what the host did silently.
//!   [`assert_value!`], [`assert_error!`] and [`assert_events!`] check one.
//! - **Reply.** A [`Reply`] is what a call returned: a copy of the bytes. The testkit gives the
//!   original back to `aro_plugin_free` at once and exactly one time, so [`Plugin::outstanding`] is
//!   0 between calls.
//! - **Check.** A builder whose `run` checks a plugin:
//!   [`ConformanceCheck`](conformance::ConformanceCheck), [`FuzzCheck`](fuzz::FuzzCheck),
//!   [`LeakCheck`](leaks::LeakCheck), [`ReloadCheck`](reload::ReloadCheck).
//! - **Typed library.** A [`TypedLibrary`] has C functions that `#[aro_export]` made, and need not
//!   be a plugin. [`TypedExports`](header::TypedExports) writes its C header.
//! - **Isolation.** A [`Session`](isolation::Session) calls a plugin in a child process, where a
//!   crash, an exit or a hang is an error that names the call.
//! - **Module.** A [`wasm::Module`] is a plugin built for WebAssembly: it runs in this process,
//!   within limits, and reaches nothing but its own memory.
//!
//! # Features
//!
//! All but `wasm` and `wasi` are on by default. With `default-features = false` the testkit has
//! [`Plugin`] and [`Host`], and depends on neither proptest nor arbitrary, and no function runs
//! before `main`.
//!
//! | feature | what it adds |
//! |---|---|
//! | `conformance` | [`conformance`], [`conformance_test!`]; turns `isolation` on |
//! | `fuzz` | [`fuzz`], [`fuzz_target!`] |
//! | `header` | [`header`] |
//! | `isolation` | [`isolation`]; adds a function that runs before `main` |
//! | `leaks` | [`leaks`] |
//! | `reload` | [`reload`] |
//! | `wasm` | [`wasm`], with wasmtime; turns `isolation` on |
//! | `wasi` | modules that use WASI; turns `wasm` on |
//!
//! # Errors
//!
//! [`LoadError`], [`CallError`], [`RunError`], [`PackageError`] and the errors of the checks say
//! what was found, what was expected and what to do. Their `Debug` form is the same text, so that
//! `unwrap()` in a test shows it, with cargo's messages as cargo wrote them.
//!
//! # Safety
//!
//! Loading a library runs its code in this process, and a C interface cannot be verified from
//! outside. The functions here are safe to call as long as the plugin keeps the ABI: its exports
//! have the documented signatures and return null or a NUL-terminated string. A plugin that breaks
//! the ABI has undefined behaviour here, as in a real host.

#![deny(unsafe_code)]
// Without some features, the modules that the documentation links to are missing.
#![cfg_attr(
    not(all(
        feature = "conformance",
        feature = "fuzz",
        feature = "header",
        feature = "leaks",
        feature = "reload",
        feature = "wasi"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

#[macro_use]
mod debug;

// The layers, the lowest first: a module uses only modules above it in this list. In this order
// rustdoc shows the functions of `Plugin` and `Host` too.
mod json;

mod caught;

mod library;

mod typed;

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

#[cfg(feature = "header")]
pub mod header;

#[cfg(feature = "wasm")]
pub mod wasm;

pub use aro_abi::envelope::Descriptor;
pub use aro_abi::{ErrorCode, HostPath, envelope};
pub use assertions::{AsCode, AsFailure, AsOutcome};
pub use build::{PluginBuilder, build_cdylib};
pub use host::{
    ActionMetadata, ActionStatement, ApplicationOutcome, Dependency, Host, Manifest, Outcome, PackageError, PluginRef,
    RecordedCall, Registered, RegisteredObject, RegisteredQualifier, RegisteredVerb, Removed, RunError, TextReply,
    Thrown, dependency_order, for_each_host, for_each_host_with,
};
pub use library::{InvokeFn, LoadError, Symbols};
#[cfg(feature = "wasm")]
pub use plugin::Trap;
pub use plugin::{
    Action, CallError, Deprecation, Event, Events, Info, Plugin, Qualifier, Reply, ReplyError, Service, SystemObject,
};
pub use statement::{ParseError, Unsupported, check_program, unsupported_constructs};
pub use typed::TypedLibrary;

/// What the assertions' macros name.
#[doc(hidden)]
pub mod __private {
    pub use aro_host_testkit_macros::features;
    pub use serde_json::json;

    pub use crate::assertions::{AsCode, assert_error, assert_events, assert_failure, assert_value};
}

/// Builds the package under test and loads it: [`Plugin::build`] of this package's
/// `CARGO_MANIFEST_DIR`. Returns a [`Plugin`].
///
/// It is built as cargo built the test: with the same features, profile, target and target
/// directory, so `cargo test --release --features loud` tests that plugin. For others use
/// [`Plugin::builder`].
///
/// Cargo runs once per test process, however many tests use the macro. Each use opens the library
/// again, and the operating system returns the same loaded copy to all of them.
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
/// With the message of the [`LoadError`], when the package does not build, has no cdylib, or is not
/// a plugin.
#[macro_export]
macro_rules! plugin {
    () => {
        match $crate::PluginBuilder::under_test(::core::env!("CARGO_MANIFEST_DIR"), &$crate::__private::features!())
            .build()
        {
            ::core::result::Result::Ok(plugin) => plugin,
            ::core::result::Result::Err(error) => ::core::panic!("{error}"),
        }
    };
}
