//! What rust-analyzer gets to see of keys.
//!
//! It completes and explains a word inside an attribute when that word stands in the generated code as a name. So there, and only there, each key
//! that is written becomes an import of the item of its name in `aro_sdk::__private::keys`; the compiler sees none of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Whether an editor asks, and not the compiler.
pub(crate) fn is_asking() -> bool {
    let program = std::env::current_exe().ok();
    program
        .is_some_and(|program| program.file_name().is_some_and(|name| name.to_string_lossy().contains("rust-analyzer")))
}

/// The module of the keys of a place such as `#[aro_action]`.
pub(crate) fn module(place: &str) -> String {
    place.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

/// Names the items of the keys, each written at a place such as `#[aro_action]`.
pub(crate) fn names(keys: &[(String, Ident)]) -> TokenStream {
    // Where the SDK has another name, nothing is found under this one.
    if keys.iter().any(|(_, key)| key == "crate") {
        return TokenStream::new();
    }
    let uses = keys.iter().map(|(place, key)| {
        let place = Ident::new(&module(place), Span::call_site());
        quote!(use ::aro_sdk::__private::keys::#place::#key as _;)
    });
    quote!(const _: () = { #(#uses)* };)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_named_as_an_item_of_its_attribute() {
        assert!(!is_asking());
        let keys = [("#[arg]".to_owned(), Ident::new("defau", Span::call_site()))];
        let names = names(&keys).to_string().replace(' ', "");
        assert_eq!(names, "const_:()={use::aro_sdk::__private::keys::arg::defauas_;};");
    }
}
