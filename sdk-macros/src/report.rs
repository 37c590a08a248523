//! Mistakes, collected so that all of an item's are shown at once.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Collects the mistakes of one item. Whoever makes one must ask for its result: a forgotten one panics in tests.
#[derive(Default)]
pub(crate) struct Report {
    errors: RefCell<Option<syn::Error>>,
}

impl Report {
    pub(crate) fn at(&self, tokens: impl ToTokens, message: impl Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn at_span(&self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    pub(crate) fn add(&self, error: syn::Error) {
        match &mut *self.errors.borrow_mut() {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// The mistakes as `compile_error!`s, or nothing.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        self.errors.into_inner().map(|error| error.into_compile_error())
    }
}

/// `, did you mean "x"?` when one of the `known` words is near, else nothing.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min()
        .map_or_else(String::new, |(_, candidate)| format!(", did you mean `{candidate}`?"))
}
