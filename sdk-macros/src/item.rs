//! What the attributes have in common: the item stays as it is, mistakes come together, and a descriptor is registered.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Attribute;

use crate::catalogue::attribute as say;
use crate::docs;
use crate::door;
use crate::path::{self, Sdk};
use crate::plugin::crate_name;
use crate::report::Report;
use crate::syntax::{Block, Function, kind_of_item};

/// What an attribute generates, once it has been read.
pub(crate) type Generate<I> = Box<dyn FnOnce(&I) -> TokenStream>;

/// Reads an attribute and its item. Boxed, as what it gives: else all that is here would be compiled for each attribute.
type Read<I> = Box<dyn FnOnce(&mut I, &Report) -> Generate<I>>;

/// Reads a function with `read`, and adds to it what the returned closure generates, or the mistakes.
pub(crate) fn on_function(attribute: &str, item: TokenStream, read: Read<Function>) -> TokenStream {
    on_item(attribute, "a function with a body", item, read)
}

/// The same for an `impl` block.
pub(crate) fn on_impl(attribute: &str, item: TokenStream, read: Read<Block>) -> TokenStream {
    on_item(attribute, "an `impl` block", item, read)
}

fn on_item<I: syn::parse::Parse + ToTokens>(
    attribute: &str,
    what: &str,
    tokens: TokenStream,
    read: Read<I>,
) -> TokenStream {
    door::enter(
        attribute,
        &tokens,
        Box::new(|| {
            let report = Report::default();
            let Ok(mut item) = syn::parse2::<I>(tokens.clone()) else {
                // The span is the attribute's: what it stands on may be long, and is right where it is.
                report.at_span(Span::call_site(), say::wrong_item(attribute, what, kind_of_item(&tokens)));
                let errors = report.finish();
                return quote!(#tokens #errors);
            };
            let generate = read(&mut item, &report);
            let generated = match report.finish() {
                // A wrong attribute costs the item nothing: it is there for the rest of the crate.
                Some(errors) => errors,
                None => generate(&item),
            };
            let for_editors = report.for_editors();
            quote!(#item #generated #for_editors)
        }),
    )
}

/// Generated code in a scope of its own. There `__aro` is the module of `plugin!`, named this one time: where it is missing, rustc says so once
/// and is silent about everything that leans on it. `name` is where the item's name stands.
pub(crate) fn scope(attrs: &[Attribute], name: Span, content: &TokenStream) -> TokenStream {
    let conditions = docs::conditions(attrs);
    let import = path::import_plugin("__aro", name);
    quote! {
        #(#conditions)*
        const _: () = {
            #import
            #content
        };
    }
}

/// Registers a descriptor as an `Item` of this variant. `unique` tells it from others in the same line.
pub(crate) fn registration(sdk: &Sdk, variant: &str, ty: &str, descriptor: &TokenStream, unique: &str) -> TokenStream {
    let (variant, ty) = (format_ident!("{variant}"), format_ident!("{ty}"));
    let anchor = anchor(sdk, unique);
    quote! {
        static __DESCRIPTOR: #sdk::#ty = #descriptor;

        #sdk::inventory::submit! { __aro::Plugin(#sdk::Item::#variant(&__DESCRIPTOR)) }

        #anchor
    }
}

/// A function that keeps the linker from losing the descriptor together with the module's object file: as a method of a type in the crate's root it
/// stands in the root's object file, and refers to the descriptor. Nobody calls it and nobody outside the library sees it.
fn anchor(sdk: &Sdk, unique: &str) -> TokenStream {
    let symbol = format!("{}__aro_{:016x}", crate_name(), hash(unique));
    let name = format_ident!("__{symbol}");
    quote! {
        impl __aro::Plugin {
            #sdk::__not_exported! { #symbol,
                #[doc(hidden)]
                pub unsafe extern "C" fn #name() -> *const #sdk::c_char {
                    &raw const __DESCRIPTOR as *const #sdk::c_char
                }
            }
        }
    }
}

/// FNV-1a over the place of the attribute and `unique`: the same in every build.
pub(crate) fn hash(unique: &str) -> u64 {
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
