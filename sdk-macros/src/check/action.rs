//! `#[aro_action]`.

use aro_abi::{Preposition, Role, normal_form};
use proc_macro2::Span;
use syn::LitStr;

use super::function::free_function;
use super::names::check_name;
use super::symbol::symbol;
use super::words::{check_emits, check_words};
use crate::diagnostics::{Report, action as say, did_you_mean, listed};
use crate::model::{Action, StringList};

pub(crate) fn action(action: &Action<'_>, report: &Report) {
    let name = &action.name;
    if name.is_explicit || name.text.is_empty() {
        check_name("name", &name.text, name.span, report);
    }
    verbs(action.verbs.as_ref(), report);
    prepositions(action.prepositions.as_ref(), report);
    role(action.role.as_ref(), report);
    returns(action.returns.as_ref(), report);
    symbol(action.symbol.as_ref(), report);
    check_emits(action.emits.as_ref(), report);
    free_function("aro_action", &action.function, report);
}

fn verbs(verbs: Option<&StringList>, report: &Report) {
    let Some(verbs) = verbs else {
        return report.at_span(Span::call_site(), say::verbs_missing());
    };
    if verbs.is_empty() {
        report.at_span(verbs.span, say::verbs_empty());
    }
    for (index, verb) in verbs.strings.iter().enumerate() {
        let text = verb.value();
        check_name("verb", &text, verb.span(), report);
        let form = normal_form(&text);
        if let Some(first) = verbs.strings[..index].iter().find(|first| normal_form(&first.value()) == form) {
            report.at(verb, say::verb_repeated(&text, &first.value()));
        }
    }
}

fn prepositions(prepositions: Option<&StringList>, report: &Report) {
    let Some(list) = prepositions else { return };
    let known = Preposition::WORDS;
    if list.is_empty() {
        report.at_span(list.span, say::prepositions_empty(&listed(known)));
    }
    check_words(list, known, say::preposition_unknown, report);
    for (index, word) in list.strings.iter().enumerate() {
        let text = word.value();
        let is_repeated = list.strings[..index].iter().any(|first| first.value() == text);
        if is_repeated && known.contains(&text.as_str()) {
            report.at(word, say::preposition_repeated(&text));
        }
    }
}

fn role(role: Option<&LitStr>, report: &Report) {
    let Some(word) = role else { return };
    let (text, known) = (word.value(), Role::WORDS);
    if !known.contains(&text.as_str()) {
        report.at(word, say::role_unknown(&text, &did_you_mean(&text, known), &listed(known)));
    }
}

fn returns(key: Option<&LitStr>, report: &Report) {
    let Some(key) = key else { return };
    let text = key.value();
    if text.is_empty() || text.starts_with('_') || text == "error" {
        report.at(key, say::returns_reserved(&text));
    }
}
