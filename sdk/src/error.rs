//! What goes wrong, in the form in which it crosses the ABI.

use std::borrow::Cow;
use std::fmt;

use aro_abi::{Category, ErrorCode};
use serde::Serialize;
use serde_json::{Map, Value};

/// `Result` with the SDK's [`Error`], for actions that build their errors themselves.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure as the program sees it: a message, one of the eleven codes, and what else is known.
///
/// It crosses the ABI as `{"error": message, "error_code": number, "category"?: text, "details"?: {…}}`. The interpreter binds that object as
/// an ordinary value and the program goes on; the legacy hosts and compiled programs throw the message (ABI, sections 2 and 5).
///
/// Any [`std::error::Error`] becomes one through `?`, with the code [`ErrorCode::ExecutionFailed`] (an [`std::io::Error`] with the code of its
/// kind); its sources stand under `details.causes`. For this reason `Error` itself does not implement `std::error::Error`.
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
    details: Map<String, Value>,
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
        Self(Box::new(Inner { message, code, category: None, details: Map::new() }))
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
        let mut converted = Self::new(ErrorCode::ExecutionFailed, error.to_string());
        if let Some(io) = error.downcast_ref() {
            converted = converted.with_code(code_of_io(io)).with_category(Category::Io);
        }
        let (mut causes, mut cause) = (Vec::new(), error.source());
        while let Some(error) = cause {
            causes.push(Value::from(error.to_string()));
            cause = error.source();
        }
        if causes.is_empty() { converted } else { converted.with_value("causes".to_owned(), Value::Array(causes)) }
    }

    /// The same error once more, for a failure that is told to every caller.
    pub(crate) fn copy(&self) -> Self {
        let Inner { message, code, category, details } = &*self.0;
        Self(Box::new(Inner { message: message.clone(), code: *code, category: *category, details: copy_of(details) }))
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

    /// The same error with one more member under `details`. A value that cannot be written as JSON stands there as the
    /// text of the reason.
    #[must_use]
    pub fn with_detail(self, key: impl Into<String>, value: impl Serialize) -> Self {
        let value = match serde_json::to_value(value) {
            Ok(value) => value,
            Err(error) => Value::from(error.to_string()),
        };
        self.with_value(key.into(), value)
    }

    /// The same for a detail that is JSON already: it has no serializer compiled.
    pub(crate) fn with_value(mut self, key: String, value: Value) -> Self {
        self.0.details.insert(key, value);
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

    /// What else is known; empty when nothing is.
    #[must_use]
    #[inline]
    pub fn details(&self) -> &Map<String, Value> {
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
            .field("details", &self.0.details)
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
        Self::of(&error)
    }
}

/// `clone` would be compiled for the map's tree, in every plugin.
fn copy_of(object: &Map<String, Value>) -> Map<String, Value> {
    let mut copy = Map::new();
    for (key, value) in object {
        copy.insert(key.clone(), copy_of_value(value));
    }
    copy
}

fn copy_of_value(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(truth) => Value::Bool(*truth),
        Value::Number(number) => Value::Number(number.clone()),
        Value::String(text) => Value::String(text.clone()),
        Value::Object(object) => Value::Object(copy_of(object)),
        Value::Array(items) => {
            let mut copy = Vec::new();
            for item in items {
                copy.push(copy_of_value(item));
            }
            Value::Array(copy)
        }
    }
}

fn code_of_io(error: &std::io::Error) -> ErrorCode {
    use std::io::ErrorKind as Kind;
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
