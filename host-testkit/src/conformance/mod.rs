//! Checks a plugin against the ABI: every [rule](rules) that a plugin can break. A finding shows
//! the input, what was observed, why it matters on which host, and how to fix it.
//!
//! It works for every plugin, since it uses only the library's file and its C functions. In a test
//! of the plugin's own package, one line is enough:
//!
//! ```no_run
//! aro_host_testkit::conformance_test!();
//! # fn main() {}
//! ```
//!
//! # What it does to the plugin
//!
//! **It runs every action, qualifier, service method, event handler and system object that the
//! plugin declares, several dozen times each, with unusual and malformed input**, also on several
//! threads at once. If actions of a plugin send mail or delete files, choose others with
//! [`ConformanceCheck::actions`]. All calls run in child processes
//! ([`isolation`](crate::isolation)), so a crash, an exit or a hang is a finding, and the check
//! continues. After a crash or a hang in an ordinary call, the remaining checks of the same action
//! are left out.
//!
//! ```no_run
//! use std::time::Duration;
//! use aro_host_testkit::conformance::ConformanceCheck;
//!
//! # fn main() -> Result<(), aro_host_testkit::LoadError> {
//! let library = aro_host_testkit::build_cdylib("plugins/mail")?;
//! let check = ConformanceCheck::library(library).actions(["RenderMail"]);
//! check.deadline(Duration::from_secs(5)).run().assert_sound();
//! # Ok(())
//! # }
//! ```
//!
//! # Notes
//!
//! [`Report::notes`] has what breaks no rule, but what an author should know: names of parameters
//! and of result members that programs must quote, since they are words of the language.
//!
//! # What may deviate
//!
//! A plugin may break a rule on purpose. [`ConformanceCheck::accept`] lists such a finding with its
//! reason, and the plugin still counts as sound. [`ConformanceCheck::skip`] does not check the rule
//! at all.

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
mod names;
mod replies;
mod report;
mod rules;

pub use check::ConformanceCheck;
pub use report::{Accepted, Finding, Report};
pub use rules::{Rule, rules};

/// A `#[test]` that builds the package under test and checks it against the ABI, and against the
/// `plugin.yaml` of the package if there is one. Options are
/// methods of [`ConformanceCheck`](crate::conformance::ConformanceCheck):
/// `conformance_test!(accept("hangs", "Wait waits for ever"), actions(["Parse"]))`.
///
/// The test is called `keeps_the_aro_abi`. It [runs the plugin's
/// actions](crate::conformance#what-it-does-to-the-plugin) with unusual and malformed input.
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
            let package = $crate::PluginBuilder::under_test(
                ::core::env!("CARGO_MANIFEST_DIR"),
                &$crate::__private::features!(),
            );
            match package.build_cdylib() {
                ::core::result::Result::Ok(library) => {
                    $crate::conformance::ConformanceCheck::library(library)
                        .plugin_yaml(::core::env!("CARGO_MANIFEST_DIR"))
                        $(.$option($($argument),*))*
                        .run()
                        .assert_sound();
                }
                ::core::result::Result::Err(error) => ::core::panic!("{error}"),
            }
        }
    };
}
