//! Names that may stand only once in a crate: each becomes a constant of one hidden type in the root, so the compiler itself finds a second one, in
//! whatever module, and shows both places.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::plugin::located;

/// The constant for `form`, a normal form of a `kind` of name, at the place that declares it.
pub(crate) fn mark(kind: &str, form: &str, span: Span) -> TokenStream {
    let plain: String = form.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let mark = Ident::new(&format!("__{kind}_{plain}"), located(span));
    quote!(#[doc(hidden)] #[allow(dead_code, non_upper_case_globals)] const #mark: () = ();)
}
