//! Attributes of Rust from which metadata follows: doc comments and `#[deprecated]`.

use quote::ToTokens as _;
use syn::{Attribute, LitStr, Meta, MetaNameValue};

use super::key_values::KeyValues;
use super::keys::Keys;
use crate::diagnostics::Report;
use crate::model::{Deprecation, Description};
use crate::syntax::{Value, attribute};

/// The doc comment. Of its lines, the space that usually begins one is left out. An expression
/// that is no literal is passed on.
pub(super) fn description(attrs: &[Attribute]) -> Description {
    let mut description = Description::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        if let Meta::NameValue(pair) = &attr.meta {
            match literal(pair) {
                Some(literal) => description.add_lines(&lines(&literal)),
                None => description.add_expression(pair.value.to_token_stream()),
            }
        }
    }
    description
}

/// The lines of a doc comment, or of a `#[doc = "…"]`.
fn lines(literal: &LitStr) -> String {
    let text = literal.value();
    let is_block = literal.span().source_text().is_some_and(|source| source.starts_with("/*"));
    let mut lines = String::new();
    // `split` keeps the empty line between two paragraphs, which `lines` would drop.
    let plain = || text.split('\n').map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    for line in if is_block { block_lines(&text) } else { plain() } {
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}

/// The lines of a `/** … */`, without the asterisks that begin them if all but the first have one,
/// and otherwise without the indentation that all but the first have.
fn block_lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let Some((first, following)) = lines.split_first_mut() else { return lines };
    *first = first.trim_start();
    let is_blank = |line: &&str| line.trim().is_empty();
    let is_decorated = following.iter().all(|line| is_blank(line) || line.trim_start().starts_with('*'));
    let indentation = following.iter().filter(|line| !is_blank(line)).map(|line| indentation(line)).min();
    for line in following {
        *line = match line.trim_start().strip_prefix('*') {
            Some(rest) if is_decorated => rest.strip_prefix(' ').unwrap_or(rest),
            _ => line.get(indentation.unwrap_or(0)..).unwrap_or_default(),
        };
    }
    lines
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// What `#[deprecated]` says. Mistakes in it are for rustc to report.
pub(super) fn deprecation(attrs: &[Attribute]) -> Option<Deprecation> {
    Some(match &attribute::find(attrs, "deprecated")?.meta {
        Meta::List(list) => {
            let report = Report::default();
            let keys = Keys { place: "#[deprecated]", module: "", known: &["since", "note", "suggestion"] };
            let mut list = KeyValues::parse(list.tokens.clone(), &keys, &report);
            let mut string = |key| list.string(key, &report).as_ref().map(LitStr::value);
            let deprecation = Deprecation { since: string("since"), note: string("note") };
            let _ = report.finish();
            deprecation
        }
        Meta::NameValue(pair) => Deprecation { since: None, note: literal(pair).as_ref().map(LitStr::value) },
        Meta::Path(_) => Deprecation { since: None, note: None },
    })
}

/// The literal of `#[name = "text"]`, also if `macro_rules!` has passed it on.
fn literal(pair: &MetaNameValue) -> Option<LitStr> {
    Value::of_tokens(pair.value.to_token_stream()).string()
}

#[cfg(test)]
mod tests {
    use super::block_lines;

    #[test]
    fn a_block_comment_is_read_without_what_decorates_it() {
        assert_eq!(block_lines("\n * One.\n *\n *   two\n "), ["", "One.", "", "  two", ""]);
        assert_eq!(block_lines(" One.\n     two\n       * three\n"), ["One.", "two", "  * three", ""]);
        assert_eq!(block_lines(" One. "), ["One. "]);
    }
}
