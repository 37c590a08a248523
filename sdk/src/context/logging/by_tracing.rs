//! The feature `tracing`: a subscriber that writes this module's line to stderr.
//!
//! Not `tracing-subscriber`'s own, whose thread-locals have destructors and keep the library mapped
//! after `dlclose` ([ABI, section 8](aro_abi::reference#8-loading)). Its `Targets` parse the
//! levels. Spans are not written.

use std::fmt::{self, Write as _};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};

struct StderrSubscriber(Targets);

impl Subscriber for StderrSubscriber {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && self.0.would_enable(metadata.target(), metadata.level())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.0.iter().map(|(_, level)| level).chain(self.0.default_level()).max()
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        let metadata = event.metadata();
        super::write_line(metadata.level(), metadata.target(), &fields.0);
    }

    // No span is enabled, so these are not called.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The message, and after it the other fields as `name=value`.
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let space = if self.0.is_empty() { "" } else { " " };
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.0, "{space}{value:?}"),
            name => write!(self.0, "{space}{name}={value:?}"),
        };
    }
}

pub(super) fn install() {
    let targets: Targets = super::levels().parse().unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
    // Fails if a subscriber is installed already: that one is the author's, and stays.
    let _ = tracing::subscriber::set_global_default(StderrSubscriber(targets));
}
