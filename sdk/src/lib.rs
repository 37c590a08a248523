#![doc = include_str!("../README.md")]
//!
//! ## Index
//!
//! - The plugin: [`plugin!`], [`prelude`]; a crate that shares items with plugins: [`library!`].
//! - Attributes: [`aro_action`](macro@aro_action), [`aro_qualifier`](macro@aro_qualifier),
//!   [`aro_service`](macro@aro_service), [`aro_system_object`](macro@aro_system_object),
//!   [`aro_on_event`](macro@aro_on_event), [`aro_init`](macro@aro_init),
//!   [`aro_shutdown`](macro@aro_shutdown), [`AroTypes`](derive@AroTypes).
//! - Parameters that are no arguments: [`Statement`] with its [`Descriptor`]s and [`Preposition`],
//!   [`Events`], [`EventType`], [`State`] of a [`Shared`] type, [`Runtime`] and
//!   [`runtime::invoke`], [`RawInput`], and your own by [`FromCall`] from a [`Call`].
//! - Binary data in arguments and results: [`Bytes`].
//! - Results: [`Streamed`], [`TryStreamed`], [`Result`], [`Error`] with its [`ErrorCode`] and
//!   [`Category`].
//! - Typed C functions: [`aro_export`](macro@aro_export), [`exports!`].
//! - Types in the metadata: the trait [`trait@AroTypes`], [`TypeSet`], [`Role`].
#![deny(unsafe_code)]

#[cfg(all(feature = "tokio", target_family = "wasm"))]
compile_error!(
    "the feature `tokio` of aro-sdk is not for WebAssembly, where a runtime gets no threads: enable it for other \
     targets only, `[target.'cfg(not(target_family = \"wasm\"))'.dependencies]`, and name an executor that needs no \
     thread by `plugin! { block_on = … }`"
);

// From top to bottom. A module imports only modules below it; `tests/tests/architecture.rs` checks
// this.
pub mod prelude;

mod asynchronous;
mod bytes;
mod cache;
mod call;
mod context;
mod error;
mod export;
mod ffi;
mod json;
mod keys;
mod payload;
mod plugin;
mod reply;
mod sync;
mod types;

pub use aro_abi::{Category, ErrorCode, Preposition, Role};
pub use aro_sdk_macros::{
    AroTypes, aro_action, aro_export, aro_init, aro_on_event, aro_qualifier, aro_service, aro_shutdown,
    aro_system_object,
};

pub use bytes::Bytes;
pub use call::runtime::{self, Runtime};
pub use call::{Call, Descriptor, EventType, Events, FromCall, RawInput, Shared, State, Statement};
pub use error::{Error, Result};
pub use reply::{Streamed, TryStreamed};
pub use types::{AroTypes, TypeSet};

#[doc(hidden)]
pub mod __private;

/// Makes the crate a plugin. Call it once, in the root of the crate.
///
/// ```
/// aro_sdk::plugin! {
///     name = "greeter",
///     version = "1.0.0",
///     description = "Greetings",
///     handle = "Greeter",
/// }
/// # fn main() {}
/// ```
///
/// | key | value | default |
/// |---|---|---|
/// | `name` | the plugin's name, as in `plugin.yaml` | the package's name |
/// | `version` | the plugin's version | the package's version |
/// | `description` | what the plugin is for | the package's description |
/// | `handle` | the handle that programs write before its verbs | none |
/// | `entry_points` | whether each action has an exported C entry point | `true` |
/// | `uses` | the crates with [`library!`] whose items the plugin has too, as a list | none |
/// | `init_limit` | how long a call waits for init, as in `"500ms"`, `"30s"`, `"2min"` | `"30s"` |
/// | `block_on` | the function that runs a future on this thread | that of the feature `tokio` |
/// | `sleep` | the function that returns a future for a `Duration` | that of the feature `tokio` |
/// | `crate` | the path of the SDK, for the whole crate | the path by which `plugin!` is called |
///
/// It generates the exported functions of the ABI, and a unit test that the metadata is complete
/// and consistent.
///
/// Hosts take the handle from `plugin.yaml` (ABI, section 7). The one here is for checks and
/// documentation.
#[macro_export]
macro_rules! plugin {
    ($($keys:tt)*) => { $crate::__private::plugin! { [$crate] $($keys)* } };
}

