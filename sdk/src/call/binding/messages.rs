//! The errors of binding: what came, what was expected, and what to write.

use aro_abi::{keys, normal_form};

use crate::call::{Call, Kind};
use crate::error::Error;
use crate::json::{Fault, kind_of, syntax_error, too_deep, translate};
use crate::types::known_type;

/// The argument `name` does not fit; all arguments together have no name.
/// `type_name` is that of its type.
pub(super) fn does_not_fit(name: &str, json: &str, fault: Fault, type_name: &str) -> Error {
    let Fault { path, error, came } = fault;
    let whole = path.is_empty().then_some(json);
    let expected = whole.and(known_type(type_name)).map(|known| known.expected);
    let reason = translate(&error, whole, came.as_deref(), expected);
    // A path begins with the separator between two names.
    let path = if name.is_empty() { path.strip_prefix('.').unwrap_or(&path) } else { &path };
    let place = format!("{name}{path}");
    if place.is_empty() {
        return Error::invalid_input(format!("the arguments: {reason}"));
    }
    Error::invalid_input(format!("argument \"{place}\": {reason}")).with_detail("argument", place)
}

/// The argument `name` is absent.
pub(super) fn absent(call: &Call<'_>, name: &str, subject: bool) -> Error {
    let hint = if subject && call.kind() == Kind::Action { "give the statement an object, or " } else { "" };
    let key = aro_abi::written_key(name);
    let mut message = format!("argument \"{name}\" is missing: {hint}write `with {{ {key}: … }}`");
    if let Some(similar) = similar_argument(call, name) {
        message += &format!("; one with a similar name came, \"{similar}\"");
    }
    Error::invalid_input(message).with_detail("argument", name)
}

/// The argument that came with a name like `name`.
///
/// Only this can be said of an unknown name: most hosts send the arguments among their own keys and
/// variables, so an argument that no parameter takes is no error.
fn similar_argument(call: &Call<'_>, name: &str) -> Option<String> {
    let envelope = call.envelope();
    let arguments = match call.kind() {
        Kind::Action => envelope.clean().or(envelope.with()).unwrap_or(envelope.top()),
        Kind::Service => envelope.with().unwrap_or(envelope.top()),
        Kind::Qualifier => envelope.with()?,
        Kind::Event => envelope.top(),
        Kind::Object | Kind::Hook => return None,
    };
    let wanted = normal_form(name);
    if wanted.chars().count() < MIN_CHARS {
        return None;
    }
    for (key, _) in arguments.iter() {
        let key = key.text();
        // The value under the object's name is the object. The name itself can be where only a
        // with-argument counts.
        if key == name || keys::is_host_key(&key) || call.kind() == Kind::Action && call.object_name() == Some(&*key) {
            continue;
        }
        if at_most_one_mistake(&wanted, &normal_form(&key)) {
            return Some(key.into_owned());
        }
    }
    None
}

/// Most shorter names are one mistake apart.
const MIN_CHARS: usize = 3;

/// Whether one character is missing, too many or another one, or two are swapped. A distance of
/// edits, such as `strsim` computes, would be three kilobytes of every plugin.
fn at_most_one_mistake(wanted: &str, came: &str) -> bool {
    let (mut wanted, mut came) = (wanted.chars(), came.chars());
    while wanted.clone().next().is_some_and(|c| came.clone().next() == Some(c)) {
        wanted.next();
        came.next();
    }
    while wanted.clone().next_back().is_some_and(|c| came.clone().next_back() == Some(c)) {
        wanted.next_back();
        came.next_back();
    }
    let first_three = |mut chars: std::str::Chars<'_>| [chars.next(), chars.next(), chars.next()];
    match (first_three(wanted), first_three(came)) {
        ([_, None, _], [_, None, _]) => true,
        ([a, b, None], [c, d, None]) => a == d && b == c,
        _ => false,
    }
}

/// The envelope cannot be indexed. `serde_json` finds the line and the column of a syntax error.
pub(crate) fn invalid_envelope(text: &str) -> Error {
    if text.len() > aro_json_scan::MAX_LEN {
        return Error::resource_exhausted(format!(
            "the input is too long: {} bytes came, {} are read",
            text.len(),
            aro_json_scan::MAX_LEN
        ));
    }
    let syntax_error = syntax_error(text);
    let comes_first = |place| syntax_error.as_ref().is_some_and(|error| (error.line(), error.column()) <= place);
    if let Some((line, column)) = too_deep(text).filter(|place| !comes_first(*place)) {
        return Error::invalid_input(format!(
            "the input is nested too deep: 127 levels of objects and lists are read, \
             another begins at line {line} column {column}"
        ))
        .with_detail("line", line)
        .with_detail("column", column);
    }
    if let Some(error) = syntax_error {
        return Error::invalid_input(format!("the input is not valid JSON: {error}"))
            .with_detail("line", error.line())
            .with_detail("column", error.column());
    }
    let text = text.trim_ascii_start();
    if text.starts_with('{') {
        return Error::invalid_input("the input is not valid JSON: a key has an unpaired UTF-16 surrogate escape");
    }
    Error::invalid_input(format!("the input must be a JSON object with the arguments, got {}", kind_of(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_one_mistake_are_similar_and_others_are_not() {
        for came in ["limit", "limti", "limits", "lmit", "limid", "imit", "limi", "ilmit", "liimit", "límit"] {
            assert!(at_most_one_mistake("limit", came), "{came}");
        }
        for came in ["max", "l", "limitations", "", "limtti", "timil", "lim", "limitss", "liamt", "liiat"] {
            assert!(!at_most_one_mistake("limit", came), "{came}");
        }
        assert!(at_most_one_mistake("größe", "größen") && at_most_one_mistake("größe", "gröse"));
    }

    #[test]
    fn a_syntax_error_before_a_bracket_that_is_too_deep_is_the_one_that_is_named() {
        let deep = "[".repeat(128);
        for (text, message) in [
            (format!("{{\"a\" 1,\"b\":{deep}"), "expected `:` at line 1 column 6"),
            (format!("{{\"a\":1 \"b\":{deep}"), "expected `,` or `}` at line 1 column 8"),
            (format!("{{\"a\":1,\"b\":{deep}"), "nested too deep"),
            // The bracket itself is the error.
            (format!("{{\"a\":{}1 [", &deep[..126]), "expected `,` or `]` at line 1 column 134"),
        ] {
            let error = invalid_envelope(&text);
            assert!(error.message().contains(message), "{}", error.message());
        }
    }
}
