//! `#[aro_service]`.

use aro_abi::SERVICE_PREFIX;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::descriptor::{deprecation, rust_path};
use super::lifetimes::elide_lifetimes;
use super::param_info::{kind_of_state, param_infos};
use super::paths::{Root, Sdk, call_site_at};
use super::registration::{Registration, scope};
use super::result_info::result_info;
use super::spellings::other_spellings;
use super::uniqueness::unique_name;
use super::wrapper::{Outcome, wrapper};
use crate::model::{Param, Service, ServiceMethod};
use crate::syntax::attribute::cfg_of;

pub(crate) fn service(service: &Service<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(service.sdk.as_ref());
    let (name, description) = (&service.name.text, &service.description);
    let state = kind_of_state(service.ty(), sdk);
    let (mut runs, mut methods, mut unique_names) = (TokenStream::new(), Vec::new(), TokenStream::new());
    for (index, method) in service.methods.iter().enumerate() {
        let run = format_ident!("__run_{index}");
        let cfg = cfg_of(&method.function.conditions);
        let wrapper = wrapper(&run, &method.function, Some(service.ty()), Outcome::Reply { key: "result" }, sdk);
        let descriptor = method_descriptor(method, &run, sdk);
        let unique_name = unique_name("service_method", &method.name.normal_form(), method.name.span);
        let checks = method.function.params.list.iter().map(|param| emits_no_events(param, sdk));
        let result = result_info(&format!("{name}.{}", method.name.text), &method.function, false, sdk);
        runs.extend(quote!(#cfg #wrapper));
        if !result.is_empty() {
            runs.extend(quote!(#cfg #result));
        }
        runs.extend(quote!(#cfg const _: fn() = || { #(#checks)* };));
        methods.push(quote!(#cfg #descriptor));
        unique_names.extend(quote!(#cfg #unique_name));
    }
    let path = rust_path(service.ty(), sdk);
    let descriptor = quote! {
        #sdk::Service {
            name: #name,
            path: #path,
            description: #description,
            state: #state,
            methods: &[#(#methods),*],
        }
    };
    // The methods' names are unique in a plugin; a macro may make two services of one name.
    let called: Vec<String> = service.methods.iter().map(|method| method.name.normal_form()).collect();
    let discriminator = format!("{name} {}", called.join(" "));
    let registration =
        Registration { variant: "Service", ty: "Service", descriptor, discriminator, unique_names }.expand(sdk);
    scope(Root::Plugin, &service.block.attrs, service.ty().span(), quote!(#runs #registration))
}

/// Code that does not compile if the parameter is `Events`.
fn emits_no_events(param: &Param, sdk: &Sdk) -> TokenStream {
    let span = call_site_at(param.type_span());
    let (sdk, ty) = (sdk.at(span), elide_lifetimes(&param.ty));
    let cfg = cfg_of(&param.conditions);
    quote_spanned!(span=> #cfg #sdk::InService::<#ty>::NEW.__check();)
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
