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
        self.call(plugin, self.read, "read", Field { name: "qualifier", text: qualifier, json: false }, None)
    }

    pub(crate) fn write(&self, plugin: &'static Plugin, qualifier: &str, value: &str) -> Result<Reply> {
        let value = Field { name: "value", text: value, json: true };
        self.call(plugin, self.write, "written", Field { name: "qualifier", text: qualifier, json: false }, Some(value))
    }

    pub(crate) fn list(&self, plugin: &'static Plugin, pattern: &str) -> Result<Reply> {
        self.call(plugin, self.list, "listed", Field { name: "pattern", text: pattern, json: false }, None)
    }

    /// Calls `method` with what came from outside and, behind it, the identifier.
    fn call(
        &self,
        plugin: &'static Plugin,
        method: Option<Run>,
        what: &str,
        first: Field<'_>,
        second: Option<Field<'_>>,
    ) -> Result<Reply> {
        let Some(method) = method else { return Err(self.cannot(what)) };
        let mut fields = Vec::with_capacity(3);
        fields.push(first);
        if let Some(second) = second {
            fields.push(second);
        }
        fields.push(Field { name: "identifier", text: self.identifier, json: false });
        method(&Call::of_object(plugin, self.identifier, &fields))
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
