//! Event handlers: which of them gets an event.

use super::Plugin;
use super::descriptors::Handler;
use crate::call::Call;
use crate::context::{catch, logging};

/// Calls each handler whose pattern matches. Each is guarded by itself, so that the failure of one
/// does not keep the event from the next. Failures go to the log.
pub(crate) fn handle_event(plugin: &'static Plugin, kind: &str, payload: &str) {
    let context = plugin.context();
    for handler in plugin.handlers().filter(|handler| handler.matches(kind)) {
        let result =
            catch(context, handler.name, |_| (handler.run)(&Call::of_event(context, handler.name, kind, payload)));
        if let Err(error) = result {
            logging::report(context, handler.name, &format!("the event \"{kind}\": {}", error.message()));
        }
    }
}

impl Handler {
    /// Whether the pattern matches: a type, `Prefix*`, or `*` ([ABI, section
    /// 7](aro_abi::reference#7-metadata)).
    fn matches(&self, kind: &str) -> bool {
        match self.pattern.strip_suffix('*') {
            Some(prefix) => kind.starts_with(prefix),
            None => kind == self.pattern,
        }
    }
}
