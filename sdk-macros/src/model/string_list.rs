//! A list of strings under one key of an attribute.

use proc_macro2::Span;
use syn::LitStr;

/// `["a", "b"]`, or `"a"` alone.
pub(crate) struct StringList {
    /// Where the value is written.
    pub(crate) span: Span,
    pub(crate) strings: Vec<LitStr>,
    /// Every element could be read. Otherwise nothing follows from what is not in the list.
    pub(crate) is_complete: bool,
}

impl StringList {
    /// A list of which nothing could be read.
    pub(crate) fn unreadable() -> Self {
        Self { span: Span::call_site(), strings: Vec::new(), is_complete: false }
    }

    /// Whether the author wrote a list without elements.
    pub(crate) fn is_empty(&self) -> bool {
        self.strings.is_empty() && self.is_complete
    }
}
