//! Names by which programs and hosts know an item.

use aro_abi::normal_form;
use proc_macro2::Span;
use syn::LitStr;

/// A name, and where the source says it.
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
    /// The attribute says it; otherwise it follows from the name of the Rust item.
    pub(crate) is_explicit: bool,
}

impl Name {
    /// The name that `given` says, or else `derived` from the Rust item at `span`.
    pub(crate) fn explicit_or(given: Option<LitStr>, derived: impl FnOnce() -> String, span: Span) -> Self {
        match given {
            Some(given) => Self { text: given.value(), span: given.span(), is_explicit: true },
            None => Self { text: derived(), span, is_explicit: false },
        }
    }

    /// Two names with one normal form are the same name to a host.
    pub(crate) fn normal_form(&self) -> String {
        normal_form(&self.text)
    }
}

/// `parse_csv` → `parse-csv`: a name of Rust as ARO spells qualifiers, services and objects.
pub(crate) fn hyphenated(name: &str) -> String {
    name.replace('_', "-")
}
