//! `impl` blocks.

use crate::diagnostics::{Report, action, block as say};
use crate::model::{ItemFunction, Name};
use crate::syntax::{BlockHead, Receiver};

/// What neither a service nor a system object can be.
pub(super) fn check_block(head: &BlockHead, attribute: &str, report: &Report) {
    if let Some((path, _)) = &head.of_trait {
        report.at(path, say::of_a_trait(attribute));
    }
    if !head.generics.params.is_empty() {
        report.at(&head.generics, say::generic_block(attribute));
    }
}

/// `key` is where the attribute says the name.
pub(super) fn check_block_name(name: &Name, key: &str, report: &Report) {
    if name.is_explicit && name.text.is_empty() {
        report.at_span(name.span, action::name_empty(key));
    }
}

/// A method takes `&self`.
pub(super) fn check_receiver(method: &ItemFunction<'_>, report: &Report) {
    match method.syntax.sig.receiver() {
        Some((receiver, Receiver::Mutable)) => report.at(receiver, say::receiver_mut()),
        Some((receiver, Receiver::Other)) => report.at(receiver, say::receiver_owned()),
        Some((_, Receiver::Shared)) => {}
        None => {
            let name = &method.syntax.sig.ident;
            report.at(name, say::method_without_self(&name.to_string()));
        }
    }
}
