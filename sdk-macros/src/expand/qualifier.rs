//! `#[aro_qualifier]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::descriptor::{deprecation, option, rust_path};
use super::param_info::param_infos;
use super::paths::{Root, Sdk};
use super::registration::{Registration, function_scope};
use super::result_info::result_info;
use super::spellings::other_spellings;
use super::type_sets::listed_types;
use super::uniqueness::unique_name;
use super::wrapper::{Outcome, wrapper};
use crate::model::Qualifier;

pub(crate) fn qualifier(qualifier: &Qualifier<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(qualifier.sdk.as_ref());
    let function = &qualifier.function;
    let name = &qualifier.name.text;
    let description = &function.description;
    let ident = &function.syntax.sig.ident;
    let run = wrapper(&format_ident!("__run"), function, None, Outcome::QualifierReply, sdk);
    let input_types = option(qualifier.input_types.as_ref().map(|list| listed_types(list, sdk)), sdk);
    let deprecation = deprecation(function.deprecation.as_ref(), sdk);
    let params = param_infos(&function.params, sdk);
    let spellings = other_spellings(name);
    let path = rust_path(ident, sdk);
    let descriptor = quote! {
        #sdk::Qualifier {
            name: #name,
            path: #path,
            spellings: &[#(#spellings),*],
            description: #description,
            input_types: #input_types,
            deprecation: #deprecation,
            params: #params,
            run: __run,
        }
    };
    let registration = Registration {
        variant: "Qualifier",
        ty: "Qualifier",
        descriptor,
        // The same macro may make two qualifiers of different names from one line.
        discriminator: format!("{ident} {}", qualifier.name.normal_form()),
        unique_names: unique_name("qualifier", &qualifier.name.normal_form(), qualifier.name.span),
    }
    .expand(sdk);
    let result = result_info(name, function, true, sdk);
    function_scope(Root::Plugin, "aro_qualifier", function.syntax, "", quote!(#run #registration #result))
}
