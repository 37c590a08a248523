//! Generated code, written as code with holes.
//!
//! `quote!` would do, but it becomes a call for each token: a third of the time that this crate takes to compile, which every plugin waits for, and in
//! a debug build most of the time that an attribute takes. Here the code stays a text that rustc's own lexer reads, as fast as it reads any source.

use proc_macro2::{Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _};
use syn::LitStr;

/// `code! { name, ty => const #name: #ty = 1; }`: the code, with the variables that are named first in the place of their `#name`.
///
/// Its own tokens have the span of the macro's call, as with `quote!`. A `#` before anything but a name of the list is a `#`.
macro_rules! code {
    ($($hole:ident),* => $($code:tt)*) => {
        $crate::code::fill(stringify!($($code)*), None, &[$((stringify!($hole), &$hole)),*])
    };
}

/// `code_at! { span; name => … }`: the same with its own tokens at `span`, for code whose mistakes belong there.
macro_rules! code_at {
    ($span:expr; $($hole:ident),* => $($code:tt)*) => {
        $crate::code::fill(stringify!($($code)*), Some($span), &[$((stringify!($hole), &$hole)),*])
    };
}

pub(crate) use {code, code_at};

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

/// `code` with its holes filled. For [`code!`] and [`code_at!`], which pass what the compiler has read already.
pub(crate) fn fill(code: &str, span: Option<Span>, holes: &[(&str, &dyn Hole)]) -> Code {
    let mut filled = Code::default();
    fill_tokens(read(code), span, holes, &mut filled);
    filled
}

/// The tokens of `code`. Where there is a compiler, its lexer reads them at once: `proc_macro2` would first read them itself, to see whether they can be
/// read.
fn read(code: &str) -> TokenStream {
    let read = if proc_macro::is_available() {
        code.parse::<proc_macro::TokenStream>().ok().map(TokenStream::from)
    } else {
        code.parse().ok()
    };
    read.expect("`code!` has only what the compiler has read")
}

/// Whether there were holes.
fn fill_tokens(code: TokenStream, span: Option<Span>, holes: &[(&str, &dyn Hole)], filled: &mut Code) -> bool {
    let mut found = false;
    let mut after_hash = false;
    for mut token in code {
        if after_hash && let TokenTree::Ident(name) = &token {
            // The hash is not part of the code.
            filled.0.pop();
            hole(name, holes).put(filled);
            found = true;
            after_hash = false;
            continue;
        }
        after_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        if let TokenTree::Group(group) = &token {
            let mut content = Code::default();
            if fill_tokens(group.stream(), span, holes, &mut content) || span.is_some() {
                token = Group::new(group.delimiter(), content.into()).into();
                found = true;
            }
        }
        if let Some(span) = span {
            token.set_span(span);
        }
        filled.0.push(token);
    }
    found
}

fn hole<'a>(name: &Ident, holes: &[(&str, &'a dyn Hole)]) -> &'a dyn Hole {
    let name = name.to_string();
    for (known, hole) in holes {
        if *known == name {
            return *hole;
        }
    }
    panic!("#{name} is not among the variables of this code")
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
    fn the_code_is_what_quote_would_make_of_it() {
        let (name, ty, text) = (ident("x"), ident("u8"), "a\"b");
        let written = code! { name, ty, text =>
            #[doc(hidden)]
            fn #name<'a>(&'a mut self, #name: &'a [#ty]) -> *const #ty { self.#name(#text)?; 'b' }
        };
        let quoted = quote::quote! {
            #[doc(hidden)]
            fn #name<'a>(&'a mut self, #name: &'a [#ty]) -> *const #ty { self.#name(#text)?; 'b' }
        };
        // They are the same tokens; which of them stand close together is not said by `quote!`.
        assert_eq!(TokenStream::from(written).to_string().replace(' ', ""), quoted.to_string().replace(' ', ""));
        let list = Code::list(&[name.clone().into(), ty.into(), name.into()]);
        assert_eq!(TokenStream::from(list).to_string(), "x , u8 , x");
    }
}
