//! Sets of ARO's types, as `TypeSet` of the SDK.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;

use super::lifetimes::elide_lifetimes;
use super::paths::Sdk;
use crate::model::StringList;

/// The set of the types that an attribute lists.
pub(super) fn listed_types(list: &StringList, sdk: &Sdk) -> TokenStream {
    let sets = list.strings.iter().map(|word| {
        let constant = Ident::new(&word.value().to_ascii_uppercase(), Span::call_site());
        quote!(#sdk::TypeSet::#constant)
    });
    union(sets, sdk)
}

/// The types that are in any of these sets.
pub(super) fn union(sets: impl Iterator<Item = TokenStream>, sdk: &Sdk) -> TokenStream {
    quote!(#sdk::TypeSet::NONE #(.or(#sets))*)
}

/// The set of types that `ty` is read from, where `TypesFallback` and `RequiredFallback` are in
/// scope.
///
/// An `Option` is asked for separately, since the type in it need not implement `AroTypes`.
pub(super) fn types_of(ty: &Type, sdk: &Sdk) -> TokenStream {
    let ty = elide_lifetimes(ty);
    quote!(#sdk::TypesOf::<#ty>::TYPES.or(#sdk::OptionalOf::<#ty>::TYPES))
}
