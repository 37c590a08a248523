//! The feature `tracing`: `tracing-subscriber` with this module's line.

use std::fmt;
use std::io::Write as _;

use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::{DefaultFields, Writer};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

pub(super) fn install() {
    let targets: Targets = super::levels().parse().unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).event_format(Line);
    // Fails if a subscriber is installed already: that one is the author's, and stays.
    let _ =
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(targets).with(lines).with(AtExit));
}

/// Formats a line.
struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        start(&mut out, event)?;
        context.field_format().format_fields(out.by_ref(), event)?;
        writeln!(out)
    }
}

fn start(out: &mut Writer<'_>, event: &Event<'_>) -> fmt::Result {
    let metadata = event.metadata();
    write!(out, "{} {} {}: ", super::prefix(), metadata.level(), metadata.target())
}

/// Writes the records that come at the end of the process, for example from `#[aro_shutdown]`. The
/// thread-locals are destroyed by then, and the layer that formats lines would panic without its
/// own.
struct AtExit;

struct Alive;

impl Drop for Alive {
    fn drop(&mut self) {}
}

thread_local! {
    /// Has a destructor, as the formatting layer's own thread-local has: when this one is
    /// destroyed, so is that one.
    static ALIVE: Alive = const { Alive };
}

impl<S: Subscriber> Layer<S> for AtExit {
    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        if ALIVE.try_with(|_| ()).is_ok() {
            return true;
        }
        let mut line = String::new();
        let mut out = Writer::new(&mut line);
        let written = start(&mut out, event).and_then(|()| DefaultFields::new().format_fields(out.by_ref(), event));
        if written.is_ok() {
            let _ = writeln!(std::io::stderr(), "{line}");
        }
        false
    }
}
