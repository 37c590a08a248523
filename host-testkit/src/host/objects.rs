//! System objects, which the hosts have functions for and no program calls (ABI, section 1).

use serde_json::{Map, Value};

use super::error::RunError;
use super::outcome::{Outcome, Thrown};
use super::{Host, rules, value, wire};
use crate::{CallError, Reply};

impl Host<'_> {
    /// Reads a system object of a plugin.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn object_read(&self, plugin: &str, identifier: &str, qualifier: &str) -> Result<Outcome, RunError> {
        let resident = &self.residents[self.index(plugin)?];
        Ok(self.object(resident.plugin().object_read(identifier, qualifier), identifier))
    }

    /// Writes to a system object of a plugin: an object arrives as JSON, a text raw, anything else as the host shows it.
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
        let resident = &self.residents[self.index(plugin)?];
        let reply = resident.plugin().object_write(identifier, qualifier, &written(value));
        Ok(self.object(reply, identifier))
    }

    fn object(&self, reply: Result<Reply, CallError>, identifier: &str) -> Outcome {
        let mut outcome = Outcome::new(self.path, identifier);
        outcome.ended = match reply {
            Ok(reply) => {
                let text = String::from_utf8_lossy(reply.as_bytes());
                rules::action(super::HostPath::Eager, identifier, Some(&text)).map(Some)
            }
            Err(CallError::NullReply { .. }) => Ok(Some(Map::new().into())),
            Err(error) => Err(Thrown::new(error.to_string())),
        };
        outcome
    }
}

/// As the host shows a value: texts inside a list are quoted.
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
