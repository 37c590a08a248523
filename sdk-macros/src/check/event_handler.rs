//! `#[aro_on_event]`.

use super::function::free_function;
use crate::diagnostics::{Report, action as say};
use crate::model::EventHandler;

pub(crate) fn event_handler(handler: &EventHandler<'_>, report: &Report) {
    let pattern = handler.pattern.value();
    if pattern.is_empty() {
        report.at(&handler.pattern, say::pattern_empty());
    } else if pattern.strip_suffix('*').unwrap_or(&pattern).contains('*') {
        report.at(&handler.pattern, say::pattern_star(&pattern));
    }
    free_function("aro_on_event", &handler.function, report);
}
