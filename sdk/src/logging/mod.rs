//! Where a plugin's log goes: stderr, one line an entry, `[plugin action] LEVEL target: text`.
//!
//! With the feature `log` the macros of that crate are heard, with the feature `tracing` that crate's. `ARO_LOG` says from which level on:
//! `off`, `error`, `warn`, `info` (the default), `debug`, `trace`, or a list such as `warn,my_plugin=debug`. A logger that the plugin has
//! installed itself before its first call stays. `#[aro_init]` is too late for that: a plugin that installs its logger there leaves the feature off,
//! and hears the macros all the same. The two crates keep thread-locals with destructors, so a plugin that has logged stays mapped after `dlclose`
//! (ABI, section 8), and its shutdown runs at the end of the process. Without either feature only the SDK's own reports are written, unless `ARO_LOG` is `off`.

#[cfg(feature = "log")]
mod by_log;
#[cfg(feature = "tracing")]
mod by_tracing;

use crate::boundary;
use crate::plugin::Plugin;

/// The variable that says what is logged.
const VARIABLE: &str = "ARO_LOG";

/// Makes the log macros heard. Takes effect once in a library, before its first call.
pub(crate) fn install() {
    #[cfg(any(feature = "log", feature = "tracing"))]
    {
        static ONCE: std::sync::Once = std::sync::Once::new();
        ONCE.call_once(|| {
            #[cfg(feature = "log")]
            by_log::install();
            #[cfg(feature = "tracing")]
            by_tracing::install();
        });
    }
}

/// The levels to write, as `ARO_LOG` says.
#[cfg(any(feature = "log", feature = "tracing"))]
fn levels() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| "info".to_owned())
}

/// What stands before each line: who runs.
#[cfg(any(feature = "log", feature = "tracing"))]
fn prefix() -> String {
    match (boundary::current(), boundary::current_plugin()) {
        (Some((plugin, what)), _) if !what.is_empty() => format!("[{} {what}]", plugin.name()),
        (_, Some(plugin)) => format!("[{}]", plugin.name()),
        (_, None) => String::from("[plugin]"),
    }
}

/// Reports a failure that no reply can carry.
#[inline]
pub(crate) fn report(plugin: &'static Plugin, what: &'static str, text: &str) {
    // An event with a broken name is reported before anything has started.
    install();
    // A logger may be anybody's code, and nothing may unwind into the host.
    let logged = boundary::guarded_seldom(plugin, what, &mut |_| {
        #[cfg(feature = "log")]
        log::error!(target: "aro_sdk", "{text}");
        #[cfg(all(feature = "tracing", not(feature = "log")))]
        tracing::error!(target: "aro_sdk", "{text}");
        #[cfg(not(any(feature = "log", feature = "tracing")))]
        to_stderr(plugin, what, text);
        Ok(())
    });
    if logged.is_err() {
        to_stderr(plugin, what, text);
    }
}

#[inline]
fn to_stderr(plugin: &'static Plugin, what: &'static str, text: &str) {
    if std::env::var_os(VARIABLE).is_none_or(|level| level != "off") {
        use std::io::Write as _;
        // A host may have closed stderr; there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "[{} {what}] ERROR aro_sdk: {text}", plugin.name());
    }
}
