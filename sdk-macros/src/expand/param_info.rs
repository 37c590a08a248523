//! What the metadata says of parameters: `ParamInfo` of the SDK.

use proc_macro2::TokenStream;
use quote::quote;

use super::json::default_json;
use super::paths::Sdk;
use super::type_sets::types_of;
use super::wrapper::extracted_type;
use crate::model::{Param, ParamType, Params};

/// `&[ParamInfo { … }, …]`.
pub(super) fn param_infos(params: &Params, sdk: &Sdk) -> TokenStream {
    let infos = params.list.iter().map(|param| param_info(param, sdk));
    quote! {
        {
            use #sdk::{TypesFallback as _, ValueFallback as _};
            &[#(#infos),*]
        }
    }
}

fn param_info(param: &Param, sdk: &Sdk) -> TokenStream {
    let Param { name, description, .. } = param;
    let (flatten, has_default) = (param.flatten.is_some(), param.default.is_some());
    let is_value = if param.state().is_some() {
        quote!(false)
    } else if flatten || has_default {
        quote!(true)
    } else {
        let ty = extracted_type(&param.ty, sdk);
        quote!(#sdk::OfCall::<#ty>::IS_VALUE)
    };
    let types = match &param.ty {
        ParamType::Value(ty) | ParamType::Reference(ty) => types_of(ty, sdk),
        ParamType::Slice(..) => {
            let ty = extracted_type(&param.ty, sdk);
            quote!(#sdk::TypesOf::<#ty>::TYPES)
        }
    };
    if description.is_empty() && !has_default && !flatten {
        return quote!(#sdk::ParamInfo::of(#name, #types, #is_value));
    }
    let default = super::descriptor::option(param.default.as_ref().and_then(default_json), sdk);
    quote! {
        #sdk::ParamInfo {
            name: #name,
            description: #description,
            default: #default,
            has_default: #has_default,
            types: #types,
            is_value: #is_value,
            flatten: #flatten,
        }
    }
}
