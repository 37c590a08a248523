//! The input of the qualifiers: a list or a string.

use aro_sdk::prelude::*;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

/// A list, or a string whose items are its characters as readers see them.
#[derive(Debug, PartialEq, Deserialize, Serialize, AroTypes)]
#[serde(untagged, expecting = "expected a list or a string")]
pub(crate) enum Sequence {
    Text(String),
    List(Vec<Value>),
}

impl Sequence {
    /// The items, in order.
    pub(crate) fn into_items(self) -> Vec<Value> {
        match self {
            Sequence::Text(text) => text.graphemes(true).map(Value::from).collect(),
            Sequence::List(items) => items,
        }
    }

    /// Other items in the same form: a string from a string, a list from a list.
    pub(crate) fn try_map(self, change: impl FnOnce(Vec<Value>) -> Result<Vec<Value>>) -> Result<Self> {
        let is_text = matches!(self, Sequence::Text(_));
        let items = change(self.into_items())?;
        Ok(if is_text { Sequence::Text(joined(&items)) } else { Sequence::List(items) })
    }

    /// As [`Sequence::try_map`], for a change that cannot fail.
    pub(crate) fn map(self, change: impl FnOnce(Vec<Value>) -> Vec<Value>) -> Self {
        match self {
            Sequence::Text(_) => Sequence::Text(joined(&change(self.into_items()))),
            Sequence::List(items) => Sequence::List(change(items)),
        }
    }
}

/// The string of these characters.
pub(crate) fn joined(characters: &[Value]) -> String {
    characters.iter().filter_map(Value::as_str).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    pub(crate) fn text(text: &str) -> Sequence {
        Sequence::Text(text.to_owned())
    }

    pub(crate) fn list(items: Value) -> Sequence {
        serde_json::from_value(items).unwrap()
    }

    #[test]
    fn the_items_of_a_string_are_what_readers_see() {
        assert_eq!(text("ae\u{301}🇩🇪👩‍👩‍👧").into_items(), ["a", "e\u{301}", "🇩🇪", "👩‍👩‍👧"]);
        assert!(text("").into_items().is_empty());
    }

    #[test]
    fn a_change_keeps_the_form() {
        let same = |items| items;
        assert_eq!(text("abc").map(same), text("abc"));
        assert_eq!(list(json!(["a", 1])).map(same), list(json!(["a", 1])));
        assert_eq!(text("abc").try_map(Ok).unwrap(), text("abc"));
        assert_eq!(list(json!([])).try_map(Ok).unwrap(), list(json!([])));
    }
}
