//! `#[aro_init]` and `#[aro_shutdown]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::paths::Sdk;
use super::registration::{Registration, scope};
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
    let descriptor = quote!(#sdk::Hook::new(#name, __run));
    let registration = Registration {
        variant,
        ty: "Hook",
        descriptor,
        discriminator: name,
        unique_names: unique_name(hook.kind.attribute(), "", ident.span()),
    }
    .expand(sdk);
    scope(&function.syntax.attrs, ident.span(), quote!(#run #registration))
}
