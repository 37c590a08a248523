//! Lists of words of the ABI.

use syn::LitStr;

use crate::diagnostics::{Message, Report, action as say, did_you_mean, listed};
use crate::model::StringList;

/// ARO's types (ABI, section 6).
const ARO_TYPES: [&str; 6] = ["String", "Int", "Double", "Bool", "List", "Object"];

/// Every word must be one of the `known` ones. `message` takes the word, a guess, and the known
/// words.
pub(super) fn check_words(
    list: &StringList,
    known: &[&str],
    message: fn(&str, &str, &str) -> Message,
    report: &Report,
) {
    for word in &list.strings {
        let text = word.value();
        if !known.contains(&text.as_str()) {
            report.at(word, message(&text, &did_you_mean(&text, known), &listed(known)));
        }
    }
}

/// A list of ARO's types, under this key.
pub(super) fn check_types(key: &str, types: &StringList, report: &Report) {
    if types.is_empty() {
        report.at_span(types.span, say::types_empty(key));
    }
    check_words(types, &ARO_TYPES, say::type_unknown, report);
}

/// The types of the events that an action emits.
pub(super) fn check_emits(emits: Option<&StringList>, report: &Report) {
    let is_unfit = |event: &&LitStr| event.value().is_empty() || event.value().contains('*');
    for event in emits.iter().flat_map(|list| &list.strings).filter(is_unfit) {
        report.at(event, say::event_unfit(&event.value()));
    }
}
