//! Things in the order of their names.

use std::cmp::Ordering;

use aro_abi::tag;

use super::items::Item;

/// An item, and in front its kind and its name's first bytes as a number, which decides nearly always.
pub(super) type Keyed = (u64, Item);

pub(super) fn keyed(item: Item) -> Keyed {
    let (kind, name, _) = item.names();
    (kind << 60 | tag(name.as_bytes()).swap_bytes() >> 4, item)
}

/// A Shell sort: that of `std` is some kilobytes that each plugin would compile and have, for what is done once.
pub(super) fn sort(items: &mut [Keyed]) {
    // How far apart are what is compared: Knuth's gaps.
    let mut gap = 1;
    while gap < items.len() / 9 {
        gap = 3 * gap + 1;
    }
    while gap > 0 {
        for end in gap..items.len() {
            let (item, mut place) = (items[end], end);
            while place >= gap {
                let before = items[place - gap];
                if item.0 > before.0 || (item.0 == before.0 && !is_before(item.1, before.1)) {
                    break;
                }
                items[place] = before;
                place -= gap;
            }
            items[place] = item;
        }
        gap /= 3;
    }
}

/// Of two of one kind.
#[inline(never)]
fn is_before(item: Item, other: Item) -> bool {
    let ((_, first, second), (_, other_first, other_second)) = (item.names(), other.names());
    compare(first, other_first).then_with(|| compare(second, other_second)).is_lt()
}

/// Byte by byte: for C's `memcmp`, which nothing else needs, the loader would look in every library.
fn compare(name: &str, other: &str) -> Ordering {
    name.bytes().cmp(other.bytes())
}

/// The names in order, each once. They are few.
pub(super) fn distinct<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut distinct: Vec<&str> = Vec::with_capacity(names.len());
    for name in names {
        let mut place = distinct.len();
        while place > 0 && compare(name, distinct[place - 1]).is_lt() {
            place -= 1;
        }
        if place == 0 || distinct[place - 1] != *name {
            distinct.insert(place, name);
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::Hook;

    const NAMES: [&str; 7] = ["ValidateUrl", "Validat", "ValidateEmail", "Zoë", "Zoe", "", "validate"];
    const SORTED: [&str; 7] = ["", "Validat", "ValidateEmail", "ValidateUrl", "Zoe", "Zoë", "validate"];

    #[test]
    fn names_come_in_order_and_once() {
        assert_eq!(distinct(&["b", "a", "c", "a"]), ["a", "b", "c"]);
        assert_eq!(distinct(&NAMES), SORTED);
    }

    #[test]
    fn items_come_in_the_order_of_their_names() {
        let item = |name: &str| Item::Init(Box::leak(Box::new(Hook::new(name.to_owned().leak(), |_| Ok(())))));
        let mut items = NAMES.map(|name| keyed(item(name)));
        sort(&mut items);
        assert_eq!(items.map(|(_, item)| item.names().1), SORTED);
        for count in [0, 1, 2, 5, 100, 20_000] {
            // A generator that comes to every number.
            let numbers = (0..count).scan(1_u32, |last, _| {
                *last = last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                Some(*last % 100_003)
            });
            let mut items: Vec<Keyed> = numbers.map(|number| keyed(item(&format!("CheckThe{number}")))).collect();
            let mut expected: Vec<&str> = items.iter().map(|(_, item)| item.names().1).collect();
            expected.sort_unstable();
            sort(&mut items);
            assert!(items.iter().map(|(_, item)| item.names().1).eq(expected));
        }
    }
}
