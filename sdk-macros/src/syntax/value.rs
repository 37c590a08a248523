//! The value after `key =`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Lit, LitBool, LitStr, Path, Token};

use super::{parse_all, replace_self, up_to_comma};

/// An expression as tokens: most keys take a literal, and rustc parses the others.
#[derive(Clone)]
pub(crate) struct Value(TokenStream);

/// The elements between the brackets of a list.
fn elements(input: ParseStream<'_>) -> syn::Result<Vec<Value>> {
    let mut elements = Vec::new();
    while !input.is_empty() {
        elements.push(Value::parse(input)?);
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(elements)
}

/// Whether `key =` is next, because the comma before it is missing.
fn at_next_key(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]) && !input.peek2(Token![=>])
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.clone());
    }
}

impl Value {
    pub(crate) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let tokens = up_to_comma(input, &at_next_key);
        if tokens.is_empty() { Err(input.error("expected a value")) } else { Ok(Self(tokens)) }
    }

    /// The value with `owner` instead of `Self`.
    pub(crate) fn without_self(self, owner: &dyn ToTokens) -> Self {
        Self(replace_self(self.0, owner))
    }

    pub(crate) fn of_tokens(tokens: TokenStream) -> Self {
        Self(tokens)
    }

    pub(crate) fn of(token: TokenTree) -> Self {
        Self(token.into())
    }

    /// Its only token, without the invisible groups in which `macro_rules!` passes fragments on.
    fn single(&self) -> Option<TokenTree> {
        let mut tokens = self.0.clone().into_iter();
        let token = tokens.next()?;
        match (&token, tokens.next()) {
            (TokenTree::Group(group), None) if group.delimiter() == Delimiter::None => Value(group.stream()).single(),
            (_, None) => Some(token),
            _ => None,
        }
    }

    pub(crate) fn literal(&self) -> Option<Lit> {
        match self.single()? {
            TokenTree::Literal(literal) => Some(Lit::new(literal)),
            TokenTree::Ident(word) if word == "true" || word == "false" => {
                Some(Lit::Bool(LitBool::new(word == "true", word.span())))
            }
            _ => None,
        }
    }

    pub(crate) fn string(&self) -> Option<LitStr> {
        match self.literal()? {
            Lit::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list in brackets.
    pub(crate) fn list(&self) -> Option<Vec<Value>> {
        let Some(TokenTree::Group(group)) = self.single() else { return None };
        if group.delimiter() != Delimiter::Bracket {
            return None;
        }
        parse_all(group.stream(), elements).ok()
    }

    pub(crate) fn path(&self) -> Option<Path> {
        let tokens = match self.single() {
            Some(token) => token.into(),
            None => self.0.clone(),
        };
        parse_all(tokens, Path::parse_mod_style).ok()
    }

    /// A number with a minus before it.
    pub(crate) fn negative(&self) -> Option<Lit> {
        let mut tokens = self.0.clone().into_iter();
        match tokens.next() {
            Some(TokenTree::Punct(minus)) if minus.as_char() == '-' => Value(tokens.collect()).literal(),
            _ => None,
        }
    }

    /// The kind of value, in words for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self.literal() {
            Some(Lit::Str(_)) => return "a string",
            Some(Lit::ByteStr(_)) => return "a byte string",
            Some(Lit::CStr(_)) => return "a C string",
            Some(Lit::Byte(_)) => return "a byte",
            Some(Lit::Char(_)) => return "a character",
            Some(Lit::Int(_) | Lit::Float(_)) => return "a number",
            Some(Lit::Bool(_)) => return "a boolean",
            _ => {}
        }
        match self.single() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => "a list",
            _ if self.path().is_some() => "a name",
            _ => "an expression",
        }
    }
}
