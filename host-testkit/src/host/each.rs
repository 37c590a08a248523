//! One test on all five paths.

use std::any::Any;
use std::fmt::{Debug, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Host;
use aro_abi::HostPath;

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
/// names these paths and shows what happened on each.
pub fn for_each_host<'p, T: PartialEq + Debug>(mut test: impl FnMut(&mut Host<'p>) -> T) -> T {
    let mut failures = String::new();
    let mut first: Option<T> = None;
    let mut failed = Vec::new();
    for path in HostPath::ALL {
        let mut host = Host::new(path);
        host.respell(true).copy_plugins(true);
        let failure = match catch_unwind(AssertUnwindSafe(|| test(&mut host))) {
            Ok(given) => match &first {
                None => {
                    first = Some(given);
                    continue;
                }
                Some(expected) if *expected == given => continue,
                Some(expected) => format!("gave {given:?}\nwhere the first path gave {expected:?}"),
            },
            Err(panic) => message(&*panic),
        };
        failed.push(path.name());
        let _ = write!(failures, "\n--- {path} ---\n{failure}\n");
    }
    match first {
        Some(first) if failed.is_empty() => first,
        _ => panic!("{} of 5 host paths failed: {}\n{failures}", failed.len(), failed.join(", ")),
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without a message").to_owned()
}
