//! Translates `serde_json`'s messages into the terms of an ARO program: lists, objects, integers.
//! Rust's types, and columns of a text that the caller never saw, are left out.
//!
//! serde has no structured errors, so the messages are parsed. One that is not known is passed on
//! as it is.

use std::borrow::Cow;

/// How many characters of a string that came a message quotes.
const QUOTED: usize = 60;

/// `invalid type: string "five", expected u32 at line 1 column 6` becomes
/// `expected an integer, got the string "five"`.
///
/// `json` is the value that the error is about, where that is known, and `came` the string or
/// number that was read last, in serde's words. `expected` says what the value should be.
pub(crate) fn translate(
    error: &serde_json::Error,
    json: Option<&str>,
    came: Option<&str>,
    expected: Option<&str>,
) -> String {
    let full = error.to_string();
    let message = match full.rsplit_once(" at line ") {
        Some((message, _)) if error.line() > 0 => message,
        _ => &full,
    };
    let got = json.map_or_else(String::new, |json| format!(", got {}", kind_of(json)));
    if let Some(fault) = json.and_then(|json| fault_of_number(error, message, json)) {
        return fault;
    }
    let translated = translate_message(message, &got, expected);
    match came {
        // A message of the type's own, which may say neither what came nor what is expected.
        Some(came) if translated == message && !message.starts_with("expected ") => {
            let came = translate_came(came);
            match expected {
                Some(expected) => format!("expected {expected}, got {came}: {message}"),
                None => format!("{message}, got {came}"),
            }
        }
        _ => translated,
    }
}

/// `got` is appended where the message does not say what came.
/// `expected_type` says what the value should be, where that is known.
fn translate_message(message: &str, got: &str, expected_type: Option<&str>) -> String {
    let mismatch = ["invalid value: ", "invalid type: ", "invalid length "].iter().find_map(|kind| {
        let (came, expected) = message.strip_prefix(kind)?.rsplit_once(", expected ")?;
        Some((*kind, came, expected))
    });
    if let Some((kind, came, expected)) = mismatch {
        if let Some(expected) = expected_type {
            return format!("expected {expected}, got {}", translate_came(came));
        }
        if kind == "invalid length " && expected.starts_with("struct ") {
            return format!("expected {}, got a list of {came}", translate_expected(expected));
        }
        // The type is right in an "invalid value"; only its range is not.
        let range = if kind == "invalid value: " { range_of(expected) } else { None };
        let expected = range.map_or_else(|| translate_expected(expected), Cow::Borrowed);
        return format!("expected {expected}, got {}", translate_came(came));
    }
    if let Some(field) = quoted(message, "missing field ") {
        return format!("the field \"{field}\" is missing");
    }
    if let Some(name) = message.strip_prefix("data did not match any variant of untagged enum ") {
        return format!("the value has none of the forms that {name} can have{got}");
    }
    match message {
        "trailing characters" => "the list has more elements than are expected".to_owned(),
        "unexpected end of hex escape" | "lone leading surrogate in hex escape" => {
            "a string has an unpaired UTF-16 surrogate escape".to_owned()
        }
        "number out of range" => "the number is out of range".to_owned(),
        "invalid value: expected key to be a number in quotes" => "expected an integer as a key".to_owned(),
        "expected value" => {
            format!("expected the name of a variant, or an object with that name as its key{got}")
        }
        _ if message.starts_with("expected ") && !message.contains(", got ") => format!("{message}{got}"),
        _ => message.to_owned(),
    }
}

/// The string between backticks after `before`.
fn quoted<'m>(message: &'m str, before: &str) -> Option<&'m str> {
    message.strip_prefix(before)?.strip_prefix('`')?.strip_suffix('`')
}

/// Which values the integer type of this name has.
fn range_of(integer: &str) -> Option<&'static str> {
    Some(match integer {
        "u8" => "an integer from 0 to 255",
        "u16" => "an integer from 0 to 65535",
        "u32" => "an integer from 0 to 4294967295",
        "u64" | "usize" | "u128" => "an integer that is not negative",
        "i8" => "an integer from -128 to 127",
        "i16" => "an integer from -32768 to 32767",
        "i32" => "an integer from -2147483648 to 2147483647",
        "i64" | "isize" => "an integer from -9223372036854775808 to 9223372036854775807",
        _ => return None,
    })
}

