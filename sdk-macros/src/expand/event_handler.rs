//! `#[aro_on_event]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::param_info::param_infos;
use super::paths::{Root, Sdk};
use super::registration::{Registration, function_scope};
use super::uniqueness::unique_name;
use super::wrapper::{Outcome, wrapper};
use crate::model::EventHandler;

pub(crate) fn event_handler(handler: &EventHandler<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(handler.sdk.as_ref());
    let EventHandler { pattern, function, .. } = handler;
    let ident = &function.syntax.sig.ident;
    let name = ident.to_string();
    let run = wrapper(&format_ident!("__run"), function, None, Outcome::Discard, sdk);
    let params = param_infos(&function.params, sdk);
    let descriptor = quote! {
        #sdk::Handler {
            name: #name,
            pattern: #pattern,
            params: #params,
            run: __run,
        }
    };
    // The log and the order of handlers know a handler by its name and its pattern.
    let unique_name = unique_name(&format!("event_handler_{name}_of"), &pattern.value(), pattern.span());
    let registration = Registration {
        variant: "Handler",
        ty: "Handler",
        descriptor,
        discriminator: format!("{name} {}", pattern.value()),
        unique_names: unique_name,
    }
    .expand(sdk);
    function_scope(Root::Plugin, "aro_on_event", function.syntax, &pattern.value(), quote!(#run #registration))
}
