//! Assertions on outcomes, and how they show a difference.

use std::borrow::Cow;

use aro_abi::ErrorCode;
use serde_json::{Value, json};
use similar::TextDiff;

use crate::host::value;
use crate::host::{Outcome, RunError};

/// What the assertions accept: an [`Outcome`], or the `Result` of [`Host::run`](crate::Host::run),
/// by value or by reference.
pub trait AsOutcome {
    /// The outcome.
    ///
    /// # Panics
    ///
    /// With the message of the error, when there is no outcome.
    fn as_outcome(&self) -> &Outcome;
}

impl AsOutcome for Outcome {
    fn as_outcome(&self) -> &Outcome {
        self
    }
}

impl AsOutcome for Result<Outcome, RunError> {
    #[track_caller]
    fn as_outcome(&self) -> &Outcome {
        // A closure would be the place that the panic names.
        match self {
            Ok(outcome) => outcome,
            Err(error) => panic!("{error}"),
        }
    }
}

impl<T: AsOutcome> AsOutcome for &T {
    #[track_caller]
    fn as_outcome(&self) -> &Outcome {
        (*self).as_outcome()
    }
}

/// What [`assert_error!`](crate::assert_error) accepts as a code: an [`ErrorCode`], or its number.
pub trait AsCode {
    /// The number.
    fn as_code(&self) -> u64;
}

impl AsCode for ErrorCode {
    fn as_code(&self) -> u64 {
        self.number().into()
    }
}

impl AsCode for u64 {
    fn as_code(&self) -> u64 {
        *self
    }
}

/// The type of a number that is written without one.
impl AsCode for i32 {
    #[track_caller]
    fn as_code(&self) -> u64 {
        match u64::try_from(*self) {
            Ok(code) => code,
            Err(_) => panic!("no error has the code {self}: codes are not negative"),
        }
    }
}

/// What [`assert_error!`](crate::assert_error) accepts alone after the outcome: a code, or a part
/// of the message.
pub trait AsFailure {
    /// The code, if it is one, and the part of the message, which is else empty.
    fn as_failure(&self) -> (Option<u64>, &str);
}

macro_rules! as_failure {
    ($($code:ty),*; $($text:ty),*) => {
        $(impl AsFailure for $code {
            #[track_caller]
            fn as_failure(&self) -> (Option<u64>, &str) {
                (Some(self.as_code()), "")
            }
        })*
        $(impl AsFailure for $text {
            fn as_failure(&self) -> (Option<u64>, &str) {
                (None, self)
            }
        })*
    };
}

