//! Names that may stand only once in a crate: each becomes a constant of one hidden type in the root, so the compiler itself finds a second one, in
//! whatever module, and shows both places. The constant's name is what rustc's message shows, so it says what is wrong.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use crate::code::{Code, code, code_at};
use crate::plugin::located;

/// The constant for a `kind` of thing that is called `name` (in its normal form, where it has one), at the place that declares it.
pub(crate) fn mark(kind: &str, name: &str, span: Span) -> Code {
    let mark = ident(kind, name, span);
    code_at!(located(span); mark => const #mark: () = ();)
}

/// The constants on the plugin's type.
pub(crate) fn on_plugin(marks: &Code) -> Code {
    code!(marks => impl __aro::Plugin { #marks })
}

fn ident(kind: &str, name: &str, span: Span) -> Ident {
    let underscore = if name.is_empty() { "" } else { "_" };
    let mark = format!("{kind}{underscore}{}_is_declared_twice_in_this_plugin", letters(name));
    Ident::new(&mark, located(span))
}

/// `name` with its ASCII letters and digits as they are, and every other character told from all others.
fn letters(name: &str) -> String {
    let mut letters = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => letters.push(c),
            '*' => letters.push_str("_star"),
            // Rust writes letters of all scripts; only those whose spelling is the same for both are left alone.
            c if c.is_alphabetic() && goes_on_a_name(c) => letters.push(c),
            c => letters.push_str(&format!("_u{:x}_", u32::from(c))),
        }
    }
    letters
}

/// Whether `c` can stand in a name, though not as its first letter.
fn goes_on_a_name(c: char) -> bool {
    let Ok(tokens) = format!("a{c}").parse::<TokenStream>() else { return false };
    let mut tokens = tokens.into_iter();
    matches!((tokens.next(), tokens.next()), (Some(TokenTree::Ident(_)), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_constant_of_its_own() {
        let names = ["a", "A", "é", "²", "User*", "*", "", "a b", "\0", "用户"];
        let marks: Vec<String> = names.iter().map(|name| ident("verb", name, Span::call_site()).to_string()).collect();
        assert_eq!(marks[0], "verb_a_is_declared_twice_in_this_plugin");
        for (index, mark) in marks.iter().enumerate() {
            assert!(!marks[..index].contains(mark), "{mark}");
        }
    }
}
