//! Things in the order of their names.
//!
//! One sort for all of them: a sort is compiled anew for each type, and every plugin waits for that.

/// Two names of a thing, and its place before the sort.
pub(super) type Key<'a> = (&'a str, &'a str, usize);

pub(super) fn sort(keys: &mut [Key<'_>]) {
    keys.sort_unstable();
}

/// The names in order, each once.
pub(super) fn distinct<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut keys: Vec<Key<'a>> = Vec::new();
    for name in names {
        keys.push((name, "", 0));
    }
    sort(&mut keys);
    let mut distinct: Vec<&str> = Vec::new();
    for (name, ..) in keys {
        if distinct.last() != Some(&name) {
            distinct.push(name);
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_order_and_once() {
        assert_eq!(distinct(&["b", "a", "c", "a"]), ["a", "b", "c"]);
    }
}
