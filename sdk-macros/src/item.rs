//! What the attributes have in common: the item stays as it is, mistakes come together, and a descriptor is registered.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{ItemFn, ItemImpl};

use crate::path;
use crate::plugin::crate_name;
use crate::report::Report;

/// Reads a function with `read`, and adds to it what the returned closure generates, or the mistakes.
pub(crate) fn on_function<G: FnOnce(&ItemFn) -> TokenStream>(
    attribute: &str,
    item: TokenStream,
    read: impl FnOnce(&mut ItemFn, &Report) -> G,
) -> TokenStream {
    on_item(attribute, "a function", item, read)
}

/// The same for an `impl` block.
pub(crate) fn on_impl<G: FnOnce(&ItemImpl) -> TokenStream>(
    attribute: &str,
    item: TokenStream,
    read: impl FnOnce(&mut ItemImpl, &Report) -> G,
) -> TokenStream {
    on_item(attribute, "an `impl` block", item, read)
}

fn on_item<I: syn::parse::Parse + ToTokens, G: FnOnce(&I) -> TokenStream>(
    attribute: &str,
    what: &str,
    tokens: TokenStream,
    read: impl FnOnce(&mut I, &Report) -> G,
) -> TokenStream {
    let mut item: I = match syn::parse2(tokens.clone()) {
        Ok(item) => item,
        Err(error) => {
            let error = syn::Error::new(error.span(), format!("#[{attribute}] stands on {what}: {error}"));
            let error = error.into_compile_error();
            return quote!(#tokens #error);
        }
    };
    let report = Report::default();
    let generate = read(&mut item, &report);
    let generated = match report.finish() {
        // A wrong attribute costs the item nothing: it is there for the rest of the crate.
        Some(errors) => errors,
        None => generate(&item),
    };
    quote!(#item #generated)
}

/// Registers a descriptor as an `Item` of this variant. `unique` tells it from others in the same line.
pub(crate) fn registration(variant: &str, ty: &str, descriptor: &TokenStream, unique: &str) -> TokenStream {
    let private = path::private();
    let (variant, ty) = (format_ident!("{variant}"), format_ident!("{ty}"));
    let anchor = anchor(unique);
    quote! {
        static __DESCRIPTOR: #private::#ty = #descriptor;

        #private::inventory::submit! { crate::__AroPlugin(#private::Item::#variant(&__DESCRIPTOR)) }

        #anchor
    }
}

/// A function that keeps the linker from losing the descriptor together with the module's object file: as a method of a type in the crate's root it
/// stands in the root's object file, and refers to the descriptor. Nobody calls it and nobody outside the library sees it.
fn anchor(unique: &str) -> TokenStream {
    let private = path::private();
    let symbol = format!("{}__aro_{:016x}", crate_name(), hash(unique));
    let name = format_ident!("__{symbol}");
    quote! {
        impl crate::__AroPlugin {
            ::aro_sdk::__not_exported! { #symbol,
                #[doc(hidden)]
                pub unsafe extern "C" fn #name() -> *const #private::c_char {
                    &raw const __DESCRIPTOR as *const #private::c_char
                }
            }
        }
    }
}

/// FNV-1a over the place of the attribute and `unique`: the same in every build.
fn hash(unique: &str) -> u64 {
    let place = place();
    place
        .bytes()
        .chain(unique.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// File, line and column of the attribute. Outside the compiler, in a unit test, there is none.
fn place() -> String {
    if !proc_macro::is_available() {
        return String::new();
    }
    let span = Span::call_site().unwrap();
    format!("{}:{}:{}:", span.file(), span.line(), span.column())
}
