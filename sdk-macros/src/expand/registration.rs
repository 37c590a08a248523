//! The registration of an item's descriptor.
//!
//! `inventory` submits the descriptor from a constructor of the library, which is in the object
//! file of the item's module. A linker that takes the plugin from an archive (C, Go) leaves out an
//! object file to which nothing refers. So the descriptor is also named by a method of a type in
//! the crate's root: rustc puts methods into the object file of their type's module, and the root
//! is always linked.

use std::path::Path;

use proc_macro2::Ident;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Attribute;
use syn::ext::IdentExt as _;

use super::paths::{Root, Sdk, call_site_at, crate_name, import_root};
use crate::syntax::{Function, attribute};

/// Generated code in a scope of its own, in which `__aro` is the module of `plugin!` or `exports!`.
///
/// That module is named this one time: if it is missing, rustc says so once, at `name`, and is
/// silent about everything that follows from it. The code has the `#[cfg]`s of the item.
pub(super) fn scope(root: Root, attrs: &[Attribute], name: Span, content: impl ToTokens) -> TokenStream {
    let conditions = attribute::cfgs(attrs);
    let import = import_root(root, "__aro", name);
    quote! {
        #(#conditions)*
        const _: () = {
            #import
            #content
        };
    }
}

/// The same for a function.
///
/// The attribute may be on a function inside of an `impl` block, and no macro sees that. There the
/// constant is an associated one, so its name is not in the module: then rustc complains of its
/// import, and shows a name that says what to do. That the function is not found either is a
/// second error. Importing the function by the same `use` would make both one, but then a function
/// that has the name of one in a glob import would be ambiguous (E0659).
///
/// The place is part of the name, so that a glob import cannot bring another one. `distinction`
/// tells two attributes of one kind on one function apart.
pub(super) fn function_scope(
    root: Root,
    attribute: &str,
    function: &Function,
    distinction: &str,
    content: impl ToTokens,
) -> TokenStream {
    let ident = &function.sig.ident;
    let span = call_site_at(ident.span());
    let name = format!(
        "{attribute}_is_for_functions_outside_of_impl_blocks__move_{}_out_or_write_{}_before_the_block{}",
        ident.unraw(),
        match root {
            Root::Plugin => "aro_service",
            Root::Exports => "aro_export",
        },
        format_args!("__{:08x}", place_hash(distinction) >> 32),
    );
    let name = Ident::new(&name, span);
    let import_root = import_root(root, "__aro", ident.span());
    let conditions = attribute::cfgs(&function.attrs);
    let import = quote_spanned!(span=> { #name as __here });
    quote! {
        #(#conditions)*
        const #name: () = {
            #import_root
            use #import;
            fn __is_here() {
                let () = __here;
            }
            #content
        };
    }
}

/// The registration of one item.
pub(super) struct Registration<'a> {
    /// The variant of the SDK's `Item`.
    pub(super) variant: &'a str,
    /// The type of the descriptor.
    pub(super) ty: &'a str,
    pub(super) descriptor: TokenStream,
    /// Distinguishes the item from others that the same attribute may make on the same line.
    pub(super) discriminator: String,
    /// What must not be declared twice, by `uniqueness`.
    pub(super) unique_names: TokenStream,
}

impl Registration<'_> {
    pub(super) fn expand(&self, sdk: &Sdk) -> TokenStream {
        let Self { descriptor, unique_names, .. } = self;
        let (variant, ty) = (format_ident!("{}", self.variant), format_ident!("{}", self.ty));
        let anchor = anchor(&self.discriminator, sdk);
        quote! {
            static __DESCRIPTOR: #sdk::#ty = #descriptor;

            #sdk::inventory::submit! { __aro::Plugin(#sdk::Item::#variant(&__DESCRIPTOR)) }

            #[allow(non_local_definitions)]
            impl __aro::Plugin {
                #anchor
                #unique_names
            }
        }
    }
}

/// A hidden method in the root that refers to the item's `__DESCRIPTOR`.
pub(super) fn anchor(discriminator: &str, sdk: &Sdk) -> TokenStream {
    let symbol = format!("{}__aro_{:016x}", crate_name(), place_hash(discriminator));
    let anchor = format_ident!("__{symbol}");
    quote! {
        #sdk::__not_exported! { #symbol,
            #[doc(hidden)]
            pub unsafe extern "C" fn #anchor() -> *const #sdk::c_char {
                &raw const __DESCRIPTOR as *const #sdk::c_char
            }
        }
    }
}

/// FNV-1a of the attribute's place and `discriminator`. It is the same in every build.
pub(super) fn place_hash(discriminator: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for byte in (place() + discriminator).into_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// File, line and column of the attribute. Outside of the compiler, as in a unit test, there is
/// none. Of an absolute path only the end is used, so that the place is the same wherever the
/// package is.
fn place() -> String {
    if !proc_macro::is_available() {
        return String::new();
    }
    let span = Span::call_site();
    let start = span.start();
    if start.line == 0 {
        // Before Rust 1.88, a macro gets the bytes of a place and not its line.
        return format!("{span:?}:");
    }
    format!("{}:{}:{}:", end_of_path(&span.file()), start.line, start.column + 1)
}

fn end_of_path(file: &str) -> String {
    const COMPONENTS: usize = 3;
    let path = Path::new(file);
    if !path.is_absolute() {
        return file.to_owned();
    }
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts[parts.len().saturating_sub(COMPONENTS)..].join("/")
}
