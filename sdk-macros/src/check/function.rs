//! What holds for every function that hosts call.

use super::{params, signature};
use crate::diagnostics::{Report, asynchronous, signature as say};
use crate::model::{FunctionKind, ItemFunction};

/// A function outside of `impl` blocks: it cannot take `self`.
pub(super) fn free_function(attribute: &str, function: &ItemFunction<'_>, report: &Report) {
    if let Some((receiver, _)) = function.syntax.sig.receiver() {
        report.at(receiver, say::takes_self(attribute));
    }
    any_function(function, report);
}

pub(super) fn any_function(function: &ItemFunction<'_>, report: &Report) {
    let what = kind_in_words(function.kind);
    signature::check_signature(&function.syntax.sig, what, report);
    check_async(function, what, report);
    params::check_params(&function.params, function.kind, report);
}

fn check_async(function: &ItemFunction<'_>, what: &str, report: &Report) {
    match (&function.syntax.sig.asyncness, &function.timeout) {
        (None, Some(timeout)) => report.at(&timeout.literal, asynchronous::timeout_of_plain_function()),
        (Some(_), _) => {
            if let Some(attr) = signature::runtime_attribute(&function.syntax.attrs) {
                report.at(attr, asynchronous::runtime_attribute_below(what, &signature::path_of(attr)));
            }
        }
        (None, None) => {}
    }
}

/// How messages call the function.
fn kind_in_words(kind: FunctionKind) -> &'static str {
    match kind {
        FunctionKind::Action => "an action",
        FunctionKind::Method => "a method that programs call",
        FunctionKind::Qualifier | FunctionKind::EventHandler | FunctionKind::Hook => "a function that hosts call",
    }
}
