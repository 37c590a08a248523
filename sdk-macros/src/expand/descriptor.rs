//! Parts of descriptors: optional values, deprecations, paths.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::paths::Sdk;
use crate::model::Deprecation;

/// `Some(…)` or `None`, which an author may have shadowed, by their paths in the SDK.
pub(super) fn option(value: Option<impl ToTokens>, sdk: &Sdk) -> TokenStream {
    match value {
        Some(value) => quote!(#sdk::Some(#value)),
        None => quote!(#sdk::None),
    }
}

/// The item's path in Rust, for messages.
pub(super) fn rust_path(item: &impl ToTokens, sdk: &Sdk) -> TokenStream {
    let item = format!("::{}", item.to_token_stream().to_string().replace(' ', ""));
    quote!(#sdk::std::concat!(#sdk::std::module_path!(), #item))
}

/// `Some(Deprecation { … })` or `None`.
pub(super) fn deprecation(deprecation: Option<&Deprecation>, sdk: &Sdk) -> TokenStream {
    let deprecation = deprecation.map(|deprecation| {
        let since = option(deprecation.since.as_ref(), sdk);
        let note = option(deprecation.note.as_ref(), sdk);
        quote!(#sdk::Deprecation { since: #since, note: #note })
    });
    option(deprecation, sdk)
}
