//! Calls with Rust values.

use std::ffi::CString;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{CallError, Plugin, Reply};
use crate::library::InvokeFn;

fn c_text(argument: &'static str, text: &str) -> Result<CString, CallError> {
    CString::new(text).map_err(|error| CallError::NulByte { argument, position: error.nul_position() })
}

fn c_json(value: &impl Serialize) -> Result<CString, CallError> {
    c_text("input", &serde_json::to_string(value).map_err(|source| CallError::Input { source })?)
}

impl Plugin {
    /// Calls an action, or a service by the action string `service:<method>`.
    ///
    /// `input` is the whole envelope; the testkit adds nothing. [`envelope`](crate::envelope)
    /// builds the envelopes that hosts send.
    ///
    /// ```no_run
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::CallError> {
    /// # let plugin = aro_host_testkit::plugin!();
    /// let reply = plugin.execute("ParseCSV", &json!({ "data": "a,b\n1,2" }))?;
    /// assert_eq!(reply.json()?["rows"], json!([["1", "2"]]));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`]; [`CallError::NullReply`]; [`CallError::NulByte`] for an action
    /// string that contains a NUL. An error reply is a [`Reply`] like any other: see
    /// [`Reply::error`].
    pub fn execute(&self, action: &str, input: &Value) -> Result<Reply, CallError> {
        self.execute_raw(Some(&c_text("action", action)?), Some(&c_json(input)?))
    }

    /// Calls an action with this string as the envelope, which need not be JSON.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`], [`CallError::NulByte`].
    pub fn execute_text(&self, action: &str, input: &str) -> Result<Reply, CallError> {
        self.execute_raw(Some(&c_text("action", action)?), Some(&c_text("input", input)?))
    }

    /// Calls an action from one Rust type to another.
    ///
    /// ```no_run
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::CallError> {
    /// # let plugin = aro_host_testkit::plugin!();
    /// #[derive(serde::Deserialize)]
    /// struct Check {
    ///     valid: bool,
    /// }
    ///
    /// let check: Check = plugin.call("ValidateEmail", &json!({ "value": "a@b.io" }))?;
    /// assert!(check.valid);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::execute`] and of [`Reply::parse`]; so an error reply is
    /// [`CallError::Plugin`]. And [`CallError::Input`] when `input` cannot be written as JSON.
    pub fn call<T: DeserializeOwned>(&self, action: &str, input: &impl Serialize) -> Result<T, CallError> {
        self.execute_raw(Some(&c_text("action", action)?), Some(&c_json(input)?))?.parse()
    }

    /// Calls a qualifier. Hosts send the name in lower case, and `{"value": …, "type": …}` as the
    /// input, with `_with` when the statement has one ([ABI, section
    /// 6](aro_abi::reference#6-qualifiers)). This function sends what it is given.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`], [`CallError::NulByte`].
    pub fn qualifier(&self, name: &str, input: &Value) -> Result<Reply, CallError> {
        self.qualifier_raw(Some(&c_text("name", name)?), Some(&c_json(input)?))
    }

    /// Delivers an event, whether the plugin subscribes to it or not.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NulByte`].
    pub fn on_event(&self, event_type: &str, payload: &Value) -> Result<(), CallError> {
        self.on_event_raw(Some(&c_text("event type", event_type)?), Some(&c_json(payload)?))
    }

    /// Reads a system object. Hosts send an empty `qualifier` when the program has none.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`], [`CallError::NulByte`].
    pub fn object_read(&self, identifier: &str, qualifier: &str) -> Result<Reply, CallError> {
        self.object_read_raw(Some(&c_text("identifier", identifier)?), Some(&c_text("qualifier", qualifier)?))
    }

    /// Writes to a system object. `value` is sent as it is: hosts send an object as JSON, a string
    /// without quotes, and a list in the form `[1, "a"]` ([ABI, section
    /// 1](aro_abi::reference#1-exported-functions)).
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`], [`CallError::NulByte`].
    pub fn object_write(&self, identifier: &str, qualifier: &str, value: &str) -> Result<Reply, CallError> {
        let (identifier, qualifier) = (c_text("identifier", identifier)?, c_text("qualifier", qualifier)?);
        self.object_write_raw(Some(&identifier), Some(&qualifier), Some(&c_text("value", value)?))
    }

    /// Lists the system objects that match `pattern`.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`], [`CallError::NulByte`].
    pub fn object_list(&self, pattern: &str) -> Result<Reply, CallError> {
        self.object_list_raw(Some(&c_text("pattern", pattern)?))
    }

    /// Gives the plugin a function by which it can invoke the program's feature sets. Hosts do it
    /// before [`register`](Plugin::register).
    ///
    /// The plugin owns what `callback` returns: see [`InvokeFn`].
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`].
    pub fn set_invoke(&self, callback: InvokeFn) -> Result<(), CallError> {
        self.set_invoke_raw(Some(callback))
    }
}