/// What serde expected.
fn translate_expected(expected: &str) -> Cow<'_, str> {
    if let Some((kind, count)) = expected.rsplit_once(" with ") {
        if kind.starts_with("tuple struct ") {
            return format!("a list of {count}").into();
        }
        if let Some(name) = kind.strip_prefix("struct ") {
            return format!("an object ({name}), or a list of {count}").into();
        }
    }
    if let Some(integer) = expected.strip_prefix("a nonzero ") {
        let range = range_of(integer).unwrap_or("an integer");
        return match range.strip_prefix("an integer from 0 to ") {
            Some(most) => format!("an integer from 1 to {most}").into(),
            None => format!("{range}, other than 0").into(),
        };
    }
    let kinds = ["a tuple of size ", "an array of length ", "struct ", "tuple ", "enum "];
    let known = kinds.iter().find_map(|kind| Some((*kind, expected.strip_prefix(kind)?)));
    let Some((kind, rest)) = known else { return term_of(expected).into() };
    match kind {
        "a tuple of size " | "an array of length " => match rest {
            "1" => "a list of 1 element".into(),
            count => format!("a list of {count} elements").into(),
        },
        "struct " => format!("an object ({rest})").into(),
        "tuple " => format!("a list ({rest})").into(),
        _ => format!("a variant of {rest}").into(),
    }
}

/// The term of an ARO program for what serde names.
fn term_of(kind: &str) -> &str {
    match kind {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => {
            "an integer"
        }
        "f32" | "f64" => "a number",
        "a borrowed string" | "a string" | "str" | "string" | "a borrowed path" | "path string" => "a string",
        "a character" => "a string of one character",
        "a sequence" | "a borrowed byte array" | "byte array" | "sequence" => "a list",
        "a map" | "map" => "an object",
        "a boolean" | "bool" => "a boolean",
        "unit" => "null",
        other => other,
    }
}

/// `serde_json` has no visitor where it reads the digits of a 128-bit integer, and where it expects
/// the key of a member to be a number.
fn fault_of_number(error: &serde_json::Error, message: &str, json: &str) -> Option<String> {
    match (message, json.as_bytes().first()) {
        ("invalid value: expected key to be a number in quotes" | "invalid number" | "expected `\"`", Some(b'{')) => {
            match key_at(json, error.line(), error.column()) {
                Some(key) => Some(format!("expected an integer as a key, got {}", quote("key", key))),
                None => Some(format!("expected an integer, got {}", kind_of(json))),
            }
        }
        ("invalid number", Some(b'"' | b'[' | b't' | b'f' | b'n')) => {
            Some(format!("expected an integer, got {}", kind_of(json)))
        }
        ("trailing characters", Some(b'-' | b'0'..=b'9')) => {
            Some(format!("expected an integer, got the number {json}"))
        }
        _ => None,
    }
}

/// The string that is at this place, or ends there, with its escapes.
fn key_at(json: &str, line: usize, column: usize) -> Option<&str> {
    let before: usize = json.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let place = before + column;
    let (mut start, mut escaped) = (None, false);
    for (index, byte) in json.bytes().enumerate() {
        match (byte, start) {
            (b'"', None) if index >= place => return None,
            (b'"', None) => start = Some(index + 1),
            (b'"', Some(first)) if !escaped => {
                if index + 1 >= place {
                    return json.get(first..index);
                }
                start = None;
            }
            _ => {}
        }
        escaped = byte == b'\\' && !escaped && start.is_some();
    }
    None
}

/// What serde found instead.
fn translate_came(came: &str) -> Cow<'_, str> {
    if let Some(string) = came.strip_prefix("string \"").and_then(|rest| rest.strip_suffix('"')) {
        return quote("string", string).into();
    }
    if let Some(key) = came.strip_prefix("key \"").and_then(|rest| rest.strip_suffix('"')) {
        return quote("key", key).into();
    }
    for (kind, term) in [("integer ", "the integer"), ("floating point ", "the number"), ("boolean ", "the boolean")] {
        if let Some(value) = quoted(came, kind) {
            return format!("{term} {value}").into();
        }
    }
    term_of(came).into()
}

/// A string with Rust's escapes, shortened to [`QUOTED`] characters. An escape counts as one.
fn quote(what: &str, escaped: &str) -> String {
    let (mut count, mut end, mut rest) = (0, escaped.len(), escaped);
    while let Some(first) = rest.chars().next() {
        if count == QUOTED {
            end = escaped.len() - rest.len();
        }
        count += 1;
        let length = match (first, rest[first.len_utf8()..].chars().next()) {
            ('\\', Some('u')) => rest.find('}').map_or(2, |brace| brace + 1),
            ('\\', Some(letter)) => 1 + letter.len_utf8(),
            _ => first.len_utf8(),
        };
        rest = &rest[length..];
    }
    if count > QUOTED {
        format!("the {what} \"{}…\" ({count} characters)", &escaped[..end])
    } else {
        format!("the {what} \"{escaped}\"")
    }
}

