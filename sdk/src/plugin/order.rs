//! Things in the order of their names.
//!
//! One sort for all of them: a sort is compiled anew for each type, and every plugin waits for that.

type Key<'a> = (&'a str, &'a str, usize);

fn sort(keys: &mut [Key<'_>]) {
    keys.sort_unstable();
}

/// Sorts by two names of each.
pub(super) fn by_names<'a, T: Copy>(items: &mut Vec<T>, names: impl Fn(&T) -> (&'a str, &'a str)) {
    let mut keys: Vec<Key<'a>> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let (first, second) = names(item);
        keys.push((first, second, index));
    }
    sort(&mut keys);
    let unsorted = std::mem::take(items);
    items.extend(keys.iter().map(|(_, _, index)| unsorted[*index]));
}

/// The names in order, each once.
pub(super) fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    by_names(&mut names, |name| (name, ""));
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_order_and_once() {
        assert_eq!(distinct(["b", "a", "c", "a"].into_iter()), ["a", "b", "c"]);
        let mut pairs = vec![("b", "x"), ("a", "z"), ("a", "y")];
        by_names(&mut pairs, |pair| *pair);
        assert_eq!(pairs, [("a", "y"), ("a", "z"), ("b", "x")]);
    }
}
