//! What `ValidateEmail` of `examples/validator` is called with, by the shape of the envelope.

use std::fmt::Write as _;

use crate::cases::Case;
use crate::payloads::words;
use crate::plugin::Which;
use aro_json_scan::Backend;

const fn small(name: &'static str, payload: &'static str) -> Case {
    Case { name, action: "ValidateEmail", payload, same_reply: true, guarded: true }
}

/// Counted for the page alone.
const fn other(name: &'static str, payload: &'static str) -> Case {
    Case { guarded: false, ..small(name, payload) }
}

/// All of them, in the order of the table. All are of the eager path.
pub const ENVELOPES: &[Case] = &[
    small("eager", "envelope"),
    small("specifiers", "envelope-specifiers"),
    small("`_context`", "envelope-context"),
    small("with-arguments", "envelope-arguments"),
    small("whitespace", "envelope-whitespace"),
    other("1 MB string", "envelope-string"),
    other("2,000 objects", "envelope-objects"),
    other("40 members", "envelope-members"),
    other("pretty-printed", "envelope-pretty"),
];

/// The plugins that are called with them: first the hand-written one, then the validator with each
/// backend that this processor has.
fn validators() -> impl Iterator<Item = Which> {
    [Which::ByHand].into_iter().chain(Backend::available().map(Which::Validator))
}

/// Every call that is counted, envelope by envelope; for a check those whose counts are held.
pub fn envelope_calls(checked: bool) -> impl Iterator<Item = (Which, &'static Case)> {
    let envelopes = ENVELOPES.iter().filter(move |envelope| envelope.guarded || !checked);
    envelopes.flat_map(|envelope| validators().map(move |which| (which, envelope)))
}

const ADDRESS: &str = r#""alice.wonderland@mail.example.com""#;

/// The `_context` of a host that sends one.
const CONTEXT: &str = r#""_context":{"featureSet":"Check Addresses","businessActivity":"Sign Up","requestId":"12"}"#;

