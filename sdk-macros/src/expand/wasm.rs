//! What a WebAssembly module exports beside its functions.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::Sdk;

/// Memory for a host, which cannot lend a module its own.
pub(super) fn memory_for_hosts(sdk: &Sdk) -> TokenStream {
    quote! {
        #[cfg(target_family = "wasm")]
        #[unsafe(no_mangle)]
        extern "C" fn aro_alloc(size: #sdk::std::primitive::usize) -> *mut #sdk::std::primitive::u8 {
            #sdk::allocate(size)
        }

        #[cfg(target_family = "wasm")]
        #[unsafe(no_mangle)]
        unsafe extern "C" fn aro_dealloc(
            block: *mut #sdk::std::primitive::u8,
            size: #sdk::std::primitive::usize,
        ) {
            unsafe { #sdk::deallocate(block, size) }
        }
    }
}
