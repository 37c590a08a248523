//! The qualifier that sorts.

use std::cmp::Ordering;

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::compare::{compare, is_ordered};
use crate::sequence::Sequence;

/// The items of a list, or the characters of a string, in order.
///
/// Numbers are ordered by size and strings by their code points, upper case before lower. In a
/// mixed list `false` and `true` come first, then numbers, strings and lists. With
/// `descending: true` the greatest is first. Dictionaries are ordered by the value under the key
/// that `key` names; without it they are an error. Equal items keep their order.
#[aro_qualifier]
fn sort(sequence: Sequence, #[arg(default)] descending: bool, key: Option<&str>) -> Result<Sequence> {
    let order = |a: &Value, b: &Value| if descending { compare(b, a) } else { compare(a, b) };
    sequence.try_map(|items| match key {
        Some(key) => sorted_by(items, key, order),
        None => sorted(items, order),
    })
}

fn sorted(mut items: Vec<Value>, order: impl Fn(&Value, &Value) -> Ordering) -> Result<Vec<Value>> {
    if let Some(at) = items.iter().position(|item| !is_ordered(item)) {
        let what = if items[at].is_object() { "is a dictionary" } else { "holds a dictionary" };
        return Err(Error::invalid_input(format!(
            "item {} of the list {what}, and dictionaries have no order: sort them by a key, `with {{ key: \"…\" }}`",
            at + 1
        )));
    }
    items.sort_by(order);
    Ok(items)
}

fn sorted_by(items: Vec<Value>, key: &str, order: impl Fn(&Value, &Value) -> Ordering) -> Result<Vec<Value>> {
    let keyed = items.into_iter().enumerate().map(|(at, item)| {
        let fault = |what: &str| Error::invalid_input(format!("item {} of the list {what}", at + 1));
        let Value::Object(members) = &item else {
            return Err(fault(&format!("is no dictionary, so it cannot be sorted by \"{key}\"")));
        };
        match members.get(key) {
            Some(value) if is_ordered(value) => Ok((value.clone(), item)),
            Some(_) => Err(fault(&format!("has a dictionary under \"{key}\", and dictionaries have no order"))),
            None => Err(fault(&format!("has no \"{key}\" to sort it by"))),
        }
    });
    let mut keyed: Vec<(Value, Value)> = keyed.collect::<Result<_>>()?;
    keyed.sort_by(|(a, _), (b, _)| order(a, b));
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sequence::tests::{list, text};

    #[test]
    fn each_type_has_its_order() {
        let mixed = list(json!(["b", 10, [1], true, 9.5, "B", false, -1]));
        assert_eq!(sort(mixed, false, None).unwrap(), list(json!([false, true, -1, 9.5, 10, "B", "b", [1]])));
        assert_eq!(sort(text("banana"), false, None).unwrap(), text("aaabnn"));
        assert_eq!(sort(list(json!([])), false, None).unwrap(), list(json!([])));
    }

    #[test]
    fn descending_is_the_reverse_order() {
        assert_eq!(sort(list(json!([1, 3, 2])), true, None).unwrap(), list(json!([3, 2, 1])));
        assert_eq!(sort(text("banana"), true, None).unwrap(), text("nnbaaa"));
    }

    #[test]
    fn dictionaries_are_sorted_by_a_key_and_equal_ones_keep_their_order() {
        let people = || list(json!([{ "n": "Ada", "age": 36 }, { "n": "Bob", "age": 25 }, { "n": "Cy", "age": 36 }]));
        let names = |sorted: Sequence| sorted.into_items().iter().map(|item| item["n"].clone()).collect::<Vec<_>>();
        assert_eq!(names(sort(people(), false, Some("age")).unwrap()), ["Bob", "Ada", "Cy"]);
        assert_eq!(names(sort(people(), true, Some("age")).unwrap()), ["Ada", "Cy", "Bob"]);
    }

    #[test]
    fn an_item_that_cannot_be_ordered_is_an_error_with_its_position() {
        let dictionary = "item 2 of the list is a dictionary, and dictionaries have no order: \
                          sort them by a key, `with { key: \"…\" }`";
        for (items, by, message) in [
            (json!([1, {}]), None, dictionary),
            (json!([{ "k": 1 }, 2]), Some("k"), "item 2 of the list is no dictionary, so it cannot be sorted by \"k\""),
            (json!([{ "j": 1 }]), Some("k"), "item 1 of the list has no \"k\" to sort it by"),
            (
                json!([{ "k": {} }]),
                Some("k"),
                "item 1 of the list has a dictionary under \"k\", and dictionaries have no order",
            ),
        ] {
            assert_eq!(sort(list(items), false, by).unwrap_err().message(), message);
        }
    }
}
