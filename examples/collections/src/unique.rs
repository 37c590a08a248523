//! The qualifier that removes duplicates.

use std::collections::HashSet;

use aro_sdk::prelude::*;

use crate::sequence::Sequence;

/// The items of a list, or the characters of a string, without duplicates.
///
/// The first of equal items stays in its position. Items are equal if they have the same type and
/// value. The order of a dictionary's keys has no effect. Strings are case-sensitive.
#[aro_qualifier]
fn unique(sequence: Sequence) -> Sequence {
    sequence.map(|mut items| {
        let mut seen = HashSet::with_capacity(items.len());
        items.retain(|item| seen.insert(item.clone()));
        items
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sequence::tests::{list, text};

    #[test]
    fn the_first_of_equal_items_stays() {
        assert_eq!(unique(list(json!([3, 1, 3, 2, 1]))), list(json!([3, 1, 2])));
        assert_eq!(unique(text("Mississippi")), text("Misp"));
        assert_eq!(unique(list(json!([]))), list(json!([])));
    }

    #[test]
    fn items_of_different_types_are_different() {
        let different = json!([1, "1", true, "true", [1], ["1"], 1.5]);
        assert_eq!(unique(list(different.clone())), list(different));
    }

    #[test]
    fn dictionaries_with_equal_members_are_equal() {
        let input: Sequence = serde_json::from_str(r#"[{"a":1,"b":[2]},{"b":[2],"a":1},{"a":1}]"#).unwrap();
        assert_eq!(unique(input), list(json!([{ "a": 1, "b": [2] }, { "a": 1 }])));
    }
}
