//! Where generated code finds the runtime.

use proc_macro2::TokenStream;
use quote::quote;

/// `::aro_sdk::__private`.
pub(crate) fn private() -> TokenStream {
    quote!(::aro_sdk::__private)
}
