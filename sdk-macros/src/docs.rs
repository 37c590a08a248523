//! What the attributes beside ours say.

use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue};

use crate::attrs::Entries;
use crate::code::Code;
use crate::json::Object;
use crate::keys::Keys;
use crate::report::Report;
use crate::syntax::attribute;

/// The doc comment, without the blank that usually begins a line.
pub(crate) fn description(attrs: &[Attribute]) -> Option<String> {
    let mut description = String::new();
    for attr in attrs {
        if let Meta::NameValue(pair) = &attr.meta
            && attr.path().is_ident("doc")
            && let Some(text) = text(pair)
        {
            // `split` and not `lines`, so that the empty line between two paragraphs is one.
            for line in text.split('\n') {
                description.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
                description.push('\n');
            }
        }
    }
    let description = description.trim();
    if description.is_empty() { None } else { Some(description.to_owned()) }
}

/// The text of `#[name = "text"]`.
fn text(pair: &MetaNameValue) -> Option<String> {
    match &pair.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// The entry in the metadata (ABI, section 7) that says of `feature` what `#[deprecated]` says, if it is there. What is wrong with it rustc says itself.
pub(crate) fn deprecation(attrs: &[Attribute], feature: &str) -> Option<String> {
    let (since, note) = match &attribute::find(attrs, "deprecated")?.meta {
        Meta::List(list) => {
            let mine = Report::default();
            let keys = Keys { place: "#[deprecated]", known: &["since", "note", "suggestion"] };
            let mut entries = Entries::parse(list.tokens.clone(), &keys, &mine);
            let said = (entries.string("since", &mine), entries.string("note", &mine));
            let _ = mine.finish();
            said
        }
        Meta::NameValue(pair) => (None, text(pair)),
        Meta::Path(_) => (None, None),
    };
    let message = note.unwrap_or_else(|| format!("{feature} is deprecated"));
    let entry = Object::new().text("feature", feature).text("message", &message);
    Some(entry.optional("since", since.as_deref()).finish())
}

/// The `#[cfg]`s of an item: what is generated for it stands under the same.
pub(crate) fn conditions(attrs: &[Attribute]) -> Code {
    let mut conditions = Code::default();
    for attr in attrs {
        if attr.path().is_ident("cfg") {
            conditions.push(Code::of(attr));
        }
    }
    conditions
}
