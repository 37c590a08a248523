//! Generated code, written as code with holes.
//!
//! `quote!` would do, but it becomes a call for each token: a third of the time that this crate takes to compile, which every plugin waits for. Here
//! the code is data. It is read once, as a text, and then copied.

use std::sync::OnceLock;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::code::{Code, Hole};

/// `code! { name, ty => const #name: #ty = 1; }`: the code, with the variables that are named first in the place of their `#name`.
///
/// Its own tokens have the span of the macro's call, as with `quote!`. A `#` before anything but a name of the list is a `#`.
macro_rules! code {
    ($($hole:ident),* => $($code:tt)*) => {
        $crate::template::code_at!(::proc_macro2::Span::call_site(); $($hole),* => $($code)*)
    };
}

/// `code_at! { span; name => … }`: the same with its own tokens at `span`, for code whose mistakes belong there.
macro_rules! code_at {
    ($span:expr; $($hole:ident),* => $($code:tt)*) => {{
        static TEMPLATE: $crate::template::Template =
            $crate::template::Template::new(stringify!($($code)*), &[$(stringify!($hole)),*]);
        TEMPLATE.fill($span, &[$(&$hole),*])
    }};
}

pub(crate) use {code, code_at};

/// What stands in one place of this crate.
pub(crate) struct Template {
    code: &'static str,
    holes: &'static [&'static str],
    parts: OnceLock<Vec<Part>>,
}

/// A token, as it can be kept from one call of a macro to the next.
enum Part {
    Ident(String),
    Punct(char, Spacing),
    Literal(String),
    Group(Delimiter, Vec<Part>),
    /// The place of a variable in the list.
    Hole(usize),
}

impl Template {
    pub(crate) const fn new(code: &'static str, holes: &'static [&'static str]) -> Self {
        Self { code, holes, parts: OnceLock::new() }
    }

    pub(crate) fn fill(&self, span: Span, holes: &[&dyn Hole]) -> Code {
        let mut code = Code::default();
        fill(self.parts.get_or_init(|| self.read()), span, holes, &mut code);
        code
    }

    fn read(&self) -> Vec<Part> {
        // Where there is a compiler, its lexer reads the text at once: `proc_macro2` would first read it itself, to see whether it can be read.
        let code = if proc_macro::is_available() {
            self.code.parse::<proc_macro::TokenStream>().ok().map(TokenStream::from)
        } else {
            self.code.parse().ok()
        };
        parts(code.expect("`code!` has only what the compiler has read"), self.holes)
    }
}

fn parts(code: TokenStream, holes: &[&str]) -> Vec<Part> {
    let mut parts = Vec::new();
    for token in code {
        let part = match token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                match parts.last() {
                    // `#name`: the `#` is not part of the code.
                    Some(Part::Punct('#', _)) => {
                        parts.pop();
                        let hole = holes.iter().position(|hole| *hole == name);
                        Part::Hole(hole.unwrap_or_else(|| panic!("#{name} is not among the variables of this code")))
                    }
                    _ => Part::Ident(name),
                }
            }
            TokenTree::Punct(punct) => Part::Punct(punct.as_char(), punct.spacing()),
            TokenTree::Literal(literal) => Part::Literal(literal.to_string()),
            TokenTree::Group(group) => Part::Group(group.delimiter(), self::parts(group.stream(), holes)),
        };
        parts.push(part);
    }
    parts
}

fn fill(parts: &[Part], span: Span, holes: &[&dyn Hole], code: &mut Code) {
    for part in parts {
        let mut token: TokenTree = match part {
            Part::Hole(hole) => {
                holes[*hole].put(code);
                continue;
            }
            Part::Ident(name) => Ident::new(name, span).into(),
            Part::Punct(punct, spacing) => Punct::new(*punct, *spacing).into(),
            Part::Literal(literal) => literal.parse::<Literal>().expect("it has been read from a literal").into(),
            Part::Group(delimiter, parts) => {
                let mut content = Code::default();
                fill(parts, span, holes, &mut content);
                Group::new(*delimiter, content.into()).into()
            }
        };
        token.set_span(span);
        code.push_token(token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::ident;

    #[test]
    fn the_code_is_what_quote_would_make_of_it() {
        let (name, ty, text) = (ident("x"), ident("u8"), "a\"b");
        let written = code! { name, ty, text =>
            #[doc(hidden)]
            fn #name<'a>(&'a mut self, #name: &'a [#ty]) -> *const #ty { self.#name(#text, 1.5)?; 'b' }
        };
        let quoted = quote::quote! {
            #[doc(hidden)]
            fn #name<'a>(&'a mut self, #name: &'a [#ty]) -> *const #ty { self.#name(#text, 1.5)?; 'b' }
        };
        // They are the same tokens; which of them stand close together is not said by `quote!`.
        let (written, quoted) = (TokenStream::from(written).to_string(), quoted.to_string());
        assert_eq!(written.replace(' ', ""), quoted.replace(' ', ""));
    }
}
