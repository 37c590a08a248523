//! The registration of an item's descriptor.
//!
//! `inventory` submits the descriptor from a constructor of the library, which is in the object
//! file of the item's module. A linker that takes the plugin from an archive (C, Go) leaves out an
//! object file to which nothing refers. So the descriptor is also named by a method of a type in
//! the crate's root: rustc puts methods into the object file of their type's module, and the root
//! is always linked.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::paths::{Sdk, crate_name, import_plugin};
use crate::syntax::attribute;
use syn::Attribute;

/// Generated code in a scope of its own, in which `__aro` is the module of `plugin!`.
///
/// That module is named this one time: if it is missing, rustc says so once, at `name`, and is
/// silent about everything that follows from it. The code has the `#[cfg]`s of the item.
pub(super) fn scope(attrs: &[Attribute], name: Span, content: impl ToTokens) -> TokenStream {
    let conditions = attribute::conditions(attrs);
    let import = import_plugin("__aro", name);
    quote! {
        #(#conditions)*
        const _: () = {
            #import
            #content
        };
    }
}

/// Registers a descriptor of the type `ty` as the `variant` of `Item`. `discriminator` tells the
/// item from others that the same attribute may make on the same line.
pub(super) fn registration(
    variant: &str,
    ty: &str,
    descriptor: &TokenStream,
    discriminator: &str,
    unique_names: &TokenStream,
    sdk: &Sdk,
) -> TokenStream {
    let (variant, ty) = (format_ident!("{variant}"), format_ident!("{ty}"));
    let symbol = format!("{}__aro_{:016x}", crate_name(), place_hash(discriminator));
    let anchor = Ident::new(&format!("__{symbol}"), Span::call_site());
    quote! {
        static __DESCRIPTOR: #sdk::#ty = #descriptor;

        #sdk::inventory::submit! { __aro::Plugin(#sdk::Item::#variant(&__DESCRIPTOR)) }

        impl __aro::Plugin {
            #sdk::__not_exported! { #symbol,
                #[doc(hidden)]
                pub unsafe extern "C" fn #anchor() -> *const #sdk::c_char {
                    &raw const __DESCRIPTOR as *const #sdk::c_char
                }
            }
        }

        impl __aro::Plugin {
            #unique_names
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
/// none.
fn place() -> String {
    if !proc_macro::is_available() {
        return String::new();
    }
    let span = Span::call_site().unwrap();
    format!("{}:{}:{}:", span.file(), span.line(), span.column())
}
