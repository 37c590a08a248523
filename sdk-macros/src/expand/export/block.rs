//! `#[aro_export]` on an `impl` block: an object type, and a C function for each of its functions.

use aro_abi::typed;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Attribute, parse_quote};

use super::super::paths::{Root, Sdk, call_site_at, crate_name};
use super::super::registration::{anchor, place_hash, scope};
use super::function::{ExportCode, Symbol, object_prefix};
use crate::model::{ExportBlock, type_names};
use crate::syntax::attribute::cfg_of;

/// What is added to the block: rustc does not know that C reaches its `pub` functions.
pub(crate) fn reachable() -> Attribute {
    parse_quote!(#[allow(unreachable_pub)])
}

pub(crate) fn export_block(block: &ExportBlock<'_>) -> TokenStream {
    let sdk = &Sdk::of_item(block.sdk.as_ref());
    let (ty, docs) = (block.ty(), &block.description);
    let name = type_names::last_segment(ty).map_or_else(String::new, |name| name.unraw().to_string());
    let given = block.symbol.as_ref();
    let prefix = Symbol::new(given, ty.span(), || object_prefix(&name)).text;
    let c_name = Symbol::new(given, ty.span(), || typed::symbol(&crate_name(), &name));
    let free = Symbol::new(None, ty.span(), || typed::symbol(&prefix, typed::FREE));
    let mut unique_names = c_name.unique_name();
    unique_names.extend(free.unique_name());
    let (mut entry_points, mut descriptors) = (TokenStream::new(), TokenStream::new());
    for function in &block.functions {
        let ident = &function.syntax.sig.ident;
        let symbol =
            Symbol::new(function.symbol.as_ref(), ident.span(), || typed::symbol(&prefix, &ident.unraw().to_string()));
        let code = ExportCode { sdk, function, owner: Some(ty), symbol: &symbol.text };
        let (cfg, entry_point, unique) = (cfg_of(&function.conditions), code.entry_point(), symbol.unique_name());
        let descriptor = code.descriptor(Some(&name));
        entry_points.extend(quote!(#cfg #entry_point #cfg #unique));
        descriptors.extend(quote!(#cfg #descriptor,));
    }
    let (free, c_name) = (&free.text, &c_name.text);
    let free_name = format_ident!("__export_{:016x}", place_hash(free));
    let anchor = anchor(&format!("export {free}"), sdk);
    let span = call_site_at(type_names::span(ty));
    let sdk_at_type = sdk.at(span);
    let is_shared = quote_spanned!(span=> const _: fn() = || <#ty as #sdk_at_type::ThreadSafe>::__check(););
    scope(
        Root::Exports,
        &block.block.attrs,
        ty.span(),
        quote! {
            #is_shared

            impl #sdk::CObject for #ty {
                fn objects() -> &'static #sdk::Objects<Self> {
                    static __OBJECTS: #sdk::Objects<#ty> = #sdk::Objects::new(#name);
                    &__OBJECTS
                }
            }

            impl #sdk::CResult for #ty {
                type C = #sdk::Handle;

                const ZERO: #sdk::Handle = #sdk::Handle::ZERO;
                const RESULT: #sdk::ReturnType = #sdk::ReturnType::Object(#name);

                fn into_out(self) -> #sdk::Result<#sdk::Handle> {
                    #sdk::insert(self)
                }
            }

            static __DESCRIPTOR: #sdk::ExportedObject = #sdk::ExportedObject {
                ty: #sdk::ExportedType {
                    name: #name,
                    c_name: #c_name,
                    docs: #docs,
                    size: #sdk::std::mem::size_of::<#sdk::Handle>(),
                    align: #sdk::std::mem::align_of::<#sdk::Handle>(),
                    kind: #sdk::TypeKind::Object { free: #free },
                },
                functions: &[
                    #descriptors
                    #sdk::ExportedFunction {
                        symbol: #free,
                        name: "free",
                        docs: "Frees an object. A handle of zeros is ignored.",
                        has_status: false,
                        object: #sdk::Some(#name),
                        role: #sdk::FunctionRole::Free,
                        params: &[#sdk::ExportedParam {
                            name: "self",
                            docs: "",
                            ty: #sdk::ParamType::Object { of: #name, mutable: true },
                        }],
                        returns: #sdk::ExportedReturn { ty: #sdk::ReturnType::Unit, optional: false, fallible: false },
                    },
                ],
            };

            #sdk::inventory::submit! { __aro::Exports(#sdk::ExportItem::Object(&__DESCRIPTOR, #sdk::DESCRIBER)) }

            #[allow(non_local_definitions)]
            impl __aro::Exports {
                #entry_points

                #sdk::__exported! { #free,
                    #[doc(hidden)]
                    unsafe extern "C" fn #free_name(__handle: #sdk::Handle) {
                        #sdk::free_object::<#ty>(__handle)
                    }
                }

                #anchor
                #unique_names
            }
        },
    )
}
