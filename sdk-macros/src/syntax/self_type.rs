//! `Self` in a signature, for code outside of the `impl` block.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};

/// The tokens with `owner` instead of `Self`.
///
/// Before `::` it is `<Owner>`, which is right in types and in expressions.
pub(crate) fn replace_self(tokens: TokenStream, owner: &dyn ToTokens) -> TokenStream {
    let mut replaced = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "Self" => {
                let is_path = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
                replaced.extend(if is_path { quote!(<#owner>) } else { owner.to_token_stream() });
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replace_self(group.stream(), owner));
                inner.set_span(group.span());
                replaced.append(inner);
            }
            other => replaced.append(other),
        }
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn self_becomes_the_type_of_the_block() {
        let replaced =
            |source: &str| replace_self(source.parse().unwrap(), &quote!(Store<i64>)).to_string().replace(' ', "");
        assert_eq!(replaced("&[Self]"), "&[Store<i64>]");
        assert_eq!(replaced("Vec<Self::Item>"), "Vec<<Store<i64>>::Item>");
        assert_eq!(replaced("self::Selfish"), "self::Selfish");
    }
}
