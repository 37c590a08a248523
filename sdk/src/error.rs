//! The SDK's error: what goes wrong, in the form in which it crosses the ABI.

use std::any::Any;
use std::borrow::Cow;
use std::{fmt, io};

use aro_abi::{Category, ErrorCode};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::json::{write_string, write_value};

/// `Result` with the SDK's [`Error`], for actions that build their errors themselves.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure as the program sees it: a message, one of the eleven codes, and what else is known.
///
/// It crosses the ABI as `{"error": message, "error_code": number, "category"?: text, "details"?:
/// {…}}`. The interpreter binds that object as an ordinary value and the program goes on; the
/// legacy hosts and compiled programs throw the message (ABI, sections 2 and 5).
///
/// Any [`std::error::Error`] becomes one through `?`, with the code [`ErrorCode::ExecutionFailed`]
/// (an [`std::io::Error`] with the code of its kind); its sources are under `details.causes`. For
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

/// A detail is inside `details`, which is inside the reply.
const DETAIL_DEPTH: usize = 2;

/// The members of `details`: each key once, with its value as JSON.
#[derive(Clone, Default)]
struct Details(Vec<(String, Vec<u8>)>);

impl Details {
    /// Adds a member, in place of one with the same key.
    fn add(&mut self, key: &str, json: Vec<u8>) {
        self.0.retain(|(known, _)| known != key);
        self.0.insert(0, (key.to_owned(), json));
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
        /// There is no such thing.
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

    /// A standard error as this type, with its sources under `details.causes`.
    pub(crate) fn of(error: &(dyn std::error::Error + 'static)) -> Self {
        Self::from_parts(&error, error.downcast_ref(), error.source())
    }

    fn from_parts(error: &dyn fmt::Display, io: Option<&io::Error>, cause: Option<&dyn std::error::Error>) -> Self {
        let mut converted = Self::plain(ErrorCode::ExecutionFailed, error.to_string().into());
        if let Some(io) = io {
            converted = converted.with_code(code_of_io(io)).with_category(Category::Io);
        }
        let causes: Vec<String> =
            std::iter::successors(cause, |cause| cause.source()).map(ToString::to_string).collect();
        if causes.is_empty() { converted } else { converted.with_detail("causes", causes) }
    }

    /// A clone, for a failure that every caller gets.
    pub(crate) fn copy(&self) -> Self {
        let Inner { message, code, category, details } = &*self.0;
        Self(Box::new(Inner { message: message.clone(), code: *code, category: *category, details: details.clone() }))
    }

    /// The same error with another code.
    #[must_use]
    pub fn with_code(mut self, code: ErrorCode) -> Self {
        self.0.code = code;
        self
    }

    /// The same error with a category.
    #[must_use]
    pub fn with_category(mut self, category: Category) -> Self {
        self.0.category = Some(category);
        self
    }

    /// The same error with one more member under `details`. A value that cannot be written as JSON
    /// is replaced by the reason, as a string.
    #[must_use]
    pub fn with_detail(mut self, key: impl Into<String>, value: impl Serialize) -> Self {
        let mut json = Vec::new();
        if let Err(error) = write_value(&mut json, DETAIL_DEPTH, &value) {
            json.clear();
            write_string(&mut json, &error.to_string());
        }
        self.0.details.add(&key.into(), json);
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
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The number that programs can tell errors apart by.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The kind of failure, where one is given.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        self.0.category
    }

    /// What else is known; empty when nothing is. It is kept as JSON and parsed on each call. JSON
    /// that `serde_json` does not read, such as lists that are nested too deep and numbers beyond
    /// `f64`, is given as a string.
    #[must_use]
    pub fn details(&self) -> Map<String, Value> {
        let read =
            |json: &[u8]| serde_json::from_slice(json).unwrap_or_else(|_| Value::from(String::from_utf8_lossy(json)));
        self.details_as_json().map(|(key, json)| (key.to_owned(), read(json))).collect()
    }

    /// The members of `details`, as JSON.
    pub(crate) fn details_as_json(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.details.0.iter().map(|(key, json)| (key.as_str(), json.as_slice()))
    }
}

impl fmt::Debug for Error {
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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::from_parts(&error, (&error as &dyn Any).downcast_ref(), error.source())
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

/// `bytes` as a string. `what` names them in the message.
///
/// # Errors
///
/// Code 1 when they are not UTF-8, with the offset under `details.offset`.
pub(crate) fn utf8<'a>(bytes: &'a [u8], what: &str) -> Result<&'a str> {
    aro_json_scan::to_str(bytes).map_err(|_| not_utf8(bytes, what))
}

fn not_utf8(bytes: &[u8], what: &str) -> Error {
    let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    Error::invalid_input(format!("{what} is not valid UTF-8: the byte at offset {offset} is wrong"))
        .with_detail("offset", offset)
}
