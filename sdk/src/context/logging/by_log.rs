//! The feature `log`: a logger that writes this module's line to stderr.
//!
//! Not `env_logger`, whose thread-local buffers have destructors and keep the library mapped after
//! `dlclose` ([ABI, section 8](aro_abi::reference#8-loading)). The levels are parsed by its own
//! crate `env_filter`.

use env_filter::{Builder, Filter};
use log::{LevelFilter, Log, Metadata, Record};

struct StderrLogger(Filter);

impl Log for StderrLogger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.0.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if self.0.matches(record) {
            super::write_line(&record.level(), record.target(), record.args());
        }
    }

    fn flush(&self) {}
}

pub(super) fn install() {
    let mut builder = Builder::new();
    if builder.try_parse(&super::levels()).is_err() {
        builder.filter_level(LevelFilter::Info);
    }
    let filter = builder.build();
    let level = filter.filter();
    // Fails if a logger is installed already: that one is the author's, and stays.
    if log::set_boxed_logger(Box::new(StderrLogger(filter))).is_ok() {
        log::set_max_level(level);
    }
}
