//! The action `DiffTexts`.

use aro_sdk::prelude::*;
use similar::{ChangeTag, TextDiff};

#[derive(Serialize)]
struct Changes {
    /// The differences, as `diff -u` writes them; empty if the texts are the same.
    diff: String,
    /// How many lines are new.
    added: usize,
    /// How many lines are gone.
    removed: usize,
    /// Whether the texts are the same.
    same: bool,
    /// How much is common to both, from 0 to 1.
    similarity: f32,
}

/// Compares two texts line by line.
///
/// `context` is how many lines are shown around each change.
#[aro_action(verbs = ["DiffTexts"], prepositions = ["from", "with", "against"])]
fn diff_texts(original: &str, changed: &str, #[arg(default = 3)] context: usize) -> Changes {
    let diff = TextDiff::from_lines(original, changed);
    let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    Changes {
        added: count(ChangeTag::Insert),
        removed: count(ChangeTag::Delete),
        same: original == changed,
        similarity: diff.ratio(),
        diff: diff.unified_diff().context_radius(context).header("original", "changed").to_string(),
    }
}
