//! `#[aro_service]`.

use aro_abi::SERVICE_PREFIX;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::spanned::Spanned as _;

use super::descriptor::deprecation;
use super::param_info::param_infos;
use super::paths::Sdk;
use super::registration::{Registration, scope};
use super::spellings::other_spellings;
use super::uniqueness::unique_name;
use super::wrapper::{Outcome, wrapper};
use crate::model::{Service, ServiceMethod};
use crate::syntax::attribute;

pub(crate) fn service(service: &Service<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(service.sdk.as_ref());
    let (name, description) = (&service.name.text, &service.description);
    let emits = service.emits.iter().flat_map(|list| &list.strings);
    let (mut runs, mut methods, mut unique_names) = (TokenStream::new(), Vec::new(), TokenStream::new());
    for (index, method) in service.methods.iter().enumerate() {
        let run = format_ident!("__run_{index}");
        let conditions: Vec<_> = attribute::conditions(&method.function.syntax.attrs).collect();
        let wrapper = wrapper(&run, &method.function, Some(service.ty()), Outcome::Reply { key: "result" }, sdk);
        let descriptor = method_descriptor(method, &run, sdk);
        let unique_name = unique_name("service_method", &method.name.normal_form(), method.name.span);
        runs.extend(quote!(#(#conditions)* #wrapper));
        methods.push(quote!(#(#conditions)* #descriptor));
        unique_names.extend(quote!(#(#conditions)* #unique_name));
    }
    let descriptor = quote! {
        #sdk::Service {
            name: #name,
            description: #description,
            emits: &[#(#emits),*],
            methods: &[#(#methods),*],
        }
    };
    let registration =
        Registration { variant: "Service", ty: "Service", descriptor, discriminator: name.clone(), unique_names }
            .expand(sdk);
    scope(&service.block.attrs, service.ty().span(), quote!(#runs #registration))
}

fn method_descriptor(method: &ServiceMethod<'_>, run: &syn::Ident, sdk: &Sdk) -> TokenStream {
    let ServiceMethod { name, function } = method;
    let (name, description) = (&name.text, &function.description);
    let deprecation = deprecation(function.deprecation.as_ref(), sdk);
    let params = param_infos(&function.params, sdk);
    let called = format!("{SERVICE_PREFIX}{name}");
    let mut spellings = other_spellings(&called);
    spellings.insert(0, called);
    quote! {
        #sdk::ServiceMethod {
            name: #name,
            spellings: &[#(#spellings),*],
            description: #description,
            deprecation: #deprecation,
            params: #params,
            run: #run,
        }
    }
}
