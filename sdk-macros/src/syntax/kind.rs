//! What an item is, for messages.

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

/// Which kind of item the tokens are, by the first word that says it.
pub(crate) fn kind_of_item(tokens: &TokenStream) -> &'static str {
    let words: Vec<String> = tokens
        .clone()
        .into_iter()
        .filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        })
        .collect();
    let ends_with_body = matches!(tokens.clone().into_iter().last(), Some(TokenTree::Group(_)));
    if words.iter().any(|word| word == "fn") && !ends_with_body {
        return "a function without one";
    }
    // `const fn` and `extern fn` are functions.
    let found = words.iter().find_map(|word| KINDS.iter().find(|(known, _)| known == word));
    match found {
        Some(("const" | "extern", _)) if words.iter().any(|word| word == "fn") => "a function",
        Some((_, kind)) => kind,
        None => "this",
    }
}
