//! Which word was meant.

/// ``did you mean `x`? `` when one of the `known` words is near, else nothing: what a help begins with.
pub(crate) fn did_you_mean(word: &str, known: &[&str]) -> String {
    let lower = word.to_lowercase();
    let mut nearest = None;
    for candidate in known {
        let distance = distance(&lower, &candidate.to_lowercase());
        let near = (distance, candidate.len().abs_diff(word.len()), *candidate);
        if distance <= 1 + candidate.len() / 4 && nearest.is_none_or(|nearest| near < nearest) {
            nearest = Some(near);
        }
    }
    match nearest {
        Some((.., candidate)) => format!("did you mean `{candidate}`? "),
        None => String::new(),
    }
}

/// `a, b, c`.
pub(crate) fn listed(words: &[&str]) -> String {
    let mut list = String::new();
    for word in words {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(word);
    }
    list
}

/// How many letters are inserted, removed, replaced or swapped with the next one to get from one word to the other. `strsim` counts the same, and
/// every plugin would have to wait for that crate.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let width = b.len() + 1;
    // In row `i` and column `j`: how far the first `i` letters of `a` are from the first `j` of `b`.
    let mut table = vec![0; (a.len() + 1) * width];
    for at in 0..table.len() {
        let (i, j) = (at / width, at % width);
        table[at] = if i == 0 || j == 0 {
            i + j
        } else {
            let replaced = table[at - width - 1] + usize::from(a[i - 1] != b[j - 1]);
            let least = replaced.min(table[at - width] + 1).min(table[at - 1] + 1);
            let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if swapped { least.min(table[at - 2 * width - 2] + 1) } else { least }
        };
    }
    table[table.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_inserted_removed_replaced_and_swapped_count_one_each() {
        let cases =
            [("", "abc", 3), ("abc", "", 3), ("form", "from", 1), ("verb", "verbs", 1), ("kitten", "sitting", 3)];
        for (a, b, expected) in cases {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_word_is_meant_and_none_when_all_are_far() {
        let known = ["for", "from", "with"];
        assert_eq!(did_you_mean("form", &known), "did you mean `from`? ");
        assert_eq!(did_you_mean("WITH", &known), "did you mean `with`? ");
        assert_eq!(did_you_mean("beneath", &known), "");
    }
}
