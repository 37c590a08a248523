//! `#[aro_init]` and `#[aro_shutdown]`.

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::ReturnType;

use super::descriptor::{option, rust_path};
use super::lifetimes::elide_lifetimes;
use super::param_info::param_infos;
use super::paths::{Root, Sdk};
use super::registration::{Registration, function_scope};
use super::uniqueness::unique_name;
use super::wrapper::{Outcome, wrapper};
use crate::model::{Hook, HookKind};

pub(crate) fn hook(hook: &Hook<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(hook.sdk.as_ref());
    let function = &hook.function;
    let ident = &function.syntax.sig.ident;
    let name = ident.to_string();
    let (variant, outcome) = match hook.kind {
        HookKind::Init => ("Init", Outcome::State),
        HookKind::Shutdown => ("Shutdown", Outcome::Discard),
    };
    let run = wrapper(&format_ident!("__run"), function, None, outcome, sdk);
    let params = param_infos(&function.params, sdk);
    let returns = option(returned_state(&function.syntax.sig.output, sdk), sdk);
    let path = rust_path(ident, sdk);
    let descriptor = quote! {
        #sdk::Hook {
            name: #name,
            path: #path,
            params: #params,
            returns: #returns,
            run: __run,
        }
    };
    let registration = Registration {
        variant,
        ty: "Hook",
        descriptor,
        discriminator: name,
        unique_names: unique_name(hook.kind.attribute(), "", ident.span()),
    }
    .expand(sdk);
    function_scope(Root::Plugin, hook.kind.attribute(), function.syntax, "", quote!(#run #registration))
}

/// A function that returns the type of the state which a function of this return type makes. `None`
/// where the type has no name: `impl Trait`.
fn returned_state(output: &ReturnType, sdk: &Sdk) -> Option<TokenStream> {
    let ty = match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => elide_lifetimes(ty),
    };
    (!has_impl(ty.clone())).then(|| quote!(|| #sdk::ReturnedState::<#ty>::NEW.__state()))
}

fn has_impl(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "impl",
        TokenTree::Group(group) => has_impl(group.stream()),
        _ => false,
    })
}
