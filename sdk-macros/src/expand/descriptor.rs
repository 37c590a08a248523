//! Parts of descriptors.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::json::Object;
use super::paths::Sdk;
use crate::model::Deprecation;

/// `Some(…)` or `None`, by their whole paths.
pub(super) fn option(value: Option<impl ToTokens>, sdk: &Sdk) -> TokenStream {
    match value {
        Some(value) => quote!(#sdk::std::option::Option::Some(#value)),
        None => quote!(#sdk::std::option::Option::None),
    }
}

/// The entry in the metadata (ABI, section 7) that says of `feature` that it is deprecated.
pub(super) fn deprecation(deprecation: Option<&Deprecation>, feature: &str, sdk: &Sdk) -> TokenStream {
    let entry = deprecation.map(|deprecation| {
        let message = deprecation.note.clone().unwrap_or_else(|| format!("{feature} is deprecated"));
        let entry = Object::new().text("feature", feature).text("message", &message);
        entry.optional("since", deprecation.since.as_deref()).finish()
    });
    option(entry, sdk)
}
