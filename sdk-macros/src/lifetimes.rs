//! The lifetimes in a parameter's type.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, TokenStreamExt as _};
use syn::Type;

use crate::code::Code;

/// The function's own lifetimes are unknown outside it; each becomes `'_`.
pub(crate) fn unnamed(ty: &Type) -> Code {
    let tokens = ty.to_token_stream();
    let mut lifetimes = Lifetimes { any: false, kept: vec!["static".to_owned()] };
    lifetimes.find(&tokens);
    if lifetimes.any { Code::of(&lifetimes.unname(tokens)) } else { Code::of(&tokens) }
}

/// The lifetimes in a type.
struct Lifetimes {
    any: bool,
    /// Those that mean something outside the function: `'static`, and what `for<'a>` in the type itself brings.
    kept: Vec<String>,
}

impl Lifetimes {
    fn find(&mut self, tokens: &TokenStream) {
        let mut binder = false;
        let mut quote = false;
        for token in tokens.clone() {
            match token {
                TokenTree::Group(group) => self.find(&group.stream()),
                TokenTree::Ident(ident) if ident == "for" => binder = true,
                TokenTree::Ident(ident) if binder && quote => self.kept.push(ident.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == '>' => binder = false,
                TokenTree::Punct(punct) => {
                    quote = punct.as_char() == '\'';
                    self.any |= quote;
                    continue;
                }
                _ => {}
            }
            quote = false;
        }
    }

    fn unname(&self, tokens: TokenStream) -> TokenStream {
        let mut unnamed = TokenStream::new();
        let mut after_quote = false;
        for token in tokens {
            let quote = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
            match token {
                TokenTree::Ident(ident) if after_quote && !self.kept.contains(&ident.to_string()) => {
                    unnamed.append(Ident::new("_", ident.span()));
                }
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.unname(group.stream()));
                    inner.set_span(group.span());
                    unnamed.append(inner);
                }
                other => unnamed.append(other),
            }
            after_quote = quote;
        }
        unnamed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_own_lifetimes_become_unnamed_and_no_others() {
        let unnamed = |ty: &str| {
            let ty: Type = syn::parse_str(ty).unwrap();
            TokenStream::from(unnamed(&ty)).to_string().replace(' ', "")
        };
        assert_eq!(unnamed("Cow<'a, [&'b str]>"), "Cow<'_,[&'_str]>");
        assert_eq!(unnamed("&'static str"), "&'staticstr");
        assert_eq!(unnamed("Box<dyn for<'x> Fn(&'x str, &'a u8)>"), "Box<dynfor<'x>Fn(&'xstr,&'_u8)>");
    }
}
