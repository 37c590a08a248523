//! What the attributes beside ours say.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

use crate::attrs::Entries;
use crate::json::Object;
use crate::keys::Keys;
use crate::report::Report;

/// The doc comment, without the blank that usually begins a line.
pub(crate) fn description(attrs: &[Attribute]) -> Option<String> {
    let mut lines = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        if let Meta::NameValue(pair) = &attr.meta
            && let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value
        {
            // `split` and not `lines`, so that the empty line between two paragraphs is one.
            lines.extend(
                text.value().split('\n').map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()),
            );
        }
    }
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// What `#[deprecated]` says.
#[derive(Default)]
pub(crate) struct Deprecation {
    pub(crate) since: Option<String>,
    pub(crate) note: Option<String>,
}

impl Deprecation {
    /// The entry in the metadata (ABI, section 7).
    pub(crate) fn info(&self, feature: &str) -> String {
        let message = self.note.clone().unwrap_or_else(|| format!("{feature} is deprecated"));
        Object::new()
            .text("feature", feature)
            .text("message", &message)
            .optional("since", self.since.as_deref())
            .finish()
    }
}

/// The `#[deprecated]` attribute, if there is one. What is wrong with it rustc says itself.
pub(crate) fn deprecation(attrs: &[Attribute]) -> Option<Deprecation> {
    let attr = attrs.iter().find(|attr| attr.path().is_ident("deprecated"))?;
    Some(match &attr.meta {
        Meta::List(list) => {
            let mine = Report::default();
            let keys = Keys { place: "#[deprecated]", known: &["since", "note", "suggestion"] };
            let mut entries = Entries::parse(list.tokens.clone(), &keys, &mine);
            let mut text = |key| entries.text(key, &mine).map(|text| text.value());
            let found = Deprecation { since: text("since"), note: text("note") };
            let _ = mine.finish();
            found
        }
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Deprecation { since: None, note: Some(text.value()) },
            _ => Deprecation::default(),
        },
        Meta::Path(_) => Deprecation::default(),
    })
}

/// The `#[cfg]`s of an item: what is generated for it stands under the same.
pub(crate) fn conditions(attrs: &[Attribute]) -> Vec<&Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("cfg")).collect()
}
