//! Names that may be declared only once in a crate.
//!
//! No macro sees the other items of the crate, but rustc does: each name becomes an associated
//! constant of the plugin's own type in the crate's root. A second declaration, in whatever module,
//! is then a duplicate definition, and rustc shows both places. It also shows the name of the
//! constant, so that name says what is wrong.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::paths::call_site_at;

/// The constant for a `kind` of thing that is called `name`, declared at `span`. Where hosts
/// compare normal forms, `name` is one.
pub(super) fn unique_name(kind: &str, name: &str, span: Span) -> TokenStream {
    let span = call_site_at(span);
    let constant = Ident::new(&constant_name(kind, name), span);
    quote_spanned!(span=> const #constant: () = ();)
}

fn constant_name(kind: &str, name: &str) -> String {
    let underscore = if name.is_empty() { "" } else { "_" };
    format!("{kind}{underscore}{}_is_declared_twice_in_this_plugin__rename_or_remove_one", identifier_part(name))
}

/// A part of an identifier that no other `name` has. ASCII letters and digits stay as they are.
fn identifier_part(name: &str) -> String {
    let mut part = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => part.push(c),
            '*' => part.push_str("_star"),
            c if c.is_alphabetic() && can_continue_identifier(c) => part.push(c),
            c => part.push_str(&format!("_u{:x}_", u32::from(c))),
        }
    }
    part
}

fn can_continue_identifier(c: char) -> bool {
    syn::parse_str::<Ident>(&format!("a{c}")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_constant_of_its_own() {
        let names = ["a", "A", "é", "²", "User*", "*", "", "a b", "\0", "用户"];
        let constants = names.map(|name| constant_name("verb", name));
        assert_eq!(constants[0], "verb_a_is_declared_twice_in_this_plugin__rename_or_remove_one");
        for (index, constant) in constants.iter().enumerate() {
            assert!(!constants[..index].contains(constant), "{constant}");
        }
    }
}
