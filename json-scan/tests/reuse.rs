//! An index may be used again for another text.

mod support;

use aro_json_scan::{Backend, Key, Member, ObjectIndex, index_with};
use proptest::prelude::*;
use support::agree::backends;
use support::{config, envelopes, formatting, nodes};

const WITH: Key<'_> = Key::new("_with");

/// The members that are found; `None` if the text is refused.
fn found(backend: Backend, text: &[u8], objects: &mut [ObjectIndex]) -> Option<Vec<(bool, Vec<Member>)>> {
    index_with(backend, text, &WITH, objects).ok()?;
    Some(objects.iter().map(|object| (object.is_present(), object.members().copied().collect())).collect())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_of_another_text_is_left_in_an_index(
        objects in prop::collection::vec(prop_oneof![nodes::envelope("_with"), envelopes::envelope()], 1..3),
        formatting in formatting::formatting(),
        cut in any::<prop::sample::Index>(),
    ) {
        for backend in backends() {
            let mut used = [ObjectIndex::new(), ObjectIndex::new(), ObjectIndex::new()];
            for object in &objects {
                let text = formatting.clone().write(object);
                // A refused text leaves no members in it, either.
                for end in [cut.index(text.len()), text.len()] {
                    let mut new = [ObjectIndex::new(), ObjectIndex::new(), ObjectIndex::new()];
                    let text = &text.as_bytes()[..end];
                    prop_assert_eq!(found(backend, text, &mut used), found(backend, text, &mut new), "{:?}", backend);
                }
            }
        }
    }
}

#[test]
fn a_text_without_a_nested_object_leaves_its_index_empty() {
    for backend in backends() {
        let mut objects = [ObjectIndex::new(), ObjectIndex::new()];
        index_with(backend, br#"{"_with":{"a\n":1},"b":2}"#, &WITH, &mut objects).expect("it is JSON");
        index_with(backend, br#"{"b":3}"#, &WITH, &mut objects).expect("it is JSON");
        let [top, with] = &objects;
        assert!(!with.is_present(), "{backend:?}");
        assert_eq!(with.members().count(), 0, "{backend:?}");
        assert_eq!(top.get(br#"{"b":3}"#, &Key::new("b")), Some(5..6), "{backend:?}");
        assert_eq!(top.get(br#"{"b":3}"#, &Key::new("a\n")), None, "{backend:?}");
    }
}
