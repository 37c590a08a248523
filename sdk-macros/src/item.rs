//! What the attributes have in common: the item stays as it is, mistakes come together, and a descriptor is registered.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::Attribute;

use crate::catalogue::attribute as say;
use crate::code::{Code, code, ident};
use crate::docs;
use crate::door;
use crate::path::{self, Sdk};
use crate::plugin::crate_name;
use crate::report::Report;
use crate::syntax::{Block, Function, kind_of_item, parse_all};

/// Reads an attribute's arguments and its item, takes from the item what is the attribute's own, and gives what is generated beside it: nothing
/// where something is wrong. A plain function, since a closure's type would be compiled with all that calls it.
type Expand<I> = fn(args: TokenStream, item: &mut I, report: &Report) -> Option<Code>;

/// Expands an attribute on a function.
pub(crate) fn on_function(
    attribute: &str,
    args: &TokenStream,
    item: &TokenStream,
    expand: Expand<Function>,
) -> TokenStream {
    on_item(attribute, "a function with a body", item, &|report| {
        let mut function = parse_all(item.clone(), Function::parse).ok()?;
        let generated = expand(args.clone(), &mut function, report).unwrap_or_default();
        Some((function.into_token_stream(), generated))
    })
}

/// The same on an `impl` block.
pub(crate) fn on_impl(attribute: &str, args: &TokenStream, item: &TokenStream, expand: Expand<Block>) -> TokenStream {
    on_item(attribute, "an `impl` block", item, &|report| {
        let mut block = parse_all(item.clone(), Block::parse).ok()?;
        let generated = expand(args.clone(), &mut block, report).unwrap_or_default();
        Some((block.into_token_stream(), generated))
    })
}

/// `expand` gives the item and what is generated, or nothing for an item of another kind than `wanted`.
fn on_item(
    attribute: &str,
    wanted: &str,
    item: &TokenStream,
    expand: &dyn Fn(&Report) -> Option<(TokenStream, Code)>,
) -> TokenStream {
    door::enter(attribute, item, &|| {
        let report = Report::default();
        let (mut tokens, generated) = expand(&report).unwrap_or_else(|| {
            // The span is the attribute's: what it stands on may be long, and is right where it is.
            report.at_span(Span::call_site(), say::wrong_item(attribute, wanted, kind_of_item(item)));
            (item.clone(), Code::default())
        });
        // A wrong attribute costs the item nothing: it is there for the rest of the crate.
        let mut beside = report.finish().unwrap_or(generated);
        beside.push(report.for_editors());
        tokens.extend(TokenStream::from(beside));
        tokens
    })
}

/// Generated code in a scope of its own. There `__aro` is the module of `plugin!`, named this one time: where it is missing, rustc says so once
/// and is silent about everything that leans on it. `name` is where the item's name stands.
pub(crate) fn scope(attrs: &[Attribute], name: Span, content: &Code) -> Code {
    let conditions = docs::conditions(attrs);
    let import = path::import_plugin("__aro", name);
    code! { conditions, import, content =>
        #conditions
        const _: () = {
            #import
            #content
        };
    }
}

/// Registers a descriptor as an `Item` of this variant. `unique` tells it from others in the same line.
pub(crate) fn registration(sdk: &Sdk, variant: &str, ty: &str, descriptor: &Code, unique: &str) -> Code {
    let (variant, ty) = (ident(variant), ident(ty));
    let anchor = anchor(sdk, unique);
    code! { sdk, ty, descriptor, variant, anchor =>
        static __DESCRIPTOR: #sdk::#ty = #descriptor;

        #sdk::inventory::submit! { __aro::Plugin(#sdk::Item::#variant(&__DESCRIPTOR)) }

        #anchor
    }
}

/// A function that keeps the linker from losing the descriptor together with the module's object file: as a method of a type in the crate's root it
/// stands in the root's object file, and refers to the descriptor. Nobody calls it and nobody outside the library sees it.
fn anchor(sdk: &Sdk, unique: &str) -> Code {
    let symbol = format!("{}__aro_{:016x}", crate_name(), hash(unique));
    let name = ident(&format!("__{symbol}"));
    code! { sdk, symbol, name =>
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
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for byte in (place() + unique).into_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// File, line and column of the attribute. Outside the compiler, in a unit test, there is none.
fn place() -> String {
    if !proc_macro::is_available() {
        return String::new();
    }
    let span = Span::call_site().unwrap();
    format!("{}:{}:{}:", span.file(), span.line(), span.column())
}
