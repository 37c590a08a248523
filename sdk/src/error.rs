//! What goes wrong, in the form in which it crosses the ABI.

use std::any::Any;
use std::borrow::Cow;
use std::{fmt, io};

use aro_abi::{Category, ErrorCode};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::reply;

/// `Result` with the SDK's [`Error`], for actions that build their errors themselves.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure as the program sees it: a message, one of the eleven codes, and what else is known.
///
/// It crosses the ABI as `{"error": message, "error_code": number, "category"?: text, "details"?:
/// {…}}`. The interpreter binds that object as an ordinary value and the program goes on; the
/// legacy hosts and compiled programs throw the message (ABI, sections 2 and 5).
///
/// Any [`std::error::Error`] becomes one through `?`, with the code [`ErrorCode::ExecutionFailed`]
/// (an [`std::io::Error`] with the code of its kind); its sources stand under `details.causes`. For
/// this reason `Error` itself does not implement `std::error::Error`.
///
/// ```
/// use aro_sdk::{Error, ErrorCode};
///
/// fn lookup(key: &str) -> Result<u32, Error> {
///     match key {
///         "answer" => Ok(42),
///         "nine" => Ok("9".parse()?),
///         _ => Err(Error::not_found(format!("no value under \"{key}\"")).with_detail("key", key)),
///     }
/// }
///
/// assert_eq!(lookup("other").unwrap_err().code(), ErrorCode::NotFound);
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    message: Cow<'static, str>,
    code: ErrorCode,
    category: Option<Category>,
    details: Details,
}

/// Members of an object, as JSON, with a NUL between them, which no JSON has; each key once. Not
/// `serde_json`'s, whose trees each plugin would have in its library for a few texts and numbers.
#[derive(Clone, Default)]
pub(crate) struct Details(Vec<u8>);

impl Details {
    /// The members, as they stand in an object.
    pub(crate) fn members(&self) -> impl Iterator<Item = &[u8]> {
        self.0.split(|byte| *byte == 0).filter(|member| !member.is_empty())
    }

    /// Adds a member, and takes away one of this key.
    #[inline(never)]
    fn add(&mut self, key: &str, json: &[u8]) {
        let mut all = Vec::new();
        reply::write_text(&mut all, key);
        reply::put(&mut all, b":");
        let key = all.len();
        reply::put(&mut all, json);
        for member in self.members() {
            if !member.starts_with(&all[..key]) {
                reply::put(&mut all, b"\0");
                reply::put(&mut all, member);
            }
        }
        self.0 = all;
    }
}

macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident => $code:ident $(, $category:ident)?;)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\nThe code is [`ErrorCode::", stringify!($code), "`].")]
        #[must_use]
        pub fn $name(message: impl Into<Cow<'static, str>>) -> Self {
            Self::new(ErrorCode::$code, message)$(.with_category(Category::$category))?
        }
    )*};
}

