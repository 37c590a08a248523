//! Attributes of Rust from which metadata follows: doc comments and `#[deprecated]`.

use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, MetaNameValue};

use super::key_values::KeyValues;
use super::keys::Keys;
use crate::diagnostics::Report;
use crate::model::Deprecation;
use crate::syntax::attribute;

/// The doc comment, without the space that usually begins a line; empty where there is none.
pub(super) fn description(attrs: &[Attribute]) -> String {
    let mut description = String::new();
    for attr in attrs {
        if let Meta::NameValue(pair) = &attr.meta
            && attr.path().is_ident("doc")
            && let Some(text) = text(pair)
        {
            // `split` keeps the empty line between two paragraphs, which `lines` would drop.
            for line in text.split('\n') {
                description.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
                description.push('\n');
            }
        }
    }
    description.trim().to_owned()
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
        Meta::NameValue(pair) => Deprecation { since: None, note: text(pair) },
        Meta::Path(_) => Deprecation { since: None, note: None },
    })
}

/// The text of `#[name = "text"]`.
fn text(pair: &MetaNameValue) -> Option<String> {
    match &pair.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
