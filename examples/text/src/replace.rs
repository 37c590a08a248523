//! The action `ReplaceText`.

use aro_sdk::prelude::*;
use regex::{NoExpand, Replacer as _};

use crate::pattern::Pattern;

#[derive(Serialize)]
struct Replaced {
    text: String,
    /// How often the pattern was replaced.
    count: usize,
}

/// Replaces what a pattern matches, everywhere or at most `limit` times.
///
/// In `replacement`, `$1` and `${name}` are replaced by what the groups of the expression matched,
/// and `$$` by a dollar sign. With `literal: true` the replacement is taken as it is.
#[aro_action(verbs = ["ReplaceText"], prepositions = ["from", "with"])]
fn replace_text(
    text: &str,
    #[arg(flatten)] pattern: Pattern,
    replacement: &str,
    limit: Option<usize>,
) -> Result<Replaced> {
    let expression = pattern.compile()?;
    let (mut replaced, mut end, mut count) = (String::with_capacity(text.len()), 0, 0);
    for captures in expression.captures_iter(text).take(limit.unwrap_or(usize::MAX)) {
        let Some(whole) = captures.get(0) else { continue };
        replaced.push_str(&text[end..whole.start()]);
        if pattern.is_literal() {
            NoExpand(replacement).replace_append(&captures, &mut replaced);
        } else {
            captures.expand(replacement, &mut replaced);
        }
        end = whole.end();
        count += 1;
    }
    replaced.push_str(&text[end..]);
    Ok(Replaced { text: replaced, count })
}
