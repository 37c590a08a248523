//! Tokens of generated code, and what can be put between them.

use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _};
use syn::LitStr;

pub(crate) use crate::template::{code, code_at};

/// Tokens of generated code, side by side. A `TokenStream` that is put into another costs several calls of the compiler.
#[derive(Clone, Default)]
pub(crate) struct Code(Vec<TokenTree>);

impl Code {
    /// Syntax as it came.
    pub(crate) fn of(syntax: &dyn ToTokens) -> Self {
        let mut code = Self::default();
        for token in syntax.to_token_stream() {
            code.0.push(token);
        }
        code
    }

    pub(crate) fn push_token(&mut self, token: TokenTree) {
        self.0.push(token);
    }

    /// Puts `more` behind it.
    pub(crate) fn push(&mut self, more: Code) {
        self.0.extend(more.0);
    }

    /// `a, b, c`.
    pub(crate) fn list(elements: &[Code]) -> Self {
        let mut list = Self::default();
        for element in elements {
            if !list.0.is_empty() {
                list.0.push(Punct::new(',', Spacing::Alone).into());
            }
            element.put(&mut list);
        }
        list
    }

    /// The same with `span` in all of it.
    pub(crate) fn at(&self, span: Span) -> Self {
        let mut there = self.clone();
        for token in &mut there.0 {
            token.set_span(span);
        }
        there
    }
}

impl From<Ident> for Code {
    fn from(ident: Ident) -> Self {
        Self(vec![ident.into()])
    }
}

impl From<Code> for TokenStream {
    fn from(code: Code) -> Self {
        let mut tokens = TokenStream::new();
        for token in code.0 {
            tokens.append(token);
        }
        tokens
    }
}

/// What can stand in a hole.
pub(crate) trait Hole {
    fn put(&self, code: &mut Code);
}

impl Hole for Code {
    fn put(&self, code: &mut Code) {
        for token in &self.0 {
            code.0.push(token.clone());
        }
    }
}

impl Hole for Ident {
    fn put(&self, code: &mut Code) {
        code.0.push(self.clone().into());
    }
}

impl Hole for Literal {
    fn put(&self, code: &mut Code) {
        code.0.push(self.clone().into());
    }
}

/// A string literal.
impl Hole for str {
    fn put(&self, code: &mut Code) {
        code.0.push(Literal::string(self).into());
    }
}

impl Hole for String {
    fn put(&self, code: &mut Code) {
        self.as_str().put(code);
    }
}

impl Hole for LitStr {
    fn put(&self, code: &mut Code) {
        code.0.push(self.token().into());
    }
}

impl Hole for bool {
    fn put(&self, code: &mut Code) {
        code.0.push(ident(if *self { "true" } else { "false" }).into());
    }
}

impl<T: Hole + ?Sized> Hole for &T {
    fn put(&self, code: &mut Code) {
        (**self).put(code);
    }
}

/// `"a", "b"`.
pub(crate) fn texts(texts: &[LitStr]) -> Code {
    let mut list = Vec::new();
    for text in texts {
        list.push(Code::of(text));
    }
    Code::list(&list)
}

/// A name of generated code.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_commas_between_its_elements() {
        let list = Code::list(&[ident("x").into(), code!(=> y), ident("z").into()]);
        assert_eq!(TokenStream::from(list).to_string(), "x , y , z");
    }
}
