//! Checks a plugin against the ABI: every [rule](rules) that a plugin can break, each with what was input, what observed, why it matters on
//! which host, and how to mend it.
//!
//! It works on any plugin, since it knows nothing but the library's file and its C functions. In a test of the plugin's own package one
//! line does:
//!
//! ```no_run
//! aro_host_testkit::conformance_test!();
//! # fn main() {}
//! ```
//!
//! # What it does to the plugin
//!
//! **It runs every action, qualifier, service method, event handler and system object that the plugin declares, several dozen times each, with odd
//! input**, also on several threads at once. A plugin whose actions send mail or delete files should be checked with those left out:
//! [`ConformanceCheck::actions`]. All of it runs in child processes ([`isolation`](crate::isolation)), so a crash, an exit or a hang is a finding
//! and the check goes on; after a crash or a hang in an ordinary call, the other checks of the same action are left out.
//!
//! ```no_run
//! use std::time::Duration;
//! use aro_host_testkit::conformance::ConformanceCheck;
//!
//! # fn main() -> Result<(), aro_host_testkit::LoadError> {
//! let library = aro_host_testkit::build_cdylib("plugins/mail")?;
//! let report = ConformanceCheck::library(library).actions(["RenderMail"]).skip("reply-null-value").run();
//! report.assert_sound();
//! # Ok(())
//! # }
//! ```

mod actions;
mod check;
mod checker;
mod exports;
mod functions;
mod inputs;
mod life_cycle;
mod malformed;
mod memory;
mod metadata;
mod metadata_words;
mod replies;
mod report;
mod rules;

pub use check::ConformanceCheck;
pub use report::{Finding, Report};
pub use rules::{Rule, rules};

/// A `#[test]` that builds the package under test and checks it against the ABI. Methods of
/// [`ConformanceCheck`](crate::conformance::ConformanceCheck) can be named: `conformance_test!(skip("hangs"), actions(["Parse"]))`.
///
/// The test is called `keeps_the_aro_abi`. It [runs the plugin's actions](crate::conformance#what-it-does-to-the-plugin) with odd input.
///
/// ```no_run
/// aro_host_testkit::conformance_test!(actions(["RenderMail"]), skip("reply-null-value"));
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! conformance_test {
    ($($option:ident($($argument:expr),* $(,)?)),* $(,)?) => {
        #[test]
        fn keeps_the_aro_abi() {
            match $crate::build_cdylib(::core::env!("CARGO_MANIFEST_DIR")) {
                ::core::result::Result::Ok(library) => {
                    $crate::conformance::ConformanceCheck::library(library)$(.$option($($argument),*))*.run().assert_sound();
                }
                ::core::result::Result::Err(error) => ::core::panic!("{error}"),
            }
        }
    };
}
