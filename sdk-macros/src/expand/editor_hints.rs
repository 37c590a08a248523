//! Documentation of the attributes' keys for rust-analyzer.
//!
//! rust-analyzer completes and explains a word inside an attribute when the expansion has that word
//! as a name. So for rust-analyzer alone, each key that is written becomes an import of the item
//! with its name in `aro_sdk::__private::keys`. The compiler sees none of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Imports of the keys, each with the module of its attribute; nothing when the compiler asks.
pub(crate) fn editor_hints(keys: &[(&'static str, Ident)]) -> Option<TokenStream> {
    // A plugin that has the SDK under another name would not find these paths.
    let is_renamed = keys.iter().any(|(_, key)| key == "crate");
    (is_rust_analyzer() && !is_renamed).then(|| imports(keys))
}

fn is_rust_analyzer() -> bool {
    let program = std::env::current_exe().ok();
    let name = program.as_ref().and_then(|program| program.file_name());
    name.is_some_and(|name| name.to_string_lossy().contains("rust-analyzer"))
}

fn imports(keys: &[(&'static str, Ident)]) -> TokenStream {
    let modules = keys.iter().map(|(module, _)| Ident::new(module, Span::call_site()));
    let keys = keys.iter().map(|(_, key)| key);
    quote!(const _: () = { #(use ::aro_sdk::__private::keys::#modules::#keys as _;)* };)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_imported_from_the_module_of_its_attribute() {
        let keys = [("arg", Ident::new("defau", Span::call_site()))];
        assert!(editor_hints(&keys).is_none());
        let imports = imports(&keys).to_string().replace(' ', "");
        assert_eq!(imports, "const_:()={use::aro_sdk::__private::keys::arg::defauas_;};");
    }
}
