//! The mistakes of one item, collected so that a user sees all of them at once.

use std::cell::RefCell;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::Message;

/// Collects the mistakes of one item, and the keys of its attributes for editors.
///
/// Whoever makes a report must [`finish`](Self::finish) it. One that is dropped with mistakes in it
/// panics in tests, so that no mistake is lost.
#[derive(Default)]
pub(crate) struct Report {
    errors: RefCell<Option<syn::Error>>,
    /// The places and texts of the mistakes.
    places: RefCell<Vec<String>>,
    keys: RefCell<Vec<(&'static str, Ident)>>,
    /// The mistakes that are some under conditions only.
    conditional: RefCell<TokenStream>,
}

impl Report {
    /// A mistake in these tokens.
    pub(crate) fn at(&self, tokens: &dyn ToTokens, message: Message) {
        self.add(syn::Error::new_spanned(tokens.to_token_stream(), message.as_str()));
    }

    /// A mistake at this place.
    pub(crate) fn at_span(&self, span: Span, message: Message) {
        self.add(syn::Error::new(span, message.as_str()));
    }

    fn add(&self, error: syn::Error) {
        // A parameter or a method is read once for each case of its conditions.
        let place = format!("{:?} {error}", error.span());
        if self.places.borrow().contains(&place) {
            return;
        }
        self.places.borrow_mut().push(place);
        match &mut *self.errors.borrow_mut() {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// What `read` returns; `None` if it finds mistakes that are some only under this `#[cfg(…)]`.
    /// Then what has them can be left out.
    pub(crate) fn is_right<T>(&self, cfg: &TokenStream, read: impl FnOnce(&Report) -> T) -> Option<T> {
        if cfg.is_empty() {
            return Some(read(self));
        }
        let report = Report::default();
        let result = read(&report);
        self.keys.borrow_mut().extend(report.keys());
        let Some(errors) = report.finish() else { return Some(result) };
        self.conditional.borrow_mut().extend(quote!(#cfg const _: () = { #errors };));
        None
    }

    /// The mistakes under conditions.
    pub(crate) fn conditional(&self) -> TokenStream {
        self.conditional.take()
    }

    /// `None` once there is a mistake, as no code is generated from what is wrong.
    pub(crate) fn no_errors(&self) -> Option<()> {
        self.errors.borrow().is_none().then_some(())
    }

    /// Remembers a key as it is written. `module` is the SDK's module with the keys of its
    /// attribute.
    pub(crate) fn note_key(&self, module: &'static str, key: &Ident) {
        self.keys.borrow_mut().push((module, key.clone()));
    }

    /// The keys that were noted.
    pub(crate) fn keys(&self) -> Vec<(&'static str, Ident)> {
        self.keys.borrow().clone()
    }

    /// The mistakes as `compile_error!`s, if there are any.
    pub(crate) fn finish(&self) -> Option<TokenStream> {
        Some(self.errors.take()?.into_compile_error())
    }
}

#[cfg(test)]
impl Drop for Report {
    fn drop(&mut self) {
        if let Some(error) = self.errors.take().filter(|_| !std::thread::panicking()) {
            panic!("mistakes that were not reported: {error}");
        }
    }
}
