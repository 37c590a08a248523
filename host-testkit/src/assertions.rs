//! Assertions on outcomes, and how they show a difference.

use aro_abi::ErrorCode;
use serde_json::{Value, json};
use similar::TextDiff;

use crate::host::value;
use crate::host::{Outcome, RunError};

/// What the assertions take: an [`Outcome`], or the `Result` of [`Host::run`](crate::Host::run), by value or by
/// reference.
pub trait AsOutcome {
    /// The outcome.
    ///
    /// # Panics
    ///
    /// With the text of the error when there is none.
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
        self.as_ref().unwrap_or_else(|error| panic!("{error}"))
    }
}

impl<T: AsOutcome> AsOutcome for &T {
    #[track_caller]
    fn as_outcome(&self) -> &Outcome {
        (*self).as_outcome()
    }
}

/// What [`assert_error!`](crate::assert_error) takes for a code: an [`ErrorCode`], or its number.
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

/// Asserts that a statement bound this value, which is written as JSON or is an expression. Values are compared as
/// such: `2` is `2.0`, and the order of keys is no matter.
///
/// ```no_run
/// # let plugin = aro_host_testkit::plugin!();
/// let outcome = plugin.run("ParseCSV the <table> from \"a,b\".", ());
/// aro_host_testkit::assert_value!(outcome, { "rows": [["a", "b"]] });
/// ```
///
/// # Panics
///
/// When the statement could not be run, threw, or bound something else: with the difference, the calls into the plugin
/// and the host's notes.
#[macro_export]
macro_rules! assert_value {
    ($outcome:expr, $($expected:tt)+) => {
        $crate::__private::assert_value(&$outcome, &$crate::__private::json!($($expected)+))
    };
}

/// Asserts that the plugin reported a failure with this code and this part of a message, or with this part alone. It
/// does not matter whether the host bound the failure or threw it, in which the [paths](crate::HostPath) differ.
///
/// What the host itself throws, such as for a reply that is no JSON, has no code; its message is looked at all the
/// same.
///
/// ```no_run
/// use aro_host_testkit::{ErrorCode, assert_error};
///
/// # let plugin = aro_host_testkit::plugin!();
/// let outcome = plugin.run("ParseCSV the <table> from 42.", ());
/// assert_error!(outcome, ErrorCode::InvalidInput, "expected a string");
/// assert_error!(outcome, "got the integer 42");
/// ```
///
/// # Panics
///
/// When the statement could not be run or did not fail, or the code or the message is another.
#[macro_export]
macro_rules! assert_error {
    ($outcome:expr, $code:expr, $part:expr $(,)?) => {
        $crate::__private::assert_error(
            &$outcome,
            ::core::option::Option::Some($crate::__private::AsCode::as_code(&$code)),
            ::core::convert::AsRef::<str>::as_ref(&$part),
        )
    };
    ($outcome:expr, $part:expr $(,)?) => {
        $crate::__private::assert_error(
            &$outcome,
            ::core::option::Option::None,
            ::core::convert::AsRef::<str>::as_ref(&$part),
        )
    };
}

/// Asserts that exactly these events were published, in this order: a list of `{"type": …, "data": {…}}`, in which
/// `data` may be left out when it is empty.
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

/// What was expected (-) and what came (+).
fn difference(expected: &Value, came: &Value) -> String {
    let (expected, came) = (pretty(expected), pretty(came));
    let diff = TextDiff::from_lines(&expected, &came);
    diff.unified_diff().context_radius(4).header("expected", "came").to_string()
}

/// What the macro of this name does.
#[track_caller]
pub fn assert_value(outcome: &impl AsOutcome, expected: &Value) {
    let outcome = outcome.as_outcome();
    match outcome.value() {
        Some(came) if value::same(expected, came) => {}
        Some(came) => panic!("the statement bound another value\n{outcome}\n\n{}", difference(expected, came)),
        None => panic!("the statement bound no value where {expected} is expected\n{outcome}"),
    }
}

/// What the macro of this name does; without a code, any will do.
#[track_caller]
pub fn assert_error(outcome: &impl AsOutcome, code: Option<u64>, part: &str) {
    let outcome = outcome.as_outcome();
    let reported = outcome.error();
    let thrown = outcome.thrown().map(|thrown| thrown.message.as_str());
    let Some(message) = reported.as_ref().map(|error| error.message.as_str()).or(thrown) else {
        panic!("the statement did not fail, where a failure with {part:?} is expected\n{outcome}");
    };
    assert!(message.contains(part), "the failure says {message:?} and not {part:?}\n{outcome}");
    let came = reported.as_ref().and_then(|error| error.code);
    if code.is_some() && came != code {
        let name = |code: Option<u64>| match (code.and_then(ErrorCode::from_number), code) {
            (Some(known), _) => known.to_string(),
            (None, Some(number)) => number.to_string(),
            (None, None) => "none".to_owned(),
        };
        panic!("the failure has the code {} and not {}\n{outcome}", name(came), name(code));
    }
}

/// What the macro of this name does.
#[track_caller]
pub fn assert_events(outcome: &impl AsOutcome, expected: &Value) {
    let outcome = outcome.as_outcome();
    let Some(entries) = expected.as_array() else { panic!("the expected events are a list, not {expected}") };
    let entry =
        |entry: &Value| json!({ "type": entry["type"], "data": entry.get("data").cloned().unwrap_or(json!({})) });
    let expected: Value = entries.iter().map(entry).collect();
    let came: Value =
        outcome.events().iter().map(|event| json!({ "type": event.event_type, "data": event.data })).collect();
    assert!(
        value::same(&expected, &came),
        "other events were published\n{outcome}\n\n{}",
        difference(&expected, &came)
    );
}
