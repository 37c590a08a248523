//! One test on all five paths.

use std::fmt::{Debug, Write};

use aro_abi::HostPath;

use super::Host;
use crate::caught::{Caught, catch};

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
pub fn for_each_host<'p, T: PartialEq + Debug>(mut test: impl FnMut(&mut Host<'p>) -> T) -> T {
    let mut failures = String::new();
    let mut first: Option<T> = None;
    let mut failed = Vec::new();
    for path in HostPath::ALL {
        let mut host = Host::new(path);
        host.respell(true).copy_plugins(true);
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
        failed.push(path.name());
        let _ = write!(failures, "\n--- {path} ---\n{failure}\n");
    }
    match first {
        Some(first) if failed.is_empty() => first,
        _ => panic!("{} of 5 host paths failed: {}\n{failures}", failed.len(), failed.join(", ")),
    }
}

fn shown(panic: Caught, with_backtrace: bool) -> String {
    let place = panic.place.map_or_else(String::new, |place| format!("\nat {place}"));
    let backtrace = panic.backtrace.filter(|_| with_backtrace).map_or_else(String::new, |trace| format!("\n{trace}"));
    format!("{}{place}{backtrace}", panic.message.trim_end())
}
