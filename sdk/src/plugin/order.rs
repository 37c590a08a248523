//! Things in the order of their names.

use aro_abi::tag;

use super::items::Item;

/// An item, and in front its name's first bytes as a number, which decides nearly always.
pub(super) type Keyed = (u64, Item);

pub(super) fn keyed(item: Item) -> Keyed {
    (tag(item.names().0.as_bytes()).swap_bytes(), item)
}

pub(super) fn sort(items: &mut [Keyed]) {
    items.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.names().cmp(&other.names())));
}

/// The names in order, each once.
pub(super) fn distinct<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut distinct = Vec::with_capacity(names.len());
    for name in names {
        // Few: a second sort would be compiled in every plugin.
        if let Err(place) = distinct.binary_search(name) {
            distinct.insert(place, *name);
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
        let hook = |name| Item::Init(Box::leak(Box::new(Hook { name, run: |_| Ok(()) })));
        let mut items = NAMES.map(|name| keyed(hook(name)));
        sort(&mut items);
        assert_eq!(items.map(|(_, item)| item.names().0), SORTED);
    }
}
