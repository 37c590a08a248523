//! `library!`: the registry of a crate that shares its items, and how another crate uses it.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use super::paths::{Root, Sdk, call_site_at, crate_name, import_root, library_name};
use crate::diagnostics::plugin as say;
use crate::model::Library;

/// The same module as that of `plugin!`, so that the attributes need not know in which crate they
/// are. Its `PLUGIN` is the library.
pub(crate) fn library(library: &Library) -> TokenStream {
    let sdk = &Sdk::of_crate(library.sdk.as_ref());
    let (name, entry_points) = (crate_name(), library.entry_points);
    let module = Root::Plugin.module();
    let import_from_root = import_root(Root::Plugin, "_", Span::call_site());
    let entry_point = format_ident!("{}", if entry_points { "__exported" } else { "__not_exported" });
    let Uses { imports, list: uses } = Uses::expand(&library.uses, sdk);
    let shared = shared_module(&quote!(&super::PLUGIN), sdk);
    quote! {
        #import_from_root

        #[doc(hidden)]
        mod #module {
            #imports

            pub use #sdk as sdk;
            // Whether the plugin has a handle is not known here. Its own test finds hidden verbs.
            // The same holds for an executor: the plugin's runs its functions.
            pub use #sdk::{
                __executor_and_timer as executor, #entry_point as entry_point, __reachable as hidden_verb,
                call_shared_action as call_action,
            };

            pub struct Plugin(pub #sdk::Item);

            #sdk::inventory::collect!(Plugin);

            pub static PLUGIN: #sdk::Library = #sdk::Library {
                name: #name,
                entry_points: #entry_points,
                for_each_item: |show| {
                    for registered in #sdk::inventory::iter::<Plugin> {
                        show(registered.0);
                    }
                },
                uses: #uses,
            };

            #sdk::inventory::submit! { Plugin(#sdk::Item::Plugin) }
            #sdk::inventory::submit! { #sdk::Linked::Library(&PLUGIN) }

            #shared
        }

        #[doc(hidden)]
        pub use #module::shared::*;
    }
}

/// What other crates import from the crate's root. By a glob, so that a second `plugin!` in the
/// root is one error and not two; and a constant, because rustc would suggest a module of this name
/// if the other crate has none.
pub(super) fn shared_module(library: &TokenStream, sdk: &Sdk) -> TokenStream {
    let name = library_name(Span::call_site());
    quote! {
        pub mod shared {
            #[allow(non_upper_case_globals)]
            pub const #name: &#sdk::Library = #library;
        }
    }
}

/// The libraries of the key `uses`.
pub(super) struct Uses {
    /// Imports each, once: if one is not there, rustc says so once.
    pub(super) imports: TokenStream,
    /// The list, as an expression.
    pub(super) list: TokenStream,
}

impl Uses {
    pub(super) fn expand(uses: &[Path], sdk: &Sdk) -> Self {
        let (mut imports, mut list) = (TokenStream::new(), Vec::new());
        for (index, path) in uses.iter().enumerate() {
            let span = path.span();
            let (library, name) = (library_name(span), format_ident!("__USED_{index}", span = span));
            let path = absolute(path);
            let said = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            let message = say::uses_a_plugin(&said);
            let message = message.as_str().replace('{', "{{").replace('}', "}}");
            imports.extend(quote_spanned!(span=> use #path::#library as #name;));
            let span = call_site_at(span);
            let sdk = sdk.at(span);
            imports.extend(quote_spanned!(span=> const _: () = #sdk::std::assert!(#name.is_library(), #message);));
            list.push(quote!(#name));
        }
        Self { imports, list: quote!(&[#(#list),*]) }
    }
}

/// A crate's name is one wherever it is written.
fn absolute(path: &Path) -> Path {
    let mut path = path.clone();
    let is_relative = path.segments.first().is_some_and(|first| first.ident == "crate");
    if path.leading_colon.is_none() && !is_relative {
        path.leading_colon = Some(syn::Token![::](path.span()));
    }
    path
}
