//! Repeated values. In tests values of four bytes and more are remembered.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::{Backend, Key, ObjectIndex, index_with};

fn value() -> impl Strategy<Value = String> {
    let text = || "[ab{}\\[\\],:é]{0,12}".prop_map(|text| format!("\"{text}\""));
    let escaped = "(\\\\\"|\\\\\\\\|a|é){0,12}".prop_map(|text| format!("\"{text}\""));
    let leaf = prop_oneof![text(), escaped, Just("1".to_owned()), Just("true".to_owned())];
    leaf.prop_recursive(4, 12, 3, move |inner| {
        let member = (text(), inner.clone()).prop_map(|(key, value)| format!("{key}:{value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..3).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

/// A copy of a value, changed in one of several ways.
fn changed_copy(value: &str, change: usize) -> String {
    match change {
        0..6 => value.to_owned(),
        6 => format!("[{value}]"),
        7 => format!("[{value},{value}]"),
        8 => format!("{{\"a\":{value}}}"),
        9 => value.replacen('a', "b", 1),
        depth => format!("{}{value}{}", "[".repeat(105 + depth), "]".repeat(105 + depth)),
    }
}

fn cases() -> u32 {
    std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn copies_of_short_values_end_where_they_were_written_to_end(
        values in prop::collection::vec(value(), 1..4),
        order in prop::collection::vec((any::<Index>(), 0..22usize, 0..70usize), 1..20),
    ) {
        let mut text = String::from("{");
        let mut ranges = Vec::new();
        for (index, (value, change, spaces)) in order.iter().enumerate() {
            if index > 0 { text.push(',') }
            text += &format!("{}\"k\":", " ".repeat(*spaces));
            let start = text.len();
            text += &changed_copy(&values[value.index(values.len())], *change);
            ranges.push(start..text.len());
        }
        text.push('}');
        let is_json = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        for backend in Backend::ALL.into_iter().filter(|backend| backend.is_available()) {
            let mut objects = [ObjectIndex::new()];
            let found = index_with(backend, text.as_bytes(), &Key::new("_with"), &mut objects);
            prop_assert_eq!(found.is_ok(), is_json, "{:?}: {}", backend, text);
            if is_json {
                let found: Vec<_> = objects[0].members().map(|member| member.value()).collect();
                prop_assert_eq!(&found, &ranges, "{:?}: {}", backend, text);
            }
        }
    }
}

#[test]
fn the_longest_and_the_latest_value_are_remembered() {
    let text = br#""longest" "later" "last" "longest" "later" "last" "longer""#;
    let mut repeats = RepeatCache::default();
    assert_eq!(repeats.lookup(text, 26, 0), None);
    repeats.note(0, 9, 0);
    repeats.note(10, 17, 0);
    repeats.note(18, 24, 0);
    assert_eq!(repeats.lookup(text, 25, 0), Some(34));
    assert_eq!(repeats.lookup(text, 35, 0), None);
    assert_eq!(repeats.lookup(text, 43, 0), Some(49));
    assert_eq!(repeats.lookup(text, 50, 0), None);
    for at in [text.len(), text.len() + 1, usize::MAX] {
        assert_eq!(repeats.lookup(text, at, 0), None);
    }
}

#[test]
fn a_value_is_not_looked_up_where_it_would_be_nested_too_deep() {
    let text = b"[[[1]]] [[[1]]]";
    let mut repeats = RepeatCache::default();
    repeats.note(0, 7, 9);
    for depth in 0..200 {
        let fits = depth <= 9;
        assert_eq!(repeats.lookup(text, 8, depth), fits.then_some(15), "{depth}");
    }
}
