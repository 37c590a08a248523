//! Slugs: the last part of a URL, made from a title.

use aro_sdk::prelude::*;

/// Letters and digits of ASCII in lower case, with `separator` between the words.
fn slug(text: &str, separator: &str) -> Result<String> {
    let ascii = deunicode::deunicode(text).to_ascii_lowercase();
    let words: Vec<&str> = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err(Error::invalid_input(format!("{text:?} has no letters or digits: a slug needs at least one")));
    }
    Ok(words.join(separator))
}

/// Makes a slug of a text: `Über die Brücke!` becomes `uber-die-brucke`.
///
/// Letters outside of ASCII are written with those of ASCII that are nearest.
#[aro_action(verbs = ["SlugifyText"], prepositions = ["from", "with"], returns = "slug")]
fn slugify_text(text: &str, #[arg(default = "-")] separator: &str) -> Result<String> {
    slug(text, separator)
}

/// Makes a slug of a text.
#[aro_qualifier(name = "slug")]
fn slug_of(text: &str, #[arg(default = "-")] separator: &str) -> Result<String> {
    slug(text, separator)
}
