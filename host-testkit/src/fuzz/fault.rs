//! What is wrong with a reply.

use std::fmt;

use aro_abi::{ErrorCode, keys};
use serde_json::Value;

use super::case::{Callee, Case};
use crate::plugin::{CallError, Plugin, Reply};

/// What a plugin did that no host takes well.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It returned a null pointer.
    Null,
    /// It returned a text that is not UTF-8.
    NotUtf8,
    /// It returned a text that is not JSON.
    NotJson,
    /// It returned JSON that is no object, so that hosts lose it or bind its text.
    NotAnObject,
    /// A qualifier's reply has neither a `result` that is not null nor an `error`.
    NoResult,
    /// The reply holds `Unknown action:`, so that the interpreter runs the action again.
    AsksForRetry,
    /// The reply reports a panic: an error with code 6 whose text says so, as the SDK writes it.
    Panicked,
    /// A reply was not given back.
    Outstanding,
    /// The author's own check refused the reply; its words.
    Refused(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "returned NULL: hosts throw, and the interpreter first calls again",
            Self::NotUtf8 => "returned a text that is not UTF-8",
            Self::NotJson => "returned a text that is not JSON, so the statement fails and the text is lost",
            Self::NotAnObject => "returned JSON that is no object: hosts lose it or bind its text",
            Self::NoResult => "returned neither a `result` nor an `error`, so the statement fails",
            Self::AsksForRetry => "returned `Unknown action:` in its reply, so the interpreter runs it again",
            Self::Panicked => "panicked",
            Self::Outstanding => "has a reply that was not given back",
            Self::Refused(words) => return write!(f, "broke a check: {words}"),
        })
    }
}

impl Fault {
    /// While a case is made smaller, it has to stay the same fault.
    pub(super) fn same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// Makes the call.
pub(super) fn call(plugin: &Plugin, case: &Case) -> Result<Reply, CallError> {
    let input = std::ffi::CString::new(case.input_text())
        .map_err(|error| CallError::NulByte { argument: "input", position: error.nul_position() })?;
    let name = match &case.callee {
        Callee::Action { verb } => verb.clone(),
        Callee::Qualifier { name, .. } => name.clone(),
        Callee::Service { method, .. } => format!("service:{method}"),
    };
    let name = std::ffi::CString::new(name)
        .map_err(|error| CallError::NulByte { argument: "action", position: error.nul_position() })?;
    match &case.callee {
        Callee::Qualifier { .. } => plugin.qualifier_raw(Some(&name), Some(&input)),
        Callee::Action { .. } | Callee::Service { .. } => plugin.execute_raw(Some(&name), Some(&input)),
    }
}

/// What is wrong with this reply by the rules of the hosts.
pub(super) fn of_reply(case: &Case, reply: &Reply, panics_count: bool) -> Option<Fault> {
    if reply.text().is_err() {
        return Some(Fault::NotUtf8);
    }
    let Ok(json) = reply.json() else { return Some(Fault::NotJson) };
    let Value::Object(members) = &json else { return Some(Fault::NotAnObject) };
    if reply.asks_for_retry() && matches!(case.callee, Callee::Action { .. }) {
        return Some(Fault::AsksForRetry);
    }
    let panicked = reply.error().is_some_and(|error| {
        error.error_code() == Some(ErrorCode::ExecutionFailed) && error.message.contains("panicked")
    });
    if panics_count && panicked {
        return Some(Fault::Panicked);
    }
    let silent = !members.contains_key(keys::ERROR) && members.get("result").is_none_or(Value::is_null);
    (silent && matches!(case.callee, Callee::Qualifier { .. })).then_some(Fault::NoResult)
}
