//! The lifetimes in a parameter's type.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _};

/// The type with the function's own lifetimes, which are unknown outside of it, replaced by `'_`.
///
/// `'static` stays, and so does what the type itself introduces by `for<'a>`. `syn` could visit a
/// type only with its feature `visit-mut`, which every plugin would wait for; so this works on
/// tokens, in which a lifetime is a `'` and an identifier.
pub(super) fn elide_lifetimes(ty: &dyn ToTokens) -> TokenStream {
    let tokens = ty.to_token_stream();
    let mut kept = vec!["static".to_owned()];
    find_bound(&tokens, &mut kept);
    elide(tokens, &kept)
}

/// Adds the names of the lifetimes that `for<…>` introduces.
fn find_bound(tokens: &TokenStream, kept: &mut Vec<String>) {
    let (mut in_binder, mut after_quote) = (false, false);
    for token in tokens.clone() {
        let is_quote = is_punct(&token, '\'');
        match token {
            TokenTree::Group(group) => find_bound(&group.stream(), kept),
            TokenTree::Ident(ident) if ident == "for" => in_binder = true,
            TokenTree::Ident(ident) if in_binder && after_quote => kept.push(ident.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == '>' => in_binder = false,
            _ => {}
        }
        after_quote = is_quote;
    }
}

fn elide(tokens: TokenStream, kept: &[String]) -> TokenStream {
    let mut elided = TokenStream::new();
    let mut after_quote = false;
    for token in tokens {
        let is_quote = is_punct(&token, '\'');
        match token {
            TokenTree::Ident(ident) if after_quote && !kept.contains(&ident.to_string()) => {
                elided.append(Ident::new("_", ident.span()));
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), elide(group.stream(), kept));
                inner.set_span(group.span());
                elided.append(inner);
            }
            other => elided.append(other),
        }
        after_quote = is_quote;
    }
    elided
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_own_lifetimes_are_elided_and_no_others() {
        let elided = |ty: &str| {
            let ty: syn::Type = syn::parse_str(ty).unwrap();
            elide_lifetimes(&ty).to_string().replace(' ', "")
        };
        assert_eq!(elided("Cow<'a, [&'b str]>"), "Cow<'_,[&'_str]>");
        assert_eq!(elided("&'static str"), "&'staticstr");
        assert_eq!(elided("Box<dyn for<'x> Fn(&'x str, &'a u8)>"), "Box<dynfor<'x>Fn(&'xstr,&'_u8)>");
    }
}
