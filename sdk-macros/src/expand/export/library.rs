//! The module in the crate's root for typed C functions: their registry, and the functions that
//! each typed library has. `plugin!` makes it too.

use aro_abi::typed;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};

use super::super::paths::{Root, Sdk, crate_name, import_root};
use super::super::uniqueness::unique_name;
use super::super::wasm::memory_for_hosts;
use crate::diagnostics::export as say;
use crate::model::Exports;

pub(crate) fn exports(exports: &Exports) -> TokenStream {
    let sdk = &Sdk::of_crate(exports.sdk.as_ref());
    let module = exports_module(sdk);
    let memory_for_hosts = memory_for_hosts(sdk);
    let panic_abort = say::typed_panic_abort();
    let panic_abort = panic_abort.as_str();
    quote! {
        #module

        const _: () = {
            #memory_for_hosts
        };

        #[cfg(not(any(panic = "unwind", target_family = "wasm")))]
        #sdk::std::compile_error!(#panic_abort);
    }
}

pub(in super::super) fn exports_module(sdk: &Sdk) -> TokenStream {
    let (module, registry) = (Root::Exports.module(), Root::Exports.registry());
    let import_from_root = import_root(Root::Exports, "_", Span::call_site());
    let prefix = crate_name();
    let symbols = typed::OWN_FUNCTIONS.map(|name| typed::symbol(&prefix, name));
    let [last_error, free, describe] = symbols.each_ref().map(|symbol| format_ident!("{symbol}"));
    let unique = symbols.iter().map(|symbol| unique_name("C_name", symbol, Span::call_site()));
    quote! {
        #[doc(hidden)]
        mod #module {
            #import_from_root

            pub use #sdk as sdk;
            pub use #sdk::DeriveExportedType;

            pub struct #registry(pub #sdk::ExportItem);

            #sdk::inventory::collect!(#registry);

            pub static LIBRARY: #sdk::ExportLibrary = #sdk::ExportLibrary::new(
                #sdk::LibraryInfo {
                    crate_name: #prefix,
                    symbols: [#(#symbols),*],
                    version: #sdk::std::env!("CARGO_PKG_VERSION"),
                },
                |show| {
                    for registered in #sdk::inventory::iter::<#registry> {
                        show(registered.0);
                    }
                },
            );

            #sdk::inventory::submit! { #registry(#sdk::ExportItem::Library) }

            impl #registry {
                #(#unique)*
            }

            #[unsafe(no_mangle)]
            unsafe extern "C" fn #last_error(
                message: *mut *const #sdk::c_char,
                message_len: *mut #sdk::std::primitive::usize,
            ) -> #sdk::std::primitive::i32 {
                unsafe { #sdk::last_error(message, message_len) }
            }

            #[unsafe(no_mangle)]
            unsafe extern "C" fn #free(pointer: *mut #sdk::c_void) {
                unsafe { #sdk::free_buffer(pointer) }
            }

            #[unsafe(no_mangle)]
            extern "C" fn #describe() -> *const #sdk::c_char {
                #sdk::describe(&LIBRARY)
            }
        }
    }
}
