//! Faults of a reply.

use std::fmt;

use aro_abi::{ErrorCode, keys};
use serde_json::Value;

use super::case::{Callee, Case};
use crate::plugin::{CallError, Plugin, Reply};

/// What a plugin did wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It returned a null pointer.
    Null,
    /// It returned bytes that are not UTF-8.
    NotUtf8,
    /// It returned a string that is not JSON.
    NotJson,
    /// It returned JSON that is not an object. Hosts drop it or bind it as a string.
    NotAnObject,
    /// A qualifier's reply has neither a `result` that is not null nor an `error`.
    NoResult,
    /// The reply contains `Unknown action:`, so the interpreter runs the action again.
    AsksForRetry,
    /// The reply reports a panic: an error with code 6 whose message says so, as the SDK writes it.
    Panicked,
    /// A reply was not given back.
    Outstanding,
    /// A check added by [`FuzzCheck::check`](super::FuzzCheck::check) rejected the reply, with this
    /// message.
    Refused(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "returned NULL: hosts throw, and the interpreter first calls again",
            Self::NotUtf8 => "returned bytes that are not UTF-8",
            Self::NotJson => "returned a string that is not JSON, so the statement fails and the reply is lost",
            Self::NotAnObject => "returned JSON that is not an object: hosts drop it or bind it as a string",
            Self::NoResult => "returned neither a `result` nor an `error`, so the statement fails",
            Self::AsksForRetry => "returned `Unknown action:` in its reply, so the interpreter runs it again",
            Self::Panicked => "panicked",
            Self::Outstanding => "has a reply that was not given back",
            Self::Refused(words) => return write!(f, "failed a check: {words}"),
        })
    }
}

impl Fault {
    /// While a case shrinks, the kind of the fault has to stay the same.
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

/// The fault of this reply by the rules of the hosts, if it has one.
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