as_failure!(ErrorCode, u64, i32; str, String, Box<str>, Cow<'_, str>);

impl<T: AsFailure + ?Sized> AsFailure for &T {
    #[track_caller]
    fn as_failure(&self) -> (Option<u64>, &str) {
        (*self).as_failure()
    }
}

/// Asserts that a statement bound this value, which is JSON or an expression. Numbers are compared
/// by value, so `2` equals `2.0`, and the order of keys does not matter.
///
/// ```no_run
/// # let plugin = aro_host_testkit::plugin!();
/// let outcome = plugin.run("ParseCSV the <table> from \"a,b\".", ());
/// aro_host_testkit::assert_value!(outcome, { "rows": [["a", "b"]] });
/// ```
///
/// # Panics
///
/// When the statement could not be run, threw, or bound another value. The message shows the
/// difference, the calls into the plugin and the host's notes.
#[macro_export]
macro_rules! assert_value {
    ($outcome:expr, $($expected:tt)+) => {
        $crate::__private::assert_value(&$outcome, &$crate::__private::json!($($expected)+))
    };
}

/// Asserts that the plugin reported a failure with this code and a message that contains this
/// string. Either may be left out, or both. It does not matter whether the host bound the failure
/// or threw it, in which the [paths](crate::HostPath) differ.
///
/// A failure that the host itself throws, for example for a reply that is not JSON, has no code.
/// Its message is compared too.
///
/// ```no_run
/// use aro_host_testkit::{ErrorCode, assert_error};
///
/// # let plugin = aro_host_testkit::plugin!();
/// let outcome = plugin.run("ParseCSV the <table> from 42.", ());
/// assert_error!(outcome, ErrorCode::InvalidInput, "expected a string");
/// assert_error!(outcome, "got the integer 42");
/// assert_error!(outcome, ErrorCode::InvalidInput);
/// assert_error!(outcome);
/// ```
///
/// # Panics
///
/// When the statement could not be run or did not fail, or when the code or the message differs.
#[macro_export]
macro_rules! assert_error {
    ($outcome:expr, $code:expr, $part:expr $(,)?) => {
        $crate::__private::assert_error(
            &$outcome,
            ::core::option::Option::Some($crate::__private::AsCode::as_code(&$code)),
            ::core::convert::AsRef::<str>::as_ref(&$part),
        )
    };
    ($outcome:expr, $code_or_part:expr $(,)?) => {
        $crate::__private::assert_failure(&$outcome, &$code_or_part)
    };
    ($outcome:expr $(,)?) => {
        $crate::__private::assert_failure(&$outcome, "")
    };
}

/// Asserts that exactly these events were published, in this order: a list of
/// `{"type": …, "data": {…}}`, in which `data` may be left out when it is empty.
///
/// ```no_run
/// # let plugin = aro_host_testkit::plugin!();
/// let outcome = plugin.run("Import the <n> from \"a.csv\".", ());
/// aro_host_testkit::assert_events!(outcome, [{ "type": "Imported", "data": { "rows": 3 } }]);
/// ```
///
/// # Panics
///
/// When the statement could not be run, or other events were published.
#[macro_export]
macro_rules! assert_events {
    ($outcome:expr, $($expected:tt)+) => {
        $crate::__private::assert_events(&$outcome, &$crate::__private::json!($($expected)+))
    };
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The difference between the expected (-) and the actual (+) value.
fn difference(expected: &Value, actual: &Value) -> String {
    let (expected, actual) = (pretty(expected), pretty(actual));
    let diff = TextDiff::from_lines(&expected, &actual);
    diff.unified_diff().context_radius(4).header("expected", "actual").to_string()
}

/// What the macro of this name does.
#[track_caller]
pub fn assert_value(outcome: &impl AsOutcome, expected: &Value) {
    let outcome = outcome.as_outcome();
    match outcome.value() {
        Some(actual) if value::same(expected, actual) => {}
        Some(actual) => panic!("the statement bound another value\n{outcome}\n\n{}", difference(expected, actual)),
        None => panic!("expected {expected}, but the statement bound no value\n{outcome}"),
    }
}

/// What `assert_error!` does with a code or a part of the message.
#[track_caller]
pub fn assert_failure(outcome: &impl AsOutcome, expected: &(impl AsFailure + ?Sized)) {
    let (code, part) = expected.as_failure();
    assert_error(outcome, code, part);
}

/// What the macro of this name does; without a code, any will do.
#[track_caller]
pub fn assert_error(outcome: &impl AsOutcome, code: Option<u64>, part: &str) {
    let outcome = outcome.as_outcome();
    let reported = outcome.error();
    let thrown = outcome.thrown().map(|thrown| thrown.message.as_str());
    let Some(message) = reported.as_ref().map(|error| error.message.as_str()).or(thrown) else {
        panic!("the statement did not fail; expected a failure{}\n{outcome}", with(code, part));
    };
    assert!(
        message.contains(part),
        "the message of the failure is {message:?}, which does not contain {part:?}\n{outcome}"
    );
    let actual = reported.as_ref().and_then(|error| error.code);
    if code.is_some() && actual != code {
        panic!("the failure has the code {}, expected {}\n{outcome}", code_name(actual), code_name(code));
    }
}

fn code_name(code: Option<u64>) -> String {
    match (code.and_then(ErrorCode::from_number), code) {
        (Some(known), _) => known.to_string(),
        (None, Some(number)) => number.to_string(),
        (None, None) => "none".to_owned(),
    }
}

/// What a failure was expected to have.
fn with(code: Option<u64>, part: &str) -> String {
    let code = code.map(|code| format!("the code {}", code_name(Some(code))));
    let part = Some(part).filter(|part| !part.is_empty()).map(|part| format!("the message {part:?}"));
    let both: Vec<String> = code.into_iter().chain(part).collect();
    if both.is_empty() { String::new() } else { format!(" with {}", both.join(" and ")) }
}

/// What the macro of this name does.
#[track_caller]
pub fn assert_events(outcome: &impl AsOutcome, expected: &Value) {
    let outcome = outcome.as_outcome();
    let Some(entries) = expected.as_array() else { panic!("the expected events have to be a list, not {expected}") };
    let entry =
        |entry: &Value| json!({ "type": entry["type"], "data": entry.get("data").cloned().unwrap_or(json!({})) });
    let expected: Value = entries.iter().map(entry).collect();
    let actual: Value =
        outcome.events().iter().map(|event| json!({ "type": event.event_type, "data": event.data })).collect();
    assert!(
        value::same(&expected, &actual),
        "other events were published\n{outcome}\n\n{}",
        difference(&expected, &actual)
    );
}
