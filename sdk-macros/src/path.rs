//! Where generated code finds the runtime and the plugin.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::plugin::located;

/// The module that `plugin!` makes in the crate's root. It is all that `plugin!` names there, and generated code names it once per item, so a missing
/// `plugin!`, a second one and one in the wrong place each give one message, in which rustc shows this name.
pub(crate) const PLUGIN_MODULE: &str = "aro_sdk_plugin_stands_once_in_the_crate_root";

/// The name of that module.
pub(crate) fn plugin_module() -> Ident {
    Ident::new(PLUGIN_MODULE, Span::call_site())
}

/// Imports that module from the crate's root as `name`. When it is not there, rustc says so at `span`.
///
/// rustc shows the path up to the segment whose span is the import's: so `crate` has another, and the rest stands in braces.
pub(crate) fn import_plugin(name: &str, span: Span) -> TokenStream {
    let span = located(span);
    let root = Ident::new("crate", Span::mixed_site());
    let module = Ident::new(PLUGIN_MODULE, span);
    let name = Ident::new(name, span);
    let import = quote_spanned!(span=> #module as #name);
    quote!(use #root::{#import};)
}

/// The SDK's private module, as the code of one item names it.
#[derive(Clone)]
pub(crate) struct Sdk(TokenStream);

impl Sdk {
    /// For an item of a plugin: what `plugin!` found, unless the item says otherwise by `crate = path`.
    pub(crate) fn of_plugin(given: Option<&Path>) -> Self {
        Self(match given {
            Some(path) => quote!(#path::__private),
            None => quote!(__aro),
        })
    }

    /// For what stands without a plugin.
    pub(crate) fn of_crate(given: Option<&Path>) -> Self {
        Self(match given {
            Some(path) => quote!(#path::__private),
            None => quote!(::aro_sdk::__private),
        })
    }
}

impl Sdk {
    /// The same at the place `span`, for code whose mistakes belong there.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        let tokens = self.0.clone().into_iter();
        tokens
            .map(|mut token| {
                token.set_span(span);
                token
            })
            .collect()
    }
}

impl quote::ToTokens for Sdk {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.clone());
    }
}
