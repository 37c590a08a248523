//! Which of the known words a user may have meant.

use strsim::osa_distance;

/// ``did you mean `x`? `` when one of the `known` words is near, else nothing. A help begins with
/// it.
pub(crate) fn did_you_mean(word: &str, known: &[&str]) -> String {
    let word = word.to_lowercase();
    let near = known.iter().filter_map(|known| {
        let distance = osa_distance(&word, &known.to_lowercase());
        (distance <= 1 + known.len() / 4).then_some((distance, known.len().abs_diff(word.len()), *known))
    });
    match near.min() {
        Some((.., known)) => format!("did you mean `{known}`? "),
        None => String::new(),
    }
}

/// `a, b, c`.
pub(crate) fn listed(words: &[&str]) -> String {
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_meant_and_none_when_all_are_far() {
        let known = ["for", "from", "with"];
        assert_eq!(did_you_mean("form", &known), "did you mean `from`? ");
        assert_eq!(did_you_mean("WITH", &known), "did you mean `with`? ");
        assert_eq!(did_you_mean("beneath", &known), "");
    }
}
