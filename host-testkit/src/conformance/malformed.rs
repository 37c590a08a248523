//! Makes calls with malformed input: null pointers, bytes that are not UTF-8, strings that are not
//! JSON, deep nesting. None of them may end the process; the reply does not matter.

use std::ffi::{CStr, CString};

use aro_abi::symbols;
use serde_json::Value;

use super::checker::Checker;
use super::inputs;
use crate::isolation::Call;

pub(super) fn check(checker: &mut Checker<'_>) {
    if checker.exports(symbols::EXECUTE) {
        names(checker, symbols::EXECUTE, Call::execute_raw);
        for (subject, action) in checker.reached.clone() {
            let Ok(action) = CString::new(action) else { continue };
            strings(checker, &subject, |input| Call::execute_raw(Some(&action), input));
        }
    }
    for (symbol, _) in checker.entry_points() {
        strings(checker, &format!("entry point `{symbol}`"), |input| Call::entry_point(&symbol, input));
    }
    if !checker.everything() {
        return;
    }
    if checker.exports(symbols::QUALIFIER) {
        names(checker, symbols::QUALIFIER, Call::qualifier_raw);
        for qualifier in checker.declared("qualifiers") {
            let Some(name) = qualifier["name"].as_str() else { continue };
            let Ok(arriving) = CString::new(name.to_lowercase()) else { continue };
            let subject = format!("qualifier `{name}`");
            strings(checker, &subject, |input| Call::qualifier_raw(Some(&arriving), input));
        }
    }
    if checker.exports(symbols::ON_EVENT) {
        names(checker, symbols::ON_EVENT, Call::on_event_raw);
    }
    objects(checker);
}

/// A function whose first argument is a name.
fn names(checker: &mut Checker<'_>, symbol: &str, call: impl Fn(Option<&CStr>, Option<&CStr>) -> Call) {
    for input in [None, Some(c"{}")] {
        checker.malformed_call("null-pointer", symbol, &call(None, input));
    }
    checker.malformed_call("null-pointer", symbol, &call(Some(c"AroTestkitKnowsNoSuchName"), None));
    for name in [c"\xff", c"a\xc3", c"\xed\xa0\x80"] {
        checker.malformed_call("invalid-utf8", symbol, &call(Some(name), Some(c"{}")));
    }
}

/// The input of a function.
fn strings(checker: &mut Checker<'_>, subject: &str, call: impl Fn(Option<&CStr>) -> Call) {
    checker.malformed_call("null-pointer", subject, &call(None));
    for text in inputs::not_utf8() {
        checker.malformed_call("invalid-utf8", subject, &call(Some(&text)));
    }
    for text in inputs::malformed() {
        checker.malformed_call("malformed-json", subject, &call(Some(&text)));
    }
    if let Some(text) = inputs::deep() {
        checker.malformed_call("deep-json", subject, &call(Some(&text)));
    }
}

fn objects(checker: &mut Checker<'_>) {
    let identifiers: Vec<CString> = checker
        .declared("system_objects")
        .iter()
        .filter_map(|object| object.get("identifier").and_then(Value::as_str))
        .filter_map(|identifier| CString::new(identifier).ok())
        .collect();
    for identifier in identifiers.iter().map(|identifier| Some(identifier.as_c_str())).chain([None]) {
        for (symbol, call) in [
            (symbols::OBJECT_READ, Call::object_read_raw(identifier, None)),
            (symbols::OBJECT_WRITE, Call::object_write_raw(identifier, None, None)),
            (symbols::OBJECT_LIST, Call::object_list_raw(None)),
        ] {
            if checker.exports(symbol) {
                checker.malformed_call("null-pointer", symbol, &call);
            }
        }
    }
}
