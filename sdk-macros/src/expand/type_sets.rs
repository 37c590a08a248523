//! Sets of ARO's types, as `TypeSet` of the SDK.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;

use super::lifetimes::elide_lifetimes;
use super::paths::Sdk;
use crate::model::{StringList, type_names};

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

/// The set of types that `ty` is read from, where `TypesFallback` is in scope.
///
/// An `Option` is taken apart here, since the type in it need not implement `AroTypes`.
pub(super) fn types_of(ty: &Type, sdk: &Sdk) -> TokenStream {
    let (mut ty, mut optional) = (ty, None);
    while let Some(inner) = type_names::only_argument(ty, "Option") {
        ty = inner;
        optional = Some(quote!(.or(#sdk::TypeSet::OPTIONAL)));
    }
    let ty = elide_lifetimes(ty);
    quote!(#sdk::TypesOf::<#ty>::TYPES #optional)
}
