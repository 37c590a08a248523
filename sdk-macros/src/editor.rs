//! What rust-analyzer gets to see of keys.
//!
//! It completes and explains a word inside an attribute when that word stands in the generated code as a name. So there, and only there, each key
//! that is written becomes an import of the item of its name in `aro_sdk::__private::keys`; the compiler sees none of it.

use proc_macro2::Ident;

use crate::code::{Code, code, ident};

/// Whether an editor asks, and not the compiler.
pub(crate) fn is_asking() -> bool {
    let Ok(program) = std::env::current_exe() else { return false };
    let Some(name) = program.file_name() else { return false };
    // `str::contains` brings a search engine with it.
    name.as_encoded_bytes().windows(13).any(|part| part == b"rust-analyzer")
}

/// The module of the keys of a place such as `#[aro_action]`.
pub(crate) fn module(place: &str) -> String {
    let mut module = String::new();
    for c in place.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            module.push(c);
        }
    }
    module
}

/// Names the items of the keys, each written at a place such as `#[aro_action]`.
pub(crate) fn names(keys: &[(String, Ident)]) -> Code {
    let mut uses = Code::default();
    for (place, key) in keys {
        // Where the SDK has another name, nothing is found under this one.
        if key == "crate" {
            return Code::default();
        }
        let place = ident(&module(place));
        uses.push(code!(place, key => use ::aro_sdk::__private::keys::#place::#key as _;));
    }
    code!(uses => const _: () = { #uses };)
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Span, TokenStream};

    use super::*;

    #[test]
    fn each_key_is_named_as_an_item_of_its_attribute() {
        assert!(!is_asking());
        let keys = [("#[arg]".to_owned(), Ident::new("defau", Span::call_site()))];
        let names = TokenStream::from(names(&keys)).to_string().replace(' ', "");
        assert_eq!(names, "const_:()={use::aro_sdk::__private::keys::arg::defauas_;};");
    }
}
