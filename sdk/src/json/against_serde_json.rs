//! The scan and `serde_json` must be of one mind about every envelope. The exception that the scan documents is built into the oracle.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{Broken, Entries, Envelope, cases};

fn scan(text: &str) -> Result<Envelope<'_>, Broken> {
    let mut envelope = Envelope::of(text);
    envelope.scan(text)?;
    Ok(envelope)
}

/// What `serde_json` makes of the text, if it is an object.
fn oracle(text: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

fn same(entries: &Entries<'_>, members: &Map<String, Value>) -> bool {
    entries.iter().all(|(key, _)| members.contains_key(&*key.text()))
        && members.iter().all(|(key, value)| {
            entries.get(key).is_some_and(|text| serde_json::from_str::<Value>(text).is_ok_and(|read| read == *value))
        })
}

fn nested(members: &Map<String, Value>) -> Option<&Map<String, Value>> {
    members.get("_with").and_then(Value::as_object)
}

/// Every value is asked for here, so the only texts on which the two may differ are those in which a value is broken.
fn agree(text: &str) -> Result<(), TestCaseError> {
    match (scan(text), oracle(text)) {
        (Ok(envelope), Some(members)) => {
            let (found_with, found_clean) = (envelope.with(), envelope.clean());
            prop_assert!(same(&envelope.top, &members), "{text}");
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
            let broken_value = envelope.top.iter().any(|(_, value)| serde_json::from_str::<Value>(value).is_err());
            prop_assert!(broken_value, "the scan took what serde_json refuses: {text}");
        }
        (Err(_), Some(_)) => prop_assert!(false, "the scan refused what serde_json takes: {text}"),
        (Err(_), None) => {}
    }
    Ok(())
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z\\\\\"/{}\\[\\]:,é\u{1F600}\\n\\x00]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key(), inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["_with", "data", "object", "source", "base", "value", "a", ""]).prop_map(str::to_owned),
        1 => "[a\\\\\"/é\\n]{0,4}",
    ]
}

fn envelope() -> impl Strategy<Value = Value> {
    let members = || prop::collection::btree_map(key(), json(), 0..6);
    (members(), prop::option::of(members()), prop::option::of(members())).prop_map(|(mut top, with, clean)| {
        if let Some(mut with) = with {
            if let Some(clean) = clean {
                with.insert("_with".into(), Value::Object(clean.into_iter().collect()));
            }
            top.insert("_with".into(), Value::Object(with.into_iter().collect()));
        }
        Value::Object(top.into_iter().collect())
    })
}

/// Blanks where the grammar allows them, and the escapes that ARO hosts write.
fn dressed(value: &Value, pretty: bool, slashes: bool) -> String {
    let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    let text = text.expect("a value is JSON");
    if slashes { text.replace('/', "\\/") } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn envelopes_are_read_as_serde_json_reads_them(value in envelope(), pretty: bool, slashes: bool) {
        agree(&dressed(&value, pretty, slashes))?;
    }

    #[test]
    fn a_key_that_stands_twice_counts_the_last_time(a in envelope(), b in envelope()) {
        let (a, b) = (a.to_string(), b.to_string());
        if a.len() > 2 && b.len() > 2 {
            agree(&format!("{},{}", &a[..a.len() - 1], &b[1..]))?;
        }
    }

    #[test]
    fn mutated_envelopes_are_refused_alike(
        value in envelope(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, prop::sample::select(&b"{}[]\",:\\ntf0-.eE \n\t\x01u"[..])), 1..4),
    ) {
        let mut bytes = value.to_string().into_bytes();
        for (at, kind, byte) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => bytes.truncate(at + 1),
            }
        }
        if let Ok(text) = String::from_utf8(bytes) {
            agree(&text)?;
        }
    }
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
