//! What holds for every function that hosts call.

use super::{params, signature};
use crate::diagnostics::{Report, signature as say};
use crate::model::{FunctionKind, ItemFunction};

/// A function outside of `impl` blocks: it cannot take `self`.
pub(super) fn free_function(attribute: &str, function: &ItemFunction<'_>, report: &Report) {
    if let Some((receiver, _)) = function.syntax.sig.receiver() {
        report.at(receiver, say::takes_self(attribute));
    }
    any_function(function, report);
}

pub(super) fn any_function(function: &ItemFunction<'_>, report: &Report) {
    signature::check_signature(&function.syntax.attrs, &function.syntax.sig, kind_in_words(function.kind), report);
    params::check_params(&function.params, function.kind, report);
}

/// How messages call the function.
fn kind_in_words(kind: FunctionKind) -> &'static str {
    match kind {
        FunctionKind::Action => "an action",
        FunctionKind::Method => "a method that programs call",
        FunctionKind::Qualifier | FunctionKind::EventHandler | FunctionKind::Hook => "a function that hosts call",
    }
}
