//! System objects (ABI, section 1). Hosts can call these functions, but no program does.

use aro_abi::HostPath;
use aro_abi::symbols;
use serde_json::{Map, Value};

use super::error::RunError;
use super::loaded_plugin::LoadedPlugin;
use super::outcome::{Outcome, Thrown};
use super::{Host, rules, value, wire};
use crate::plugin::{CallError, Reply};

impl Host<'_> {
    /// Reads a system object of a plugin.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn object_read(&self, plugin: &str, identifier: &str, qualifier: &str) -> Result<Outcome, RunError> {
        let loaded = &self.plugins[self.index(plugin)?];
        let reply = loaded.plugin().object_read(identifier, qualifier);
        Ok(self.object(loaded, symbols::OBJECT_READ, &[identifier, qualifier], reply))
    }

    /// Writes to a system object of a plugin. An object is sent as JSON, a string without quotes,
    /// and anything else as the host displays it.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn object_write(
        &self,
        plugin: &str,
        identifier: &str,
        qualifier: &str,
        value: &Value,
    ) -> Result<Outcome, RunError> {
        let loaded = &self.plugins[self.index(plugin)?];
        let value = written(value);
        let reply = loaded.plugin().object_write(identifier, qualifier, &value);
        Ok(self.object(loaded, symbols::OBJECT_WRITE, &[identifier, qualifier, &value], reply))
    }

    fn object(
        &self,
        loaded: &LoadedPlugin<'_>,
        function: &'static str,
        arguments: &[&str],
        reply: Result<Reply, CallError>,
    ) -> Outcome {
        let mut outcome = Outcome::new(self.path, arguments[0]);
        let text = reply.as_ref().ok().map(|reply| String::from_utf8_lossy(reply.as_bytes()).into_owned());
        outcome.ended = match (&text, reply) {
            // Only the interpreter calls this function.
            (Some(text), _) => rules::action(HostPath::Eager, arguments[0], Some(text)).map(Some),
            (None, Err(CallError::NullReply { .. })) => Ok(Some(Map::new().into())),
            (None, Err(error)) => Err(Thrown::new(error.to_string())),
            (None, Ok(_)) => Ok(None),
        };
        outcome.calls.push(loaded.call(function, arguments, text));
        self.record(outcome)
    }
}

/// A value as the host displays it: strings inside a list are quoted.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items = items.iter().map(|item| if item.is_string() { wire::text(item) } else { written(item) });
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            value::sent_members(members).map_or_else(|_| "{}".to_owned(), |members| wire::text(&members.into()))
        }
        other => other.to_string(),
    }
}
