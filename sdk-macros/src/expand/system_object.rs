//! `#[aro_system_object]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::spanned::Spanned as _;

use super::descriptor::option;
use super::param_info::{kind_of_state, param_infos};
use super::paths::Sdk;
use super::registration::{Registration, scope};
use super::uniqueness::unique_name;
use super::wrapper::{Outcome, wrapper};
use crate::model::{ObjectMethodKind, SystemObject};
use crate::syntax::attribute;

pub(crate) fn system_object(object: &SystemObject<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(object.sdk.as_ref());
    let (identifier, description) = (&object.identifier.text, &object.description);
    let (mut runs, mut params) = (TokenStream::new(), TokenStream::new());
    let state = kind_of_state(object.ty(), sdk);
    for method in &object.methods {
        let run = format_ident!("__run_{}", method.kind.name());
        let conditions: Vec<_> = attribute::conditions(&method.function.syntax.attrs).collect();
        let (name, infos) = (method.kind.name(), param_infos(&method.function.params, sdk));
        params.extend(quote!(#(#conditions)* (#name, #infos),));
        let wrapper = wrapper(&run, &method.function, Some(object.ty()), Outcome::Reply { key: "result" }, sdk);
        runs.extend(quote!(#(#conditions)* #wrapper));
    }
    let fields = ObjectMethodKind::ALL.map(|kind| {
        let field = format_ident!("{}", kind.name());
        let run = option(object.method(kind).map(|_| format_ident!("__run_{}", kind.name())), sdk);
        quote!(#field: #run)
    });
    let descriptor = quote! {
        #sdk::SystemObject {
            identifier: #identifier,
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
    scope(&object.block.attrs, object.ty().span(), quote!(#runs #registration))
}