/// What kind of value this JSON text is, with an article.
pub(crate) fn kind_of(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serde_json_s_messages_become_terms_of_aro() {
        for (message, words) in [
            ("missing field `a|b`", "the field \"a|b\" is missing"),
            ("trailing characters", "the list has more elements than are expected"),
            ("unexpected end of hex escape", "a string has an unpaired UTF-16 surrogate escape"),
            ("number out of range", "the number is out of range"),
            ("invalid type: string \"five\", expected u32", "expected an integer, got the string \"five\""),
            ("invalid type: map, expected a tuple of size 2", "expected a list of 2 elements, got an object"),
            ("invalid type: unit value, expected an array of length 1", "expected a list of 1 element, got unit value"),
            (
                "invalid type: null, expected struct Row with 3 elements",
                "expected an object (Row), or a list of 3 elements, got null",
            ),
            ("invalid type: null, expected struct Row", "expected an object (Row), got null"),
            (
                "invalid type: null, expected tuple struct Row with 3 elements",
                "expected a list of 3 elements, got null",
            ),
            ("invalid type: null, expected tuple variant Kind::A", "expected a list (variant Kind::A), got null"),
            ("invalid type: sequence, expected enum Kind", "expected a variant of Kind, got a list"),
            ("invalid type: floating point `2.5`, expected i64", "expected an integer, got the number 2.5"),
            ("invalid value: integer `300`, expected u8", "expected an integer from 0 to 255, got the integer 300"),
            (
                "invalid value: integer `0`, expected a nonzero u8",
                "expected an integer from 1 to 255, got the integer 0",
            ),
            (
                "invalid value: integer `0`, expected a nonzero i8",
                "expected an integer from -128 to 127, other than 0, got the integer 0",
            ),
            ("invalid length 1, expected struct Row", "expected an object (Row), got a list of 1"),
            (
                "invalid value: string \", expected \", expected a date",
                "expected a date, got the string \", expected \"",
            ),
            ("invalid length 3, expected a tuple of size 2", "expected a list of 2 elements, got 3"),
            ("invalid kind of row", "invalid kind of row"),
            ("expected `,` or `]`", "expected `,` or `]`, got a list"),
            ("expected value", "expected the name of a variant, or an object with that name as its key, got a list"),
            (
                "data did not match any variant of untagged enum Kind",
                "the value has none of the forms that Kind can have, got a list",
            ),
        ] {
            assert_eq!(translate_message(message, ", got a list", None), words);
        }
    }

    #[test]
    fn what_came_instead_of_a_number_is_named() {
        let text = |error: serde_json::Error, json: &str| translate(&error, Some(json), None, None);
        let of_map =
            |json: &str| text(serde_json::from_str::<std::collections::BTreeMap<i64, u8>>(json).unwrap_err(), json);
        for (json, key) in [
            (r#"{"first":1}"#, "first"),
            (r#"{"1":1,"second\"":2}"#, "second\\\""),
            ("{\"1\":1,\n \"017\":2}", "017"),
            (r#"{"":1}"#, ""),
            (r#"{"1x":1}"#, "1x"),
            (r#"{"-":1}"#, "-"),
            (r#"{"é":1}"#, "é"),
        ] {
            assert_eq!(of_map(json), format!("expected an integer as a key, got the key \"{key}\""), "{json}");
        }
        assert_eq!(of_map(r#"{"1.5":1}"#), "expected an integer, got the number 1.5");
        let of_number = |json: &str| text(serde_json::from_str::<u128>(json).unwrap_err(), json);
        for (json, words) in [
            ("\"x\"", "expected an integer, got a string"),
            ("{\"a\":1}", "expected an integer, got an object"),
            ("[]", "expected an integer, got a list"),
            ("true", "expected an integer, got a boolean"),
            ("null", "expected an integer, got null"),
            ("2.5", "expected an integer, got the number 2.5"),
            ("1e3", "expected an integer, got the number 1e3"),
            ("-1", "the number is out of range"),
            ("01", "invalid number"),
        ] {
            assert_eq!(of_number(json), words, "{json}");
        }
    }

    #[test]
    fn a_string_is_cut_between_characters() {
        let came = |text: &str| translate_came(&format!("string {text:?}")).into_owned();
        assert_eq!(came("é\u{1}\"\\"), r#"the string "é\u{1}\"\\""#);
        for letter in ["x", "é", "🙂", "\"", "\u{1}", "\n"] {
            let escaped = format!("{letter:?}");
            let escaped = escaped.trim_matches('"').repeat(60);
            let escaped = if letter == "\"" { "\\\"".repeat(60) } else { escaped };
            assert_eq!(came(&letter.repeat(60)), format!("the string \"{escaped}\""));
            assert_eq!(came(&letter.repeat(61)), format!("the string \"{escaped}…\" (61 characters)"));
        }
    }
}
