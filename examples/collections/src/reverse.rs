//! The qualifier that reverses.

use aro_sdk::prelude::*;

use crate::sequence::Sequence;

/// The items of a list, or the characters of a string, from last to first.
#[aro_qualifier]
fn reverse(sequence: Sequence) -> Sequence {
    sequence.map(|mut items| {
        items.reverse();
        items
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sequence::tests::{list, text};

    #[test]
    fn lists() {
        assert_eq!(reverse(list(json!([1, "two", [3], true]))), list(json!([true, [3], "two", 1])));
        assert_eq!(reverse(list(json!([]))), list(json!([])));
    }

    #[test]
    fn an_accent_stays_on_its_letter() {
        assert_eq!(reverse(text("noe\u{308}l 🇩🇪!")), text("!🇩🇪 le\u{308}on"));
        assert_eq!(reverse(text("")), text(""));
    }
}
