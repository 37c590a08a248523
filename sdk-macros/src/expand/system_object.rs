//! `#[aro_system_object]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::spanned::Spanned as _;

use super::descriptor::rust_path;
use super::param_info::{kind_of_state, param_infos};
use super::paths::{Root, Sdk};
use super::registration::{Registration, scope};
use super::uniqueness::unique_name;
use super::wrapper::{Outcome, wrapper};
use crate::model::{ObjectMethodKind, SystemObject};
use crate::syntax::attribute::cfg_of;

pub(crate) fn system_object(object: &SystemObject<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(object.sdk.as_ref());
    let (identifier, description) = (&object.identifier.text, &object.description);
    let (mut runs, mut params) = (TokenStream::new(), TokenStream::new());
    let state = kind_of_state(object.ty(), sdk);
    for method in &object.methods {
        let run = format_ident!("__run_{}", method.kind.name());
        let cfg = cfg_of(&method.function.conditions);
        let (name, infos) = (method.kind.name(), param_infos(&method.function.params, sdk));
        params.extend(quote!(#cfg (#name, #infos),));
        let wrapper = wrapper(&run, &method.function, Some(object.ty()), Outcome::Reply { key: "result" }, sdk);
        runs.extend(quote!(#cfg #wrapper));
    }
    let fields = ObjectMethodKind::ALL.map(|kind| {
        let field = format_ident!("{}", kind.name());
        let run = format_ident!("__run_{}", kind.name());
        let methods = object.methods.iter().filter(|method| method.kind == kind);
        let cfgs: Vec<TokenStream> = methods.map(|method| cfg_of(&method.function.conditions)).collect();
        match &cfgs[..] {
            [] => quote!(#field: #sdk::None),
            [cfg] if cfg.is_empty() => quote!(#field: #sdk::Some(#run)),
            // Under conditions: the last of them that is there.
            _ => quote! {
                #field: {
                    let __method: #sdk::std::option::Option<#sdk::Run> = #sdk::None;
                    #(#cfgs let __method: #sdk::std::option::Option<#sdk::Run> = #sdk::Some(#run);)*
                    __method
                }
            },
        }
    });
    let path = rust_path(object.ty(), sdk);
    let descriptor = quote! {
        #sdk::SystemObject {
            identifier: #identifier,
            path: #path,
            description: #description,
            state: #state,
            params: &[#params],
            #(#fields,)*
        }
    };
    let registration = Registration {
        variant: "SystemObject",
        ty: "SystemObject",
        descriptor,
        discriminator: identifier.clone(),
        unique_names: unique_name("system_object", &object.identifier.normal_form(), object.ty().span()),
    }
    .expand(sdk);
    scope(Root::Plugin, &object.block.attrs, object.ty().span(), quote!(#runs #registration))
}
