//! What a call returns.

use std::fmt;

use aro_abi::{ErrorCode, RETRY_TEXT, keys};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use thiserror::Error;

use super::CallError;
use crate::json::{self, Fault};

/// What a plugin returned: a copy of the bytes, byte for byte. The original has already been given
/// back to the plugin.
#[derive(Clone, Debug)]
pub struct Reply {
    call: String,
    bytes: Vec<u8>,
}

/// A failure that the plugin reports: a reply of the form `{"error": "text", …}`.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("{message}{}", tags(self))]
#[non_exhaustive]
pub struct ReplyError {
    /// The string under `error`.
    pub message: String,
    /// The number under `error_code`, if there is one; [`ReplyError::error_code`] gives its name.
    pub code: Option<u64>,
    /// The string under `category`, if there is one.
    pub category: Option<String>,
    /// The value under `details`.
    pub details: Option<Value>,
}

/// An event that a reply asks the host to publish.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// The event's type.
    pub event_type: String,
    /// The event's data.
    pub data: Map<String, Value>,
}

impl Reply {
    pub(crate) fn new(call: String, bytes: Vec<u8>) -> Self {
        Self { call, bytes }
    }

    /// The call, as messages show it.
    #[cfg(feature = "reload")]
    pub(crate) fn call(&self) -> &str {
        &self.call
    }

    /// The bytes, without the NUL at the end.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as a string.
    ///
    /// # Errors
    ///
    /// [`CallError::NotUtf8`].
    pub fn text(&self) -> Result<&str, CallError> {
        std::str::from_utf8(&self.bytes).map_err(|error| CallError::NotUtf8 {
            call: self.call.clone(),
            bytes: self.bytes.clone(),
            valid_up_to: error.valid_up_to(),
        })
    }

    /// The reply as JSON of any kind; an error reply is JSON too.
    ///
    /// # Errors
    ///
    /// [`CallError::NotUtf8`] and [`CallError::NotJson`].
    pub fn json(&self) -> Result<Value, CallError> {
        self.read()
    }

    /// The reply as a `T`.
    ///
    /// # Errors
    ///
    /// [`CallError::Plugin`] when the reply is an [error](Reply::error); [`CallError::NotUtf8`];
    /// [`CallError::NotJson`]; [`CallError::Unexpected`] when it is JSON but not a `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, CallError> {
        match self.error() {
            Some(error) => Err(CallError::Plugin(error)),
            None => self.read(),
        }
    }

    /// The failure that the reply reports: the reply is an object with a **string** under `error`.
    /// `None` for everything else, since hosts treat everything else under `error` as data ([ABI,
    /// section 5](aro_abi::reference#5-replies-of-actions-and-services)).
    #[must_use]
    pub fn error(&self) -> Option<ReplyError> {
        let mut reply = self.object()?;
        let Value::String(message) = reply.remove(keys::ERROR)? else { return None };
        let category = reply.remove(keys::CATEGORY);
        Some(ReplyError {
            message,
            code: reply.get(keys::ERROR_CODE).and_then(Value::as_u64),
            category: category.and_then(|category| category.as_str().map(str::to_owned)),
            details: reply.remove(keys::DETAILS),
        })
    }

    /// The events that the eager interpreter publishes for this reply. No other host publishes any.
    ///
    /// By its rules, an entry without a type is skipped, `data` that is not an object becomes an
    /// empty object, and if one entry is not an object, nothing is published.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        let Some(Value::Array(entries)) = self.object().and_then(|mut reply| reply.remove(keys::EVENTS)) else {
            return Vec::new();
        };
        if !entries.iter().all(Value::is_object) {
            return Vec::new();
        }
        let event = |entry: &Value| {
            let event_type = entry.get("type")?.as_str()?.to_owned();
            let data = entry.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
            Some(Event { event_type, data })
        };
        entries.iter().filter_map(event).collect()
    }

    /// Whether the interpreter would run the action again: the reply contains `Unknown action:`,
    /// even if only in successful data ([ABI, section
    /// 4](aro_abi::reference#4-action-strings-and-retries)).
    #[must_use]
    pub fn asks_for_retry(&self) -> bool {
        self.bytes.windows(RETRY_TEXT.len()).any(|window| window == RETRY_TEXT.as_bytes())
    }

    fn object(&self) -> Option<Map<String, Value>> {
        json::read(self.text().ok()?).ok()
    }

    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, CallError> {
        let text = self.text()?;
        json::read(text).map_err(|fault| {
            let (call, text) = (self.call.clone(), text.to_owned());
            match fault {
                Fault::Form(source) => CallError::NotJson { call, text, source },
                Fault::Type(source) => {
                    CallError::Unexpected { call, text, expected: std::any::type_name::<T>(), source }
                }
            }
        })
    }
}