/// Makes the crate a library whose items plugins can use. Call it once, in the root of the crate,
/// instead of [`plugin!`].
///
/// The attributes work as in a plugin. A plugin that names the crate under `uses` has all of its
/// items: actions, qualifiers, services, system objects, event handlers and hooks.
///
/// ```
/// // The crate `greetings`, an ordinary Rust library.
/// use aro_sdk::prelude::*;
///
/// aro_sdk::library! {}
/// # fn main() {}
///
/// /// Greets somebody.
/// #[aro_action(verbs = ["Greet"])]
/// pub fn greet(name: &str) -> String {
///     format!("Hello, {name}!")
/// }
/// ```
///
/// In the plugin's crate, which has `greetings` among its dependencies:
///
/// ```text
/// aro_sdk::plugin! { handle = "Shop", uses = [greetings] }
/// ```
///
/// | key | value | default |
/// |---|---|---|
/// | `entry_points` | whether actions have exported entry points, `<library>__<action>` | `true` |
/// | `uses` | libraries whose items belong to this one, as a list of names | none |
/// | `crate` | the path of the SDK, for the whole crate | the path by which `library!` is called |
///
/// - **State.** `State<T>` is the state of the plugin that is called. Two plugins that use one
///   library share nothing.
/// - **Hooks.** Each library may have an init and a shutdown. Those of libraries start first, in
///   the order of `uses`, and end last. If one fails to start, the plugin does not start. Two that
///   return a state of one type are an error of the plugin's test.
/// - **Names.** rustc finds a name twice in one crate. The unit test that `plugin!` makes finds a
///   verb, a method, a qualifier or a system object that is in two crates, and names both places.
///   It also finds a verb that a verb of ARO hides in a plugin without a handle. Two equal
///   `symbol`s in two crates are an error of the linker.
/// - **Entry points.** In a program into which two plugins with the library are linked statically,
///   the library's entry points reply with code 7, since they do not know which one is meant.
///
/// A plugin cannot be used like this: it exports the functions of the ABI, and the linker accepts
/// them once. A crate that has to be both chooses by a feature, and the other plugin depends on it
/// without that feature:
///
/// ```text
/// #[cfg(feature = "plugin")]
/// aro_sdk::plugin! { handle = "Greetings" }
///
/// #[cfg(not(feature = "plugin"))]
/// aro_sdk::library! {}
/// ```
///
/// Its `crate-type` is `["cdylib", "rlib"]`. In one workspace, cargo joins the features that
/// several packages ask for; put `plugin!` into a package of its own there, with `uses`.
#[macro_export]
macro_rules! library {
    ($($keys:tt)*) => { $crate::__private::library! { [$crate] $($keys)* } };
}

/// Makes a crate that is no ARO plugin a library of typed C functions. Call it once, in the root of
/// the crate.
///
/// ```
/// aro_sdk::exports! {}
///
/// /// Adds two numbers.
/// #[aro_sdk::aro_export]
/// fn add(a: i32, b: i32) -> i32 {
///     a.wrapping_add(b)
/// }
/// # fn main() {}
/// ```
///
/// Its only key is `crate`: the path of the SDK, by default the path by which `exports!` is called.
///
/// It generates three functions, whose names begin with the crate's name: `<crate>_last_error`,
/// `<crate>_free` and `<crate>_describe`. In a plugin, [`plugin!`] does the same.
#[macro_export]
macro_rules! exports {
    ($($keys:tt)*) => { $crate::__private::exports! { [$crate] $($keys)* } };
}

/// Exports an action's C entry point under `$name`. `plugin!` chooses between this and
/// `__not_exported`. They are macros of this crate, so that the lints of the plugin's crate do not
/// apply to their content.
#[doc(hidden)]
#[macro_export]
macro_rules! __exported {
    ($name:literal, $($function:tt)*) => {
        #[unsafe(export_name = $name)]
        $($function)*
    };
}

/// For `entry_points = false`: a symbol with hidden visibility. Other object files of the library
/// refer to it, so a linker takes the module's object file out of an archive, but it is not
/// exported.
///
/// Rust has no attribute for hidden visibility. An assembler directive sets it, and the most
/// restrictive visibility of a symbol wins. The directive is inside the function, because it must
/// be in the object file that defines the symbol. On Windows, and where `asm!` is not stable, the
/// symbol is exported.
#[doc(hidden)]
#[macro_export]
macro_rules! __not_exported {
    (
        $name:literal,
        $(#[$attribute:meta])*
        pub unsafe extern "C" fn $function:ident($($input:tt)*) -> $output:ty { $($body:tt)* }
    ) => {
        #[unsafe(export_name = $name)]
        $(#[$attribute])*
        pub unsafe extern "C" fn $function($($input)*) -> $output {
            #[cfg(all(
                not(any(windows, target_vendor = "apple")),
                any(
                    target_arch = "x86",
                    target_arch = "x86_64",
                    target_arch = "arm",
                    target_arch = "aarch64",
                    target_arch = "riscv32",
                    target_arch = "riscv64",
                    target_arch = "loongarch64",
                    target_arch = "s390x",
                )
            ))]
            // SAFETY: this is a directive to the assembler and no instruction.
            unsafe {
                ::core::arch::asm!(::core::concat!(".hidden ", $name), options(nomem, nostack, preserves_flags));
            }
            #[cfg(target_vendor = "apple")]
            // SAFETY: as above.
            unsafe {
                ::core::arch::asm!(::core::concat!(".private_extern _", $name), options(nomem, nostack, preserves_flags));
            }
            $($body)*
        }
    };
}

/// Drops the errors about a missing executor and a missing timer: `plugin!` names both.
#[doc(hidden)]
#[macro_export]
macro_rules! __executor_and_timer {
    ($executor:tt $timer:tt) => {};
}

/// `plugin!` names an executor and no timer.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "tokio"))]
macro_rules! __executor {
    ({ $($executor:tt)* } { $($timer:tt)* }) => { $($timer)* };
}

/// `plugin!` names no executor.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "tokio"))]
macro_rules! __no_executor {
    ({ $($executor:tt)* } { $($timer:tt)* }) => { $($executor)* };
}

/// The feature `tokio` has a timer.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "tokio")]
macro_rules! __executor {
    ($executor:tt $timer:tt) => {};
}

/// The feature `tokio` has both.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "tokio")]
macro_rules! __no_executor {
    ($executor:tt $timer:tt) => {};
}

/// Drops the error about a verb that is built into ARO, in a plugin with a handle: programs reach
/// such a verb by `Handle.Verb`.
#[doc(hidden)]
#[macro_export]
macro_rules! __reachable {
    ($($error:tt)*) => {};
}

/// Keeps that error, in a plugin without a handle.
#[doc(hidden)]
#[macro_export]
macro_rules! __unreachable {
    ($($error:tt)*) => { $($error)* };
}
