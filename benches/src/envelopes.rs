//! The envelopes with which `ValidateEmail` of `examples/validator` is called.

use std::fmt::Write as _;

use aro_abi::envelope::{ActionInput, Descriptor, Members, service};
use aro_abi::{HostPath, keys};
use aro_json_scan::Backend;

use crate::cases::Case;
use crate::payloads::words;
use crate::plugin::PluginKind;

const fn small(name: &'static str, payload: &'static str) -> Case {
    Case { name, action: "ValidateEmail", payload, same_reply: true, guarded: true }
}

/// An envelope that only the page shows.
const fn other(name: &'static str, payload: &'static str) -> Case {
    Case { guarded: false, ..small(name, payload) }
}

/// All envelopes, in the order of the table. All are of the eager path.
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

/// The plugins that are called: first the hand-written one, then the validator with each
/// backend that this processor has.
fn validators() -> impl Iterator<Item = PluginKind> {
    [PluginKind::ByHand].into_iter().chain(Backend::available().map(PluginKind::Validator))
}

/// Every call that is counted, envelope by envelope; for a check only those in the baseline.
pub fn envelope_calls(checked: bool) -> impl Iterator<Item = (PluginKind, &'static Case)> {
    let envelopes = ENVELOPES.iter().filter(move |envelope| envelope.guarded || !checked);
    envelopes.flat_map(|envelope| validators().map(move |which| (which, envelope)))
}

const ADDRESS: &str = r#""alice.wonderland@mail.example.com""#;

/// A `_context`, which the ABI documents and no released host sends.
const CONTEXT: &str = r#"{"featureSet":"Check Addresses","businessActivity":"Sign Up","requestId":"12"}"#;

/// The envelope of this name, if there is one.
pub(crate) fn envelope(name: &str) -> Option<String> {
    let plain = || statement("email", ADDRESS);
    Some(match name {
        "envelope" => eager(&plain()),
        "envelope-specifiers" => {
            let result = Descriptor { base: "r".to_owned(), specifiers: vec!["strict".to_owned()] };
            eager(&plain().result(result).specifier("home"))
        }
        "envelope-context" => with_context(&plain()),
        "envelope-arguments" => {
            let arguments = Members::new().set("strict", "true").set("limit", "5").set("tags", r#"["a","b"]"#);
            eager(&plain().with(arguments))
        }
        "envelope-whitespace" => eager(&plain()).replace(',', ", ").replace(':', ": "),
        "envelope-string" => eager(&statement("email", &format!("\"{}\"", words(1 << 20)))),
        "envelope-objects" => eager(&statement("rows", &rows()).with(Members::new().set("value", ADDRESS))),
        "envelope-members" => eager(&plain().with(arguments(33))),
        "envelope-pretty" => pretty(&eager(&plain())),
        _ => return None,
    })
}

fn statement(name: &str, json: &str) -> ActionInput {
    ActionInput::variable(name).value(json).result(Descriptor::new("r"))
}

fn eager(statement: &ActionInput) -> String {
    statement.envelope(HostPath::Eager).to_string()
}

/// With a `_context` at the top and in `_with`.
fn with_context(statement: &ActionInput) -> String {
    let envelope = statement.envelope(HostPath::Eager);
    let members: Members = envelope.iter().filter(|(key, _)| *key != keys::WITH).collect();
    service(members.set(keys::CONTEXT, CONTEXT)).to_string()
}

/// With this number of with-arguments, of all types.
fn arguments(count: usize) -> Members {
    let argument = |number: usize| {
        let value = match number % 6 {
            0 => number.to_string(),
            1 => format!("\"option {number}\""),
            2 => "true".to_owned(),
            3 => format!("{number}.25"),
            4 => format!("[\"a\",{number}]"),
            _ => format!("{{\"unit\":\"day\",\"count\":{number}}}"),
        };
        (format!("option{number}"), value)
    };
    (0..count).map(argument).collect()
}

fn rows() -> String {
    let mut rows = String::from("[");
    for id in 0..2_000 {
        let comma = if id == 0 { "" } else { "," };
        // Hosts write a whole number without a point.
        let price = f64::from(id) * 1.5;
        let _ = write!(
            rows,
            r#"{comma}{{"id":{id},"name":"Jürgen Müller {id}","city":"Köln","price":{price},"active":true}}"#
        );
    }
    rows + "]"
}

/// With newlines, and two spaces for each level. No string or list may contain a brace, a comma or
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