/// The bytes as a string; invalid UTF-8 is replaced.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.bytes))
    }
}

impl ReplyError {
    /// The name of the [`code`](ReplyError::code), if it is one of the eleven.
    #[must_use]
    pub fn error_code(&self) -> Option<ErrorCode> {
        self.code.and_then(ErrorCode::from_number)
    }
}

/// What follows the message: the code, the category and the details.
fn tags(error: &ReplyError) -> String {
    let mut tags = String::new();
    match (error.error_code(), error.code) {
        (Some(code), _) => tags += &format!(" [{code}]"),
        (None, Some(code)) => tags += &format!(" [{code}]"),
        (None, None) => {}
    }
    if let Some(category) = &error.category {
        tags += &format!(" [{category}]");
    }
    if let Some(details) = &error.details {
        tags += &format!(", details: {details}");
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(text: &str) -> Reply {
        Reply::new("f()".to_owned(), text.as_bytes().to_vec())
    }

    fn types(text: &str) -> Vec<String> {
        reply(text).events().into_iter().map(|event| event.event_type).collect()
    }

    #[test]
    fn an_error_is_a_text_under_error() {
        let error = reply(r#"{"error":"no","error_code":2,"category":"io","details":{"k":1}}"#).error().unwrap();
        assert_eq!((error.message.as_str(), error.error_code()), ("no", Some(ErrorCode::NotFound)));
        assert_eq!(error.to_string(), r#"no [notFound (2)] [io], details: {"k":1}"#);
        for text in [r#"{"error":null}"#, r#"{"error":{"a":1}}"#, r#"["error"]"#, "{", "{}"] {
            assert_eq!(reply(text).error(), None, "{text}");
        }
    }

    #[test]
    fn events_are_those_that_the_interpreter_publishes() {
        assert_eq!(types(r#"{"_events":[{"data":{}},{"type":"Good"}]}"#), ["Good"]);
        assert_eq!(types(r#"{"_events":[{"type":"T1","data":[1,2]}]}"#), ["T1"]);
        assert!(types(r#"{"_events":[{"type":"A"},"str"]}"#).is_empty());
        assert!(types(r#"{"_events":{"type":"A"}}"#).is_empty());
        assert!(types("[]").is_empty());
    }

    #[test]
    fn a_fault_of_form_differs_from_a_fault_of_type() {
        assert!(matches!(reply("{").json(), Err(CallError::NotJson { .. })));
        assert!(matches!(reply("").json(), Err(CallError::NotJson { .. })));
        assert!(matches!(reply("[1]").parse::<u8>(), Err(CallError::Unexpected { .. })));
        assert_eq!(reply("7").parse::<u8>().unwrap(), 7);
        assert!(matches!(reply(r#"{"error":"no"}"#).parse::<Value>(), Err(CallError::Plugin(_))));
        let latin = Reply::new("f()".to_owned(), b"ab\xff".to_vec());
        assert!(matches!(latin.json(), Err(CallError::NotUtf8 { valid_up_to: 2, .. })));
    }

    #[test]
    fn a_retry_is_asked_for_anywhere_in_the_text() {
        assert!(reply(r#"{"log":"… Unknown action: x"}"#).asks_for_retry());
        assert!(!reply(r#"{"log":"unknown action"}"#).asks_for_retry());
    }
}
