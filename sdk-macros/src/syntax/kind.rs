//! The kind of an item, in words for messages.

use proc_macro2::{TokenStream, TokenTree};

const KINDS: &[(&str, &str)] = &[
    ("fn", "a function"),
    ("impl", "an `impl` block"),
    ("struct", "a struct"),
    ("enum", "an enum"),
    ("union", "a union"),
    ("trait", "a trait"),
    ("mod", "a module"),
    ("use", "a `use`"),
    ("static", "a static"),
    ("type", "a type alias"),
    ("macro_rules", "a macro"),
    ("const", "a constant"),
    ("extern", "an `extern` block"),
];

/// The kind of the item that these tokens are, by its first keyword.
pub(crate) fn kind_of_item(tokens: &TokenStream) -> &'static str {
    let (mut found, mut function, mut ends_with_body) = (None, false, false);
    for token in tokens.clone() {
        ends_with_body = matches!(token, TokenTree::Group(_));
        if let TokenTree::Ident(word) = token {
            let word = word.to_string();
            function |= word == "fn";
            if found.is_none() {
                found = KINDS.iter().find(|(known, _)| *known == word);
            }
        }
    }
    match found {
        _ if function && !ends_with_body => "a function without one",
        // `const fn` and `extern fn` are functions.
        Some(("const" | "extern", _)) if function => "a function",
        Some((_, kind)) => kind,
        None => "this",
    }
}
