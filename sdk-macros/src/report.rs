//! Mistakes, collected so that all of an item's are shown at once.

use std::cell::RefCell;

use proc_macro2::{Ident, Span};
use quote::ToTokens;

use crate::catalogue::Message;
use crate::code::Code;
use crate::editor;

/// Collects the mistakes of one item. Whoever makes one must ask for its result: a forgotten one panics in tests.
#[derive(Default)]
pub(crate) struct Report {
    errors: RefCell<Option<syn::Error>>,
    keys: RefCell<Vec<(String, Ident)>>,
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
        match &mut *self.errors.borrow_mut() {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// `None` once there is a mistake: nothing is generated from what is wrong.
    pub(crate) fn none_so_far(&self) -> Option<()> {
        self.errors.borrow().is_none().then_some(())
    }

    /// Notes a key that is written at `place`.
    pub(crate) fn key(&self, place: &str, key: &Ident) {
        self.keys.borrow_mut().push((place.to_owned(), key.clone()));
    }

    /// What an editor gets to see of the keys.
    pub(crate) fn for_editors(&self) -> Code {
        if editor::is_asking() { editor::names(&self.keys.borrow()) } else { Code::default() }
    }

    /// The mistakes as `compile_error!`s, or nothing.
    pub(crate) fn finish(&self) -> Option<Code> {
        Some(Code::of(&self.errors.take()?.into_compile_error()))
    }
}

#[cfg(test)]
impl Drop for Report {
    fn drop(&mut self) {
        if let Some(error) = self.errors.take()
            && !std::thread::panicking()
        {
            panic!("mistakes that nobody asked for: {error}");
        }
    }
}
