//! Random calls of a plugin's functions, as hosts make them.
//!
//! The cases are derived from the plugin's metadata: for each action, qualifier and service method,
//! statements on all host paths. Their objects are variables, literals or missing; they have
//! specifiers, arguments for the declared parameters with values of the declared types and of
//! others, and arguments under the host's own keys and under unusual ones. Values are those that
//! ARO has, so none is null.
//!
//! # In `cargo test`
//!
//! [`FuzzCheck::run`] makes a bounded number of calls, always the same ones for one seed. A failing
//! case is shrunk as long as it fails in the same way, and shown as a statement:
//!
//! ```no_run
//! use aro_host_testkit::fuzz::{FuzzCheck, FuzzError};
//!
//! # fn main() -> Result<(), FuzzError> {
//! # let plugin = aro_host_testkit::plugin!();
//! FuzzCheck::new(&plugin).cases(1000).seed(7).run()?;
//! # Ok(())
//! # }
//! ```
//!
//! ```text
//! the action `ParseCSV` panicked
//! smallest failing case, on the eager path:
//!     Create the <object_1> with "\"".
//!     ParseCSV the <result> from the <object_1>.
//! ```
//!
//! A plugin that ends the process ends the test too.
//!
//! # With `cargo fuzz`
//!
//! [`fuzz_target!`](crate::fuzz_target) is a complete target for `cargo fuzz`, which needs a
//! nightly compiler and `cargo install cargo-fuzz`.

mod bytes;
mod case;
mod fault;
mod plan;
mod run;
mod value;

pub use case::{Callee, Case};
pub use fault::Fault;
pub use run::{Failure, FuzzCheck, FuzzError, Fuzzer, Summary};

/// A complete target for [`cargo fuzz`](https://rust-fuzz.github.io/book/cargo-fuzz.html), which
/// sends structured envelopes to every action, qualifier and service of a plugin.
///
/// Takes the name of the plugin's crate, which is linked into the target, so that the fuzzer can
/// measure coverage of the plugin's code. Or takes an expression of type [`Plugin`](crate::Plugin),
/// whose code the fuzzer cannot measure.
///
/// For a plugin in a crate `csv_plugin`, `fuzz/fuzz_targets/plugin.rs` is
///
/// ```ignore
/// #![no_main]
///
/// aro_host_testkit::fuzz_target!(csv_plugin);
/// ```
///
/// `fuzz/Cargo.toml`, for a plugin whose `crate-type` is `["cdylib", "rlib"]`:
///
/// ```toml
/// [package]
/// name = "csv-plugin-fuzz"
/// version = "0.0.0"
/// edition = "2024"
/// publish = false
///
/// [package.metadata]
/// cargo-fuzz = true
///
/// [dependencies]
/// aro-host-testkit = "0.1"
/// csv-plugin = { path = ".." }
/// libfuzzer-sys = "0.4"
///
/// [[bin]]
/// name = "plugin"
/// path = "fuzz_targets/plugin.rs"
/// test = false
/// doc = false
///
/// [workspace]
/// ```
///
/// and `fuzz/build.rs`, so that the testkit finds the plugin's functions in the program:
///
/// ```text
/// fn main() {
///     println!("cargo::rustc-link-arg-bins=-rdynamic");
/// }
/// ```
///
/// Then `cargo +nightly fuzz run plugin` makes calls until one fails. The failure is printed as a
/// statement, and `cargo +nightly fuzz tmin plugin <file>` shrinks the bytes.
///
/// The testkit itself does not depend on `libfuzzer-sys`; the target's own package does.
#[macro_export]
macro_rules! fuzz_target {
    ($plugin:ident) => {
        use $plugin as _;

        $crate::fuzz_target!(match $crate::Plugin::linked() {
            ::core::result::Result::Ok(plugin) => plugin,
            ::core::result::Result::Err(error) => ::core::panic!("{error}"),
        });
    };
    ($plugin:expr) => {
        static __PLUGIN: ::std::sync::LazyLock<$crate::Plugin> = ::std::sync::LazyLock::new(|| $plugin);

        ::std::thread_local! {
            static __FUZZER: $crate::fuzz::Fuzzer<'static> = match $crate::fuzz::FuzzCheck::new(&__PLUGIN).prepare() {
                ::core::result::Result::Ok(fuzzer) => fuzzer,
                ::core::result::Result::Err(error) => ::core::panic!("{error}"),
            };
        }

        ::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
            if let ::core::result::Result::Err(failure) = __FUZZER.with(|fuzzer| fuzzer.feed(bytes)) {
                ::core::panic!("{failure}");
            }
        });
    };
}
