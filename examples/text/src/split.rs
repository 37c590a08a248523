//! The action `SplitText`.

use aro_sdk::prelude::*;

use crate::pattern::Pattern;

#[derive(Serialize)]
struct Parts {
    parts: Vec<String>,
    count: usize,
}

/// Splits a text where a pattern matches.
///
/// With `limit`, there are at most so many parts, and the last one holds the rest. `drop_empty`
/// leaves out parts without a character.
#[aro_action(verbs = ["SplitText"], prepositions = ["from", "with"])]
fn split_text(
    text: &str,
    #[arg(flatten)] pattern: Pattern,
    limit: Option<usize>,
    #[arg(default)] drop_empty: bool,
) -> Result<Parts> {
    let expression = pattern.compile()?;
    let parts = expression.splitn(text, limit.unwrap_or(usize::MAX));
    let parts: Vec<String> = parts.filter(|part| !(drop_empty && part.is_empty())).map(str::to_owned).collect();
    Ok(Parts { count: parts.len(), parts })
}
