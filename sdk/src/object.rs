//! System objects.

use crate::call::{Call, Field};
use crate::error::{Error, Result};
use crate::plugin::{Plugin, Run};
use crate::reply::Reply;

/// What `#[aro_system_object]` says: one object with the methods that it has.
pub struct SystemObject {
    /// What programs call it.
    pub identifier: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// `readable`.
    pub read: Option<Run>,
    /// `writable`.
    pub write: Option<Run>,
    /// `enumerable`.
    pub list: Option<Run>,
}

impl SystemObject {
    /// The capabilities, in the words of the ABI (section 7).
    pub(crate) fn capabilities(&self) -> Vec<&'static str> {
        let mut words = Vec::new();
        for (method, word) in &[(self.read, "readable"), (self.write, "writable"), (self.list, "enumerable")] {
            if method.is_some() {
                words.push(*word);
            }
        }
        words
    }

    pub(crate) fn read(&self, plugin: &'static Plugin, qualifier: &str) -> Result<Reply> {
        let method = self.read.ok_or_else(|| self.cannot("read"))?;
        method(&Call::of_object(plugin, self.identifier, &[self.qualifier(qualifier), self.identifier()]))
    }

    pub(crate) fn write(&self, plugin: &'static Plugin, qualifier: &str, value: &str) -> Result<Reply> {
        let method = self.write.ok_or_else(|| self.cannot("written"))?;
        let value = Field { name: "value", text: value, json: true };
        method(&Call::of_object(plugin, self.identifier, &[self.qualifier(qualifier), value, self.identifier()]))
    }

    pub(crate) fn list(&self, plugin: &'static Plugin, pattern: &str) -> Result<Reply> {
        let method = self.list.ok_or_else(|| self.cannot("listed"))?;
        let pattern = Field { name: "pattern", text: pattern, json: false };
        method(&Call::of_object(plugin, self.identifier, &[pattern, self.identifier()]))
    }

    fn qualifier<'input>(&self, text: &'input str) -> Field<'input> {
        Field { name: "qualifier", text, json: false }
    }

    fn identifier(&self) -> Field<'static> {
        Field { name: "identifier", text: self.identifier, json: false }
    }

    fn cannot(&self, what: &str) -> Error {
        let mut words = String::new();
        for word in self.capabilities() {
            if !words.is_empty() {
                words.push_str(", ");
            }
            words.push_str(word);
        }
        Error::unsupported(format!("the system object \"{}\" cannot be {what}: it is {words}", self.identifier))
    }
}
