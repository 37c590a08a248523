//! The scan and `serde_json` must be of one mind about every envelope. The exception that the scan
//! documents is built into the oracle.

use proptest::prelude::*;
use serde_json::{Map, Value};

use aro_json_scan::Invalid;

use super::{Entries, Envelope, cases};

fn scan(text: &str) -> Result<Envelope<'_>, Invalid> {
    let mut envelope = Envelope::of(b"");
    envelope.scan(text.as_bytes())?;
    Ok(envelope)
}

/// What `serde_json` makes of the text, if it is an object.
fn oracle(text: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

fn same(entries: Entries<'_, '_>, members: &Map<String, Value>) -> bool {
    entries.iter().all(|(key, _)| members.contains_key(&*key.text()))
        && members.iter().all(|(key, value)| {
            entries.get(key).is_some_and(|text| serde_json::from_str::<Value>(text).is_ok_and(|read| read == *value))
        })
}

fn nested(members: &Map<String, Value>) -> Option<&Map<String, Value>> {
    members.get("_with").and_then(Value::as_object)
}

/// Every value is asked for here, so the only strings on which the two may differ are those in
/// which a value is broken.
fn agree(text: &str) -> Result<(), TestCaseError> {
    match (scan(text), oracle(text)) {
        (Ok(envelope), Some(members)) => {
            let (found_with, found_clean) = (envelope.with(), envelope.clean());
            prop_assert!(same(envelope.top(), &members), "{text}");
            let with = nested(&members);
            prop_assert_eq!(found_with.is_some(), with.is_some(), "{}", text);
            if let (Some(entries), Some(members)) = (found_with, with) {
                prop_assert!(same(entries, members), "{text}");
            }
            let clean = with.and_then(nested);
            prop_assert_eq!(found_clean.is_some(), clean.is_some(), "{}", text);
            if let (Some(entries), Some(members)) = (found_clean, clean) {
                prop_assert!(same(entries, members), "{text}");
            }
        }
        (Ok(envelope), None) => {
            let broken_value = envelope.top().iter().any(|(_, value)| serde_json::from_str::<Value>(value).is_err());
            prop_assert!(broken_value, "the scan took what serde_json refuses: {text}");
        }
        (Err(_), Some(_)) => prop_assert!(false, "the scan refused what serde_json takes: {text}"),
        (Err(_), None) => {}
    }
    Ok(())
}

/// JSON as it is written: an object may have a key twice, and numbers and words are any text that
/// is one.
#[derive(Clone, Debug)]
enum Node {
    Scalar(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        2 => prop::sample::select(vec!["null", "true", "false", "0", "-0", "-1", "1.0", "0.1e-7", "1E5", "18446744073709551615"])
            .prop_map(|word| Node::Scalar(word.to_owned())),
        1 => any::<i64>().prop_map(|number| Node::Scalar(number.to_string())),
        1 => any::<f64>().prop_map(|number| Node::Scalar(serde_json::json!(number).to_string())),
        3 => text().prop_map(Node::Text),
        1 => descriptor(),
    ];
    leaf.prop_recursive(4, 12, 4, |inner| {
        prop_oneof![
            6 => prop::collection::vec(inner.clone(), 0..4).prop_map(Node::List),
            1 => prop::collection::vec(inner.clone(), 12..20).prop_map(Node::List),
            6 => prop::collection::vec((key(), inner), 0..4).prop_map(Node::Object),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z\\\\\"/{}\\[\\]:,é\u{1F600}\\n\\x00]{0,12}",
        1 => "[ -~é\u{2028}\u{1F600}]{25,140}",
        // What ends at the end of a block.
        1 => (prop_oneof![13..18usize, 29..35usize, 61..67usize, 125..131usize], "[\\\\\"a]{0,3}")
            .prop_map(|(count, end)| "a".repeat(count) + &end),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["_with", "data", "object", "source", "base", "value", "a", ""]).prop_map(str::to_owned),
        1 => "[a\\\\\"/é\u{1F600}\\n]{0,4}",
        1 => text(),
    ]
}

/// As hosts write it, or nearly so.
fn descriptor() -> impl Strategy<Value = Node> {
    (text(), prop::collection::vec(text(), 0..2), any::<bool>()).prop_map(|(base, specifiers, turned)| {
        let specifiers = Node::List(specifiers.into_iter().map(Node::Text).collect());
        let mut members = vec![("base".to_owned(), Node::Text(base)), ("specifiers".to_owned(), specifiers)];
        if turned {
            members.reverse();
        }
        Node::Object(members)
    })
}

/// Members, with `_with` among them none, one or several times, of the kind that `with` gives or of
/// any other.
fn members(with: impl Strategy<Value = Node> + 'static) -> impl Strategy<Value = Vec<(String, Node)>> {
    let with = prop_oneof![4 => with.boxed(), 1 => node().boxed()];
    let count = prop_oneof![12 => 0..4usize, 1 => 11..15usize];
    let others = count.prop_flat_map(|count| prop::collection::vec((key(), node()), count));
    (others, prop::collection::vec((with, any::<prop::sample::Index>()), 0..3)).prop_map(|(mut members, withs)| {
        for (with, at) in withs {
            members.insert(at.index(members.len() + 1), ("_with".to_owned(), with));
        }
        members
    })
}

fn envelope() -> impl Strategy<Value = Node> {
    members(members(members(node()).prop_map(Node::Object)).prop_map(Node::Object)).prop_map(Node::Object)
}

/// How a value is written: with whitespace wherever the grammar allows them, with escapes that need
/// not be.
#[derive(Clone, Debug)]
struct Dress {
    has_whitespace: bool,
    escapes: bool,
    slashes: bool,
    choices: Vec<u8>,
    at: usize,
}

fn dress() -> impl Strategy<Value = Dress> {
    (any::<[bool; 3]>(), prop::collection::vec(any::<u8>(), 1..40)).prop_map(
        |([has_whitespace, escapes, slashes], choices)| Dress { has_whitespace, escapes, slashes, choices, at: 0 },
    )
}

impl Dress {
    fn write(mut self, node: &Node) -> String {
        let mut out = String::new();
        self.value(&mut out, node);
        out
    }

    fn choice(&mut self) -> u8 {
        self.at = (self.at + 1) % self.choices.len();
        self.choices[self.at]
    }

    fn whitespace(&mut self, out: &mut String) {
        if self.has_whitespace {
            let choice = usize::from(self.choice());
            match choice % 8 {
                0..4 => {}
                kind => out.push_str(&[" ", "\n", "\t", "\r"][kind - 4].repeat(choice >> 3)),
            }
        }
    }

    fn value(&mut self, out: &mut String, node: &Node) {
        self.whitespace(out);
        match node {
            Node::Scalar(text) => out.push_str(text),
            Node::Text(text) => self.text(out, text),
            Node::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    self.value(out, item);
                }
                self.whitespace(out);
                out.push(']');
            }
            Node::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    self.whitespace(out);
                    self.text(out, key);
                    self.whitespace(out);
                    out.push(':');
                    self.value(out, value);
                }
                self.whitespace(out);
                out.push('}');
            }
        }
        self.whitespace(out);
    }

    fn text(&mut self, out: &mut String, text: &str) {
        out.push('"');
        for c in text.chars() {
            if self.escapes && self.choice().is_multiple_of(4) {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            } else if self.slashes && c == '/' {
                out.push_str("\\/");
            } else {
                let quoted = serde_json::to_string(&c).expect("a character is JSON");
                out.push_str(&quoted[1..quoted.len() - 1]);
            }
        }
        out.push('"');
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn envelopes_are_read_as_serde_json_reads_them(envelope in envelope(), dress in dress()) {
        let text = dress.write(&envelope);
        prop_assert!(serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok(), "{text}");
        agree(&text)?;
    }

    #[test]
    fn mutated_envelopes_are_refused_alike(
        envelope in envelope(),
        dress in dress(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..5u8, any::<prop::sample::Index>()), 1..4),
    ) {
        let mut bytes = dress.write(&envelope).into_bytes();
        for (at, kind, other) in changes {
            let at = at.index(bytes.len());
            let byte = BYTES[other.index(BYTES.len())];
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 if bytes.len() > 1 => drop(bytes.remove(at)),
                3 => {
                    // A piece once more, somewhere else.
                    let end = bytes.len().min(at + usize::from(byte));
                    let piece = bytes[at..end].to_vec();
                    let place = other.index(bytes.len());
                    bytes.splice(place..place, piece);
                }
                _ if at.is_multiple_of(4) => bytes.truncate(at + 1),
                _ => bytes.insert(at, byte),
            }
        }
        agree(&String::from_utf8_lossy(&bytes))?;
    }
}