impl Error {
    /// An error with this code and message.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self::plain(code, message.into())
    }

    fn plain(code: ErrorCode, message: Cow<'static, str>) -> Self {
        Self(Box::new(Inner { message, code, category: None, details: Details::default() }))
    }

    constructors! {
        /// The input breaks a rule; the category is `validation`.
        invalid_input => InvalidInput, Validation;
        /// What was asked for is not there.
        not_found => NotFound;
        /// The caller may not do this.
        permission_denied => PermissionDenied;
        /// It took too long.
        timeout => Timeout;
        /// The other side could not be reached; the category is `io`.
        connection_failed => ConnectionFailed, Io;
        /// The work failed.
        execution_failed => ExecutionFailed;
        /// Not possible in the present state.
        invalid_state => InvalidState;
        /// Out of memory, disk, handles, quota.
        resource_exhausted => ResourceExhausted;
        /// This host or plugin cannot do that.
        unsupported => Unsupported;
        /// Asked too often; the category is `rateLimiting`.
        rate_limited => RateLimited, RateLimiting;
    }

    /// The form of any standard error.
    pub(crate) fn of(error: &(dyn std::error::Error + 'static)) -> Self {
        Self::told(&error, error.downcast_ref(), error.source())
    }

    /// The same from its parts.
    fn told(error: &dyn fmt::Display, io: Option<&io::Error>, mut cause: Option<&dyn std::error::Error>) -> Self {
        let mut converted = Self::plain(ErrorCode::ExecutionFailed, error.to_string().into());
        if let Some(io) = io {
            converted = converted.with_code(code_of_io(io)).with_category(Category::Io);
        }
        let mut causes = Vec::new();
        while let Some(error) = cause {
            let before = if causes.is_empty() { b"[" } else { b"," };
            reply::put(&mut causes, before);
            reply::write_text(&mut causes, &error.to_string());
            cause = error.source();
        }
        if !causes.is_empty() {
            reply::put(&mut causes, b"]");
            converted.0.details.add("causes", &causes);
        }
        converted
    }

    /// The same error once more, for a failure that is told to every caller.
    pub(crate) fn copy(&self) -> Self {
        let Inner { message, code, category, details } = &*self.0;
        Self(Box::new(Inner { message: message.clone(), code: *code, category: *category, details: details.clone() }))
    }

    /// The same error with another code.
    #[must_use]
    #[inline]
    pub fn with_code(mut self, code: ErrorCode) -> Self {
        self.0.code = code;
        self
    }

    /// The same error with a category.
    #[must_use]
    #[inline]
    pub fn with_category(mut self, category: Category) -> Self {
        self.0.category = Some(category);
        self
    }

    /// The same error with one more member under `details`. A value that cannot be written as JSON
    /// stands there as the text of the reason.
    #[must_use]
    pub fn with_detail(mut self, key: impl Into<String>, value: impl Serialize) -> Self {
        let mut json = Vec::new();
        if let Err(error) = reply::write_value(&mut json, &value) {
            json.clear();
            reply::write_text(&mut json, &error.to_string());
        }
        self.0.details.add(&key.into(), &json);
        self
    }

    /// The same for a text: it has no serializer compiled.
    pub(crate) fn with_text(mut self, key: &'static str, text: &str) -> Self {
        let mut json = Vec::new();
        reply::write_text(&mut json, text);
        self.0.details.add(key, &json);
        self
    }

    /// The same for a number.
    pub(crate) fn with_number(mut self, key: &'static str, number: usize) -> Self {
        self.0.details.add(key, number.to_string().as_bytes());
        self
    }

    /// The same error with `context: ` before its message.
    #[must_use]
    pub fn context(mut self, context: impl fmt::Display) -> Self {
        self.0.message = format!("{context}: {}", self.0.message).into();
        self
    }

    /// What went wrong.
    #[must_use]
    #[inline]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The number that programs can tell errors apart by.
    #[must_use]
    #[inline]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The kind of failure, where one is given.
    #[must_use]
    #[inline]
    pub fn category(&self) -> Option<Category> {
        self.0.category
    }

    /// What else is known; empty when nothing is. It is kept as JSON and read anew each time; JSON
    /// that `serde_json` does not read, such as lists nested very deep and numbers beyond `f64`, is
    /// given as a string of its text.
    #[must_use]
    #[inline]
    pub fn details(&self) -> Map<String, Value> {
        let read = |json: &[u8]| match serde_json::from_slice(json) {
            Ok(value) => value,
            Err(_) => Value::from(String::from_utf8_lossy(json)),
        };
        let mut details = Map::new();
        for member in self.0.details.members() {
            if let Some((key, value)) =
                aro_json_scan::string_end(member, 1).and_then(|end| member.split_at_checked(end))
                && let Value::String(key) = read(key)
            {
                details.insert(key, read(value.strip_prefix(b":").unwrap_or(value)));
            }
        }
        details
    }

    /// The same as it is kept.
    pub(crate) fn details_in_json(&self) -> &Details {
        &self.0.details
    }
}

impl fmt::Debug for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("message", &self.0.message)
            .field("code", &self.0.code)
            .field("category", &self.0.category)
            .field("details", &self.details())
            .finish()
    }
}

impl fmt::Display for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        // Not as a `dyn Error`, which would link what the type has for debugging.
        Self::told(&error, (&error as &dyn Any).downcast_ref(), error.source())
    }
}

/// The parts of a message, put together. Where the parts are texts, a `format!` is more code at
/// each place.
#[cold]
#[inline(never)]
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    add(&mut text, parts);
    text
}

/// The same behind a text.
#[cold]
#[inline(never)]
pub(crate) fn add(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
}

fn code_of_io(error: &io::Error) -> ErrorCode {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => ErrorCode::NotFound,
        Kind::PermissionDenied => ErrorCode::PermissionDenied,
        Kind::TimedOut => ErrorCode::Timeout,
        Kind::ConnectionRefused
        | Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::NotConnected
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable => ErrorCode::ConnectionFailed,
        Kind::InvalidInput | Kind::InvalidData => ErrorCode::InvalidInput,
        Kind::OutOfMemory | Kind::StorageFull | Kind::QuotaExceeded => ErrorCode::ResourceExhausted,
        Kind::Unsupported => ErrorCode::Unsupported,
        _ => ErrorCode::ExecutionFailed,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_details_with_one_key_the_last_counts_and_null_is_left_out() {
        let error = Error::not_found("x")
            .with_detail("b", 1)
            .with_detail("c", [1.5, 2.0])
            .with_text("a", "\"1\"")
            .with_number("b", 2)
            .with_detail("nothing", None::<u8>)
            .with_detail("d", json!({ "nothing": null, "": [null, {}] }))
            .with_detail("none", f64::NAN);
        let details = json!({
            "a": "\"1\"", "b": 2, "c": [1.5, 2.0], "d": { "": [null, {}] }, "nothing": null, "none": "NaN is not a number that JSON knows"
        });
        assert_eq!(Value::Object(error.details()), details);
        let deep = serde_json::value::RawValue::from_string("[".repeat(130) + &"]".repeat(130)).unwrap();
        let odd = Error::not_found("x").with_detail("k\"", "v").with_detail("deep", &deep);
        assert_eq!(Value::Object(odd.details()), json!({ "k\"": "v", "deep": deep.get() }));
        let copy = error.copy().with_detail("d", 5);
        assert_eq!((copy.details().len(), &copy.details()["d"], copy.message()), (6, &json!(5), "x"));
        let written = reply::Reply::error(&error);
        let written: Value = serde_json::from_slice(written.text()).unwrap();
        let mut details = details;
        details.as_object_mut().unwrap().remove("nothing");
        assert_eq!(written, json!({ "error": "x", "error_code": 2, "details": details }));
    }
}
