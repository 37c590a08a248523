//! Where a plugin's log goes: to stderr, one line per record, `[plugin action] LEVEL target: text`.
//!
//! With the feature `log` the macros of that crate write there, with the feature `tracing` those of
//! that crate. `ARO_LOG` sets the level: `off`, `error`, `warn`, `info` (the default), `debug`,
//! `trace`, or a list such as `warn,my_plugin=debug`. A logger that the plugin installed itself
//! before its first call stays; `#[aro_init]` is too late for that, so a plugin that installs its
//! logger there leaves the feature off.
//!
//! Without either feature only the SDK's own reports are written, unless `ARO_LOG` is `off`.
//!
//! Neither feature keeps the library mapped after `dlclose`: no thread-local here has a destructor.

#[cfg(feature = "log")]
mod by_log;
#[cfg(feature = "tracing")]
mod by_tracing;

#[cfg(any(feature = "log", feature = "tracing"))]
use std::fmt;
use std::io::Write as _;

use super::{PluginContext, catch};

/// The environment variable with the level.
const VARIABLE: &str = "ARO_LOG";

/// Installs the logger of the features. Takes effect once in a library, before its first call.
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

/// The levels that are written.
#[cfg(any(feature = "log", feature = "tracing"))]
fn levels() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| "info".to_owned())
}

/// The beginning of each line: what runs.
#[cfg(any(feature = "log", feature = "tracing"))]
fn prefix() -> String {
    use super::{ThreadContext, current_plugin};
    match (ThreadContext::with(ThreadContext::running), current_plugin()) {
        (Some((plugin, name)), _) if !name.is_empty() => format!("[{} {name}]", plugin.name()),
        (_, Some(plugin)) => format!("[{}]", plugin.name()),
        (_, None) => String::from("[plugin]"),
    }
}

/// Writes one line, by one call, so that lines of several threads do not mix.
#[cfg(any(feature = "log", feature = "tracing"))]
fn write_line(level: &dyn fmt::Display, target: &str, text: &dyn fmt::Display) {
    let line = format!("{} {level} {target}: {text}\n", prefix());
    // A host may have closed stderr; then there is nowhere to write.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// Reports a failure that no reply can carry. `name` is what failed: a handler, a hook.
pub(crate) fn report(plugin: &'static PluginContext, name: &'static str, text: &str) {
    // An event with a malformed name is reported before the plugin has started.
    install();
    // A logger may be anyone's code, and nothing may unwind into the host.
    let logged = catch(plugin, name, |_| {
        #[cfg(feature = "log")]
        log::error!(target: "aro_sdk", "{text}");
        #[cfg(all(feature = "tracing", not(feature = "log")))]
        tracing::error!(target: "aro_sdk", "{text}");
        #[cfg(not(any(feature = "log", feature = "tracing")))]
        write_to_stderr(plugin, name, text);
        Ok(())
    });
    if logged.is_err() {
        write_to_stderr(plugin, name, text);
    }
}

fn write_to_stderr(plugin: &PluginContext, name: &str, text: &str) {
    if std::env::var_os(VARIABLE).is_none_or(|level| level != "off") {
        // A host may have closed stderr; then there is nowhere to report.
        let _ = writeln!(std::io::stderr(), "[{} {name}] ERROR aro_sdk: {text}", plugin.name());
    }
}
