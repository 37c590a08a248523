//! Where generated code finds the SDK and the plugin.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Path;

/// The module that `plugin!` makes in the crate's root.
///
/// Generated code names it once per item. So a `plugin!` that is missing, comes twice or is in the
/// wrong place gives one message per item, in which rustc shows this name.
const PLUGIN_MODULE: &str = "call_aro_sdk_plugin_macro_once_in_the_crate_root";

/// The module that `plugin!` and `exports!` make there for typed C functions.
const EXPORTS_MODULE: &str = "call_aro_sdk_plugin_or_aro_sdk_exports_macro_once_in_the_crate_root";

/// What another crate names when it uses this one's items. Like the name above, rustc shows it.
const LIBRARY_NAME: &str = "call_aro_sdk_library_macro_in_the_root_of_this_crate";

pub(super) fn library_name(span: Span) -> Ident {
    Ident::new(LIBRARY_NAME, span)
}

/// One of the two modules.
#[derive(Clone, Copy)]
pub(super) enum Root {
    Plugin,
    Exports,
}

impl Root {
    pub(super) fn module(self) -> Ident {
        match self {
            Root::Plugin => format_ident!("{PLUGIN_MODULE}"),
            Root::Exports => format_ident!("{EXPORTS_MODULE}"),
        }
    }

    /// The type in it whose associated functions the linker keeps, and in which names are unique.
    pub(super) fn registry(self) -> Ident {
        match self {
            Root::Plugin => format_ident!("Plugin"),
            Root::Exports => format_ident!("Exports"),
        }
    }
}

/// Imports the module from the crate's root as `name`. If it is not there, rustc says so at `span`.
///
/// rustc underlines a path up to the segment with the span of the import. So `crate` has another
/// span, and the rest of the path is in braces.
pub(super) fn import_root(root: Root, name: &str, span: Span) -> TokenStream {
    let span = call_site_at(span);
    let mut module = root.module();
    module.set_span(span);
    let root = Ident::new("crate", Span::mixed_site());
    let name = Ident::new(name, span);
    let import = quote_spanned!(span=> #module as #name);
    quote!(use #root::{#import};)
}

/// A span that points at `span` in messages, but belongs to the macro for lints and name
/// resolution.
pub(super) fn call_site_at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// The crate's name as symbols have it.
pub(super) fn crate_name() -> String {
    std::env::var("CARGO_CRATE_NAME").unwrap_or_else(|_| "plugin".to_owned())
}

/// A part of a C identifier: hyphens become `_`, and what is not ASCII becomes its code point.
pub(super) fn c_identifier(name: &str) -> String {
    let mut identifier = String::new();
    for c in name.chars() {
        match c {
            '-' => identifier.push('_'),
            c if c.is_ascii() => identifier.push(c),
            c => identifier.push_str(&format!("u{:x}", u32::from(c))),
        }
    }
    identifier
}

/// The SDK's private module, as the code of one item names it.
#[derive(Clone)]
pub(super) struct Sdk(TokenStream);

impl Sdk {
    /// For an item of a plugin: the one that `plugin!` uses, unless the item says `crate = path`.
    pub(super) fn of_item(given: Option<&Path>) -> Self {
        match given {
            Some(path) => Self(quote!(#path::__private)),
            None => Self(quote!(__aro::sdk)),
        }
    }

    /// For what needs no plugin.
    pub(super) fn of_crate(given: Option<&Path>) -> Self {
        match given {
            Some(path) => Self(quote!(#path::__private)),
            None => Self(quote!(::aro_sdk::__private)),
        }
    }

    /// The same path at `span`, for code whose mistakes belong there.
    pub(super) fn at(&self, span: Span) -> Self {
        Self(respan(&self.0, span))
    }
}

impl ToTokens for Sdk {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.clone());
    }
}

/// The tokens of a path, all with this span.
fn respan(path: &TokenStream, span: Span) -> TokenStream {
    let at_span = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    path.clone().into_iter().map(at_span).collect()
}
