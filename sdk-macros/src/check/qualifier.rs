//! `#[aro_qualifier]`.

use super::function::free_function;
use super::words::check_types;
use crate::diagnostics::{Report, action, signature};
use crate::model::Qualifier;

pub(crate) fn qualifier(qualifier: &Qualifier<'_>, report: &Report) {
    let name = &qualifier.name;
    if name.is_explicit && name.normal_form().is_empty() {
        report.at_span(name.span, action::name_empty("name"));
    }
    if let Some(types) = &qualifier.input_types {
        check_types("input_types", types, report);
    }
    free_function("aro_qualifier", &qualifier.function, report);
    let sig = &qualifier.function.syntax.sig;
    if sig.inputs.is_empty() {
        report.at(&sig.ident, signature::value_missing());
    }
}
