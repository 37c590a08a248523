//! `#[derive(AroTypes)]`.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::Sdk;
use super::type_sets::{listed_types, types_of, union};
use crate::model::{AroTypes, AroTypesSource, FieldTypes};

pub(crate) fn aro_types(types: &AroTypes) -> TokenStream {
    let sdk = &Sdk::of_crate(types.sdk.as_ref());
    let set = match &types.source {
        AroTypesSource::Explicit(list) => listed_types(list, sdk),
        AroTypesSource::Fields(fields) => union(fields.iter().map(|types| set_of(types, sdk)), sdk),
    };
    let ident = &types.item.ident;
    let (impl_generics, ty_generics, where_clause) = types.item.generics.split_for_impl();
    quote! {
        impl #impl_generics #sdk::AroTypes for #ident #ty_generics #where_clause {
            const TYPES: #sdk::TypeSet = #set;
        }
    }
}

fn set_of(types: &FieldTypes, sdk: &Sdk) -> TokenStream {
    match types {
        FieldTypes::Nothing => quote!(#sdk::TypeSet::NONE),
        FieldTypes::Name => quote!(#sdk::TypeSet::STRING),
        FieldTypes::List => quote!(#sdk::TypeSet::LIST),
        FieldTypes::Object => quote!(#sdk::TypeSet::OBJECT),
        FieldTypes::OfType(ty) => {
            let types = types_of(ty, sdk);
            quote! {
                {
                    use #sdk::{RequiredFallback as _, TypesFallback as _};
                    #types
                }
            }
        }
    }
}
