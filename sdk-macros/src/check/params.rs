//! What parameters say together: names that are taken, and keys of `#[arg]` that exclude each
//! other.

use crate::diagnostics::{Report, argument as say};
use crate::model::{FunctionKind, Param, Params};

pub(super) fn check_params(params: &Params, kind: FunctionKind, report: &Report) {
    for (index, param) in params.list.iter().enumerate() {
        let before = &params.list[..index];
        check_flags(param, report);
        if let Some(subject) = &param.subject {
            let first = before.iter().find(|first| first.subject.is_some() && first.may_be_beside(param));
            if let Some(first) = first {
                report.at(subject, say::second_subject(&first.name));
            }
        }
        if before.iter().any(|other| is_same(other, param)) {
            report.at_span(param.name_span, say::name_repeated(&param.name));
        }
        if kind == FunctionKind::Action && param.has_host_key() && !is_first_choice(params, param, before) {
            report.at_span(param.name_span, say::name_reserved(&param.name));
        }
    }
}

fn is_same(other: &Param, param: &Param) -> bool {
    other.name == param.name && other.flatten.is_none() && other.may_be_beside(param)
}

fn check_flags(param: &Param, report: &Report) {
    if let (Some(subject), Some(_)) = (&param.subject, &param.with) {
        report.at(subject, say::subject_and_with());
    }
    let is_refined = param.default.is_some() || param.with.is_some();
    if let Some(flatten) = param.flatten.as_ref().filter(|_| is_refined) {
        report.at(flatten, say::flatten_alone());
    }
}

/// Whether the parameter may be the first to take the statement's object. Only then may it have the
/// name of a host's key: when there is no such argument, it gets the object and not the host's
/// value. Of a parameter before it, rustc has to find out whether it is an argument;
/// `expand::reserved` asks it.
fn is_first_choice(params: &Params, param: &Param, before: &[Param]) -> bool {
    let takes_object = |before: &Param| params.is_eligible(before) && before.is_surely_argument();
    params.is_eligible(param) && !before.iter().any(takes_object)
}
