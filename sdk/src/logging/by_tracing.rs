//! The crate `tracing`.

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
    // A subscriber that is installed already is the author's.
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(targets).with(lines).with(End));
}

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

/// Writes what is logged at the end of the process, such as by `#[aro_shutdown]`: the thread-locals are gone by then, and the layer that writes
/// lines needs one, so it would panic.
struct End;

struct Alive;

impl Drop for Alive {
    fn drop(&mut self) {}
}

thread_local! {
    /// With a destructor, so that it is seen when it is gone. The layer of lines has such a thread-local of its own.
    static ALIVE: Alive = const { Alive };
}

impl<S: Subscriber> Layer<S> for End {
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
