//! What stands after `key =`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Ident, Lit, LitStr, Path, Token};

use super::up_to_comma;

/// An expression, unparsed: most keys want a literal, and rustc parses the others.
#[derive(Clone)]
pub(crate) struct Value(TokenStream);

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let tokens = up_to_comma(input, &at_next_key);
        if tokens.is_empty() { Err(input.error("expected a value")) } else { Ok(Self(tokens)) }
    }
}

/// Whether `key =` comes: a comma has been forgotten then.
fn at_next_key(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]) && !input.peek2(Token![=>])
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.clone());
    }
}

impl Value {
    /// Its only token, taken out of the invisible groups in which `macro_rules!` passes things on.
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
        syn::parse2(self.single()?.into()).ok()
    }

    pub(crate) fn text(&self) -> Option<LitStr> {
        match self.literal()? {
            Lit::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list in brackets.
    pub(crate) fn list(&self) -> Option<Vec<Value>> {
        let Some(TokenTree::Group(group)) = self.single() else { return None };
        let elements = |input: ParseStream<'_>| {
            let mut elements = Vec::new();
            while !input.is_empty() {
                elements.push(input.parse()?);
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(elements)
        };
        (group.delimiter() == Delimiter::Bracket).then(|| elements.parse2(group.stream()).ok())?
    }

    pub(crate) fn path(&self) -> Option<Path> {
        let tokens = match self.single() {
            Some(token) => token.into(),
            None => self.0.clone(),
        };
        Path::parse_mod_style.parse2(tokens).ok()
    }

    /// A number with a minus before it.
    pub(crate) fn negative(&self) -> Option<Lit> {
        let mut tokens = self.0.clone().into_iter();
        match tokens.next() {
            Some(TokenTree::Punct(minus)) if minus.as_char() == '-' => syn::parse2(tokens.collect()).ok(),
            _ => None,
        }
    }

    /// What it is, in a word.
    pub(crate) fn kind(&self) -> &'static str {
        match self.literal() {
            Some(Lit::Str(_)) => return "a string",
            Some(Lit::ByteStr(_)) => return "a byte string",
            Some(Lit::CStr(_)) => return "a C string",
            Some(Lit::Byte(_)) => return "a byte",
            Some(Lit::Char(_)) => return "a character",
            Some(Lit::Int(_) | Lit::Float(_)) => return "a number",
            Some(Lit::Bool(_)) => return "a truth value",
            _ => {}
        }
        match self.single() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => "a list",
            _ if self.path().is_some() => "a name",
            _ => "an expression",
        }
    }
}
