//! Qualifiers that choose at random.
//!
//! With a `seed` the result is the same each time, on every system, for one version of this
//! plugin. The random numbers are not fit for secrets.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use aro_sdk::prelude::*;
use fastrand::Rng;
use serde_json::Value;

use crate::sequence::Sequence;

/// One item of a list, or one character of a string, picked at random.
#[aro_qualifier]
fn pick(sequence: Sequence, seed: Option<i64>) -> Result<Value> {
    let mut items = sequence.into_items();
    if items.is_empty() {
        return Err(Error::invalid_input("there is nothing to pick from: expected at least one item, got none"));
    }
    Ok(items.swap_remove(generator(seed).usize(..items.len())))
}

/// The items of a list, or the characters of a string, in a random order.
#[aro_qualifier]
fn shuffle(sequence: Sequence, seed: Option<i64>) -> Sequence {
    sequence.map(|mut items| {
        generator(seed).shuffle(&mut items);
        items
    })
}

/// Not `Rng::new`: that keeps a thread-local with a destructor, which would keep the library mapped
/// when the host unloads it.
fn generator(seed: Option<i64>) -> Rng {
    Rng::with_seed(seed.map_or_else(|| RandomState::new().build_hasher().finish(), |seed| seed as u64))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sequence::tests::{list, text};

    #[test]
    fn a_seed_makes_the_result_repeatable() {
        let players = || list(json!((0..50).collect::<Vec<_>>()));
        assert_eq!(shuffle(players(), Some(7)), shuffle(players(), Some(7)));
        assert_ne!(shuffle(players(), Some(7)), shuffle(players(), Some(-7)));
        assert_eq!(pick(players(), Some(7)).unwrap(), pick(players(), Some(7)).unwrap());
    }

    #[test]
    fn without_a_seed_the_result_differs() {
        let shuffled: Vec<_> = (0..5).map(|_| shuffle(list(json!((0..50).collect::<Vec<_>>())), None)).collect();
        assert!(shuffled.windows(2).all(|two| two[0] != two[1]));
    }

    #[test]
    fn every_item_can_be_picked() {
        for letter in ["a", "b", "c"] {
            assert!((0..100).any(|seed| pick(text("abc"), Some(seed)).unwrap() == letter), "{letter}");
        }
    }

    #[test]
    fn shuffling_neither_adds_nor_loses_items() {
        let shuffled = shuffle(list(json!((0..50).collect::<Vec<_>>())), None).into_items();
        let mut numbers: Vec<_> = shuffled.iter().filter_map(Value::as_u64).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn picking_from_an_empty_list_is_an_error() {
        for empty in [text(""), list(json!([]))] {
            assert!(pick(empty, None).unwrap_err().message().starts_with("there is nothing to pick from"));
        }
    }
}