/// What mutations put in.
const BYTES: &[u8] = b"{}[]\",:\\\\\"\"ntf0-.eE \n\t\x01\x7f\xc3u";

/// Rare cases of a generator.
#[test]
fn keys_and_copies_of_odd_kinds_are_read_as_serde_json_reads_them() {
    let filler = "x".repeat(100);
    for with in [
        r#"{"":"a"}"#,
        r#"{"a":"","":"b"}"#,
        r#"{"_without":"a","_with":{"_with2":"b"}}"#,
        r#"{"_with":{"_with":{"a":"b"}}}"#,
        r#"{"_with":{"a":"b","c":1},"d":"e"}"#,
        r#"{"a":"b"}},"_with":{"":"c"#,
        r#"{"_with":{"a":"b"}},"_with":"c","d":{"_with":"e"#,
    ] {
        for text in [
            format!(r#"{{"_with":{with}}}"#),
            format!(r#"{{"_with":{with}"}}}}"#),
            format!(r#"{{"_with":{with},"data":"{filler}","object":"{filler}"}}"#),
            format!(r#"{{"data":"{filler}","_with":{with}}}"#),
        ] {
            agree(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }
}

#[test]
fn a_name_that_ends_in_nul_is_not_the_name_without_it() {
    let envelope = scan(r#"{"a":1,"_with":{"z":1}}"#).unwrap();
    assert_eq!(envelope.top().get("a\0"), None);
    assert_eq!(envelope.top().get("_with\0"), None);
    assert_eq!(scan(r#"{"a":1,"a\u0000":2}"#).unwrap().top().get("a\0"), Some("2"));
}

#[test]
fn depth_is_limited_where_serde_json_limits_it() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in 120..=130 {
            for (before, after) in
                [("{\"a\":", "}"), ("{\"_with\":{\"a\":", "}}"), ("{\"_with\":{\"_with\":{\"a\":", "}}}")]
            {
                let text = format!("{before}{}1{}{after}", open.repeat(depth), close.repeat(depth));
                let ok = serde_json::from_str::<Value>(&text).is_ok();
                assert_eq!(scan(&text).is_ok(), ok, "{depth} {before}");
                assert_eq!(super::too_deep(&text).is_none(), ok, "{depth} {before}");
            }
        }
    }
}

#[test]
fn a_null_between_blanks_is_nothing_as_in_serde_json() {
    let arena = super::Arena::default();
    for text in ["null", " null", "null\n", "\r\n\tnull "] {
        assert_eq!(super::read::<Option<Value>>(text, &arena).expect("it is JSON"), None, "{text:?}");
    }
    for text in ["nul", "nulll", "null null", "\u{a0}null", "\x0cnull"] {
        assert!(super::read::<Option<Value>>(text, &arena).is_err(), "{text:?}");
    }
    assert_eq!(super::read::<Option<Value>>(" 1 ", &arena).expect("it is JSON"), Some(1.into()));
}

#[test]
fn the_place_of_a_bracket_that_is_too_deep_is_the_one_that_serde_json_names() {
    for before in ["{\"a\":", "{\"é\":", "{\"é\":1,\n\t\"日\" : ", "{\n\n\"a\":[\"\u{1F600}[[{\",\n"] {
        let text = format!("{before}{}", "[".repeat(200));
        let fault = serde_json::from_str::<Value>(&text).expect_err("it is too deep");
        assert_eq!(super::too_deep(&text), Some((fault.line(), fault.column())), "{before}");
    }
}
