//! One test on all five paths.

use std::fmt::{Debug, Write};

use aro_abi::HostPath;

use super::Host;
use crate::caught::{Caught, catch};
use crate::plugin::Plugin;

/// Runs a test in a new host of each of the five paths, and compares the results.
///
/// The hosts [respell](Host::respell) verbs, so that one statement reaches the plugin on all paths.
/// A plugin that is loaded by value, such as `plugin!()`, is loaded as a [fresh
/// copy](crate::Plugin::fresh_copy) on each path, so that its state begins again. A plugin that is
/// lent (`&plugin`) is shared by all paths, as is one in an `Arc`.
///
/// The test runs on all five paths, even if it fails on one. Its return value, which may be `()`,
/// is compared by `==` with the one of the eager path, and returned.
///
/// ```no_run
/// use aro_host_testkit::{assert_value, for_each_host, plugin};
///
/// for_each_host(|host| {
///     host.load(plugin!());
///     assert_value!(host.run("Double the <n> from 21.", ()), { "result": 42 });
/// });
/// ```
///
/// # Panics
///
/// When the test panics on a path, or returns another value than on the eager path. The message
/// names these paths, and shows what happened on each and where in the test. It is printed once.
#[track_caller]
pub fn for_each_host<'p, T: PartialEq + Debug>(test: impl FnMut(&mut Host<'p>) -> T) -> T {
    let cases = HostPath::ALL.into_iter().map(|path| (path.to_string(), new_host(path)));
    run_all(cases.collect(), test)
}

/// Runs a test on several forms of one plugin, each in a new host of each of the five paths, and
/// compares all results. Forms are for example the library and the WebAssembly module of the same
/// source.
///
/// The host has loaded a [fresh copy](crate::Plugin::fresh_copy) of the plugin when the test
/// begins. All else is as in [`for_each_host`].
///
/// ```no_run
/// use aro_host_testkit::{assert_value, for_each_host_with, plugin};
///
/// # #[cfg(feature = "wasm")]
/// # fn main() -> Result<(), aro_host_testkit::LoadError> {
/// use aro_host_testkit::wasm::Module;
///
/// let module = Module::build(env!("CARGO_MANIFEST_DIR"))?;
/// for_each_host_with(&[plugin!(), module.plugin()], |host| {
///     assert_value!(host.run("Double the <n> from 21.", ()), { "result": 42 });
/// });
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "wasm"))]
/// # fn main() {}
/// ```
///
/// # Panics
///
/// As [`for_each_host`], with the name of the plugin's file, and when there is no form, or none of
/// it can be copied.
#[track_caller]
pub fn for_each_host_with<T: PartialEq + Debug>(forms: &[Plugin], test: impl FnMut(&mut Host<'static>) -> T) -> T {
    let mut cases = Vec::new();
    for form in forms {
        let file = form.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        for path in HostPath::ALL {
            let mut host = new_host(path);
            match form.fresh_copy() {
                Ok(copy) => host.load(copy),
                Err(error) => panic!("cannot load a copy of the plugin for this host: {error}"),
            };
            cases.push((format!("{path}, {file}"), host));
        }
    }
    run_all(cases, test)
}

fn new_host<'p>(path: HostPath) -> Host<'p> {
    let mut host = Host::new(path);
    host.respell(true).copy_plugins(true);
    host
}

#[track_caller]
fn run_all<'p, T: PartialEq + Debug>(cases: Vec<(String, Host<'p>)>, mut test: impl FnMut(&mut Host<'p>) -> T) -> T {
    let number = cases.len();
    let mut failures = String::new();
    let mut first: Option<T> = None;
    let mut failed = Vec::new();
    for (name, mut host) in cases {
        let failure = match catch(|| test(&mut host)) {
            Ok(given) => match &first {
                None => {
                    first = Some(given);
                    continue;
                }
                Some(expected) if *expected == given => continue,
                Some(expected) => format!("gave {given:?}\nwhere the first path gave {expected:?}"),
            },
            // One of several backtraces says enough.
            Err(panic) => shown(panic, failed.is_empty()),
        };
        let _ = write!(failures, "\n--- {name} ---\n{failure}\n");
        failed.push(name);
    }
    match first {
        Some(first) if failed.is_empty() => first,
        _ => panic!("{} of {number} host paths failed: {}\n{failures}", failed.len(), failed.join(", ")),
    }
}

fn shown(panic: Caught, with_backtrace: bool) -> String {
    let place = panic.place.map_or_else(String::new, |place| format!("\nat {place}"));
    let backtrace = panic.backtrace.filter(|_| with_backtrace).map_or_else(String::new, |trace| format!("\n{trace}"));
    format!("{}{place}{backtrace}", panic.message.trim_end())
}
