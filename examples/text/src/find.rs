//! The action `FindText`.

use std::collections::BTreeMap;

use aro_sdk::prelude::*;

use crate::pattern::Pattern;

/// One place where the pattern matches.
#[derive(Serialize)]
struct Match {
    text: String,
    /// The position of its first character.
    start: usize,
    /// The position after its last character.
    end: usize,
    /// What the groups of the expression matched; a group that took no part is left empty.
    groups: Vec<String>,
    /// The same for the groups that have a name.
    named: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Found {
    matches: Vec<Match>,
    count: usize,
}

/// Finds where a pattern matches a text, without overlaps, from left to right.
///
/// `limit` ends the search after so many matches.
#[aro_action(verbs = ["FindText"], prepositions = ["from", "with"])]
fn find_text(text: &str, #[arg(flatten)] pattern: Pattern, limit: Option<usize>) -> Result<Found> {
    let expression = pattern.compile()?;
    let mut position = Position::new(text);
    let mut matches = Vec::new();
    for captures in expression.captures_iter(text).take(limit.unwrap_or(usize::MAX)) {
        let Some(whole) = captures.get(0) else { continue };
        let group = |matched: Option<regex::Match<'_>>| matched.map_or_else(String::new, |m| m.as_str().to_owned());
        let named = expression.capture_names().flatten();
        matches.push(Match {
            text: whole.as_str().to_owned(),
            start: position.of(whole.start()),
            end: position.of(whole.end()),
            groups: captures.iter().skip(1).map(group).collect(),
            named: named.map(|name| (name.to_owned(), group(captures.name(name)))).collect(),
        });
    }
    Ok(Found { count: matches.len(), matches })
}

/// Turns offsets in bytes, asked for in rising order, into positions of characters.
struct Position<'a> {
    text: &'a str,
    bytes: usize,
    characters: usize,
}

impl<'a> Position<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, bytes: 0, characters: 0 }
    }

    fn of(&mut self, offset: usize) -> usize {
        self.characters += self.text[self.bytes..offset].chars().count();
        self.bytes = offset;
        self.characters
    }
}