/// The envelope of that name, if it is one of these.
pub(crate) fn envelope(name: &str) -> Option<String> {
    let plain = || members("email", ADDRESS, [None, None]);
    Some(match name {
        "envelope" => eager(&plain(), ""),
        "envelope-specifiers" => eager(&members("email", ADDRESS, [Some("strict"), Some("home")]), ""),
        "envelope-context" => eager(&format!("{},{CONTEXT}", plain()), ""),
        "envelope-arguments" => eager(&plain(), r#""strict":true,"limit":5,"tags":["a","b"]"#),
        "envelope-whitespace" => eager(&plain(), "").replace(',', ", ").replace(':', ": "),
        "envelope-string" => eager(&members("email", &format!("\"{}\"", words(1 << 20)), [None, None]), ""),
        "envelope-objects" => eager(&members("rows", &rows(), [None, None]), &format!("\"value\":{ADDRESS}")),
        "envelope-members" => eager(&plain(), &arguments(33)),
        "envelope-pretty" => pretty(&eager(&plain(), "")),
        _ => return None,
    })
}

/// What a statement gives, with specifiers of its result and of its object.
fn members(name: &str, value: &str, [result, source]: [Option<&str>; 2]) -> String {
    let list = |specifier: Option<&str>| specifier.map(|text| format!("\"{text}\"")).unwrap_or_default();
    let qualifier = source.map(|first| format!("\"qualifier\":\"{first}\",")).unwrap_or_default();
    let values = ["data", "object", name].map(|key| format!("\"{key}\":{value}")).join(",");
    let result = format!(r#""result":{{"base":"r","specifiers":[{}]}}"#, list(result));
    let source = format!(r#""source":{{"base":"{name}","specifiers":[{}]}}"#, list(source));
    format!(r#"{values},{qualifier}{result},{source},"preposition":"from""#)
}

/// The members and the with-arguments, in all their places.
fn eager(members: &str, arguments: &str) -> String {
    if arguments.is_empty() {
        return format!(r#"{{{members},"_with":{{{members}}}}}"#);
    }
    let with = format!(r#"{{{members},{arguments},"_with":{{{arguments}}}}}"#);
    format!(r#"{{{members},{arguments},"_with":{with}}}"#)
}

/// As many with-arguments, of all types.
fn arguments(count: usize) -> String {
    let argument = |number: usize| {
        let value = match number % 6 {
            0 => number.to_string(),
            1 => format!("\"option {number}\""),
            2 => "true".to_owned(),
            3 => format!("{number}.25"),
            4 => format!("[\"a\",{number}]"),
            _ => format!("{{\"unit\":\"day\",\"count\":{number}}}"),
        };
        format!("\"option{number}\":{value}")
    };
    (0..count).map(argument).collect::<Vec<_>>().join(",")
}

fn rows() -> String {
    let mut rows = String::from("[");
    for id in 0..2_000 {
        let comma = if id == 0 { "" } else { "," };
        // A whole number has no point, as hosts write it.
        let price = f64::from(id) * 1.5;
        let _ = write!(
            rows,
            r#"{comma}{{"id":{id},"name":"Jürgen Müller {id}","city":"Köln","price":{price},"active":true}}"#
        );
    }
    rows + "]"
}

/// With newlines, and two spaces for each level. No string and no list may hold a brace, a comma or
/// a colon.
fn pretty(envelope: &str) -> String {
    let (mut text, mut depth) = (String::new(), 0);
    let newline = |text: &mut String, depth: usize| *text += &format!("\n{}", "  ".repeat(depth));
    for character in envelope.chars() {
        if character == '}' {
            depth -= 1;
            newline(&mut text, depth);
        }
        text.push(character);
        match character {
            '{' => {
                depth += 1;
                newline(&mut text, depth);
            }
            ',' => newline(&mut text, depth),
            ':' => text.push(' '),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::payload;

    fn text(name: &str) -> String {
        payload(ENVELOPES.iter().find(|envelope| envelope.name == name).expect("an envelope").payload)
    }

    #[test]
    fn the_small_envelopes_have_their_sizes() {
        let sizes = ENVELOPES.iter().filter(|envelope| envelope.guarded).map(|envelope| text(envelope.name).len());
        assert_eq!(sizes.collect::<Vec<_>>(), [477, 543, 657, 610, 513]);
    }

    #[test]
    fn every_envelope_holds_a_copy_of_itself() {
        for envelope in ENVELOPES {
            let value: Value = serde_json::from_str(&text(envelope.name)).expect(envelope.name);
            let mut copy = value["_with"].clone();
            assert_eq!(copy["data"], copy["object"], "{}", envelope.name);
            let arguments = copy.as_object_mut().expect("an object").remove("_with");
            for (name, argument) in arguments.iter().filter_map(Value::as_object).flatten() {
                assert_eq!(copy[name], *argument, "{}", envelope.name);
            }
            copy["_with"] = value["_with"].clone();
            assert_eq!(copy, value, "{}", envelope.name);
        }
    }

    #[test]
    fn the_names_of_the_odd_ones_are_right() {
        let value: Value = serde_json::from_str(&text("40 members")).expect("JSON");
        assert_eq!(value.as_object().map(serde_json::Map::len), Some(40));
        let value: Value = serde_json::from_str(&text("2,000 objects")).expect("JSON");
        assert_eq!(value["rows"].as_array().map(Vec::len), Some(2_000));
        let value: Value = serde_json::from_str(&text("eager")).expect("JSON");
        assert_eq!(value, serde_json::from_str::<Value>(&text("pretty-printed")).expect("JSON"));
        assert_eq!(value, serde_json::from_str::<Value>(&text("whitespace")).expect("JSON"));
        assert!(text("pretty-printed").starts_with("{\n  \"data\": \"alice"), "{}", text("pretty-printed"));
    }
}
