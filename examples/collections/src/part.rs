//! Qualifiers that take parts of a list or a string.

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::sequence::{Sequence, joined};

/// The first `count` items of a list, or characters of a string, or all if there are fewer.
#[aro_qualifier]
fn top(sequence: Sequence, #[arg(default = 1)] count: usize) -> Sequence {
    sequence.map(|mut items| {
        items.truncate(count);
        items
    })
}

/// The items of a list in lists of `size`, or the characters of a string in strings of `size`; the
/// last one may be shorter.
#[aro_qualifier]
fn chunk(sequence: Sequence, size: usize) -> Result<Vec<Value>> {
    if size == 0 {
        return Err(Error::invalid_input("argument \"size\": expected at least 1, got 0"));
    }
    let is_text = matches!(sequence, Sequence::Text(_));
    let items = sequence.into_items();
    Ok(items.chunks(size).map(|part| if is_text { joined(part).into() } else { part.into() }).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sequence::tests::{list, text};

    #[test]
    fn top_gives_the_first_items() {
        assert_eq!(top(list(json!([3, 1, 2])), 2), list(json!([3, 1])));
        assert_eq!(top(list(json!([3, 1, 2])), 0), list(json!([])));
        assert_eq!(top(list(json!([3, 1, 2])), usize::MAX), list(json!([3, 1, 2])));
        assert_eq!(top(text("e\u{301}te\u{301}"), 1), text("e\u{301}"));
    }

    #[test]
    fn chunk_splits_without_losing_items() {
        assert_eq!(chunk(list(json!([1, 2, 3, 4, 5])), 2).unwrap(), [json!([1, 2]), json!([3, 4]), json!([5])]);
        assert_eq!(chunk(list(json!([1, 2])), 9).unwrap(), [json!([1, 2])]);
        assert_eq!(chunk(text("abcde"), 2).unwrap(), ["ab", "cd", "e"]);
        assert!(chunk(list(json!([])), 3).unwrap().is_empty());
    }

    #[test]
    fn a_chunk_size_of_zero_is_an_error() {
        assert_eq!(chunk(text("a"), 0).unwrap_err().message(), "argument \"size\": expected at least 1, got 0");
    }
}
