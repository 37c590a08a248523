//! Functions and `impl` blocks, as far as attributes look at them.
//!
//! `syn` parses both whole with its feature `full`. That doubles the time to compile `syn`, which
//! every plugin would wait for; and bodies, which nobody looks at here, would be parsed at every
//! build. So these parsers read signatures by `syn`'s parts and keep the rest as it came.

pub(crate) mod attribute;
mod block;
mod function;
mod kind;
mod value;

pub(crate) use block::{Block, BlockHead, Member};
pub(crate) use function::{Function, Input, Receiver, Signature};
pub(crate) use kind::kind_of_item;
pub(crate) use value::Value;

use proc_macro2::{TokenStream, TokenTree};
use quote::TokenStreamExt as _;
use syn::Ident;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};

/// What reads one thing. A plain function: `syn` compiles its parser once more for each closure's
/// type.
type Parser<T> = fn(ParseStream<'_>) -> syn::Result<T>;

/// What `parser` makes of all the tokens.
pub(crate) fn parse_all<T>(tokens: TokenStream, parser: Parser<T>) -> syn::Result<T> {
    let mut read = None;
    parse_with(tokens, &mut |input| {
        read = Some(parser(input)?);
        Ok(())
    })?;
    Ok(read.expect("a parser that was not called cannot have succeeded"))
}

/// Lets `parser` read all the tokens.
pub(crate) fn parse_with(
    tokens: TokenStream,
    parser: &mut dyn FnMut(ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    parser.parse2(tokens)
}

/// Takes this word, if it comes next.
fn keyword(input: ParseStream<'_>, word: &str) -> Option<Ident> {
    match input.cursor().ident() {
        Some((next, _)) if next == word => Ident::parse_any(input).ok(),
        _ => None,
    }
}

/// The tokens up to a comma that is not in a list of generic arguments, or to where `ends`. The
/// comma stays.
fn up_to_comma(input: ParseStream<'_>, ends: &dyn Fn(ParseStream<'_>) -> bool) -> TokenStream {
    let mut tokens = TokenStream::new();
    let (mut depth, mut before) = (0_usize, ' ');
    while let Ok(token) = input.fork().parse::<TokenTree>() {
        let c = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match c {
            ',' if depth == 0 => break,
            _ if depth == 0 && !tokens.is_empty() && ends(input) => break,
            // `::<` opens such a list, and in one so does every `<`.
            '<' if depth > 0 || before == ':' => depth += 1,
            '>' if depth > 0 && before != '-' && before != '=' => depth -= 1,
            _ => {}
        }
        before = c;
        let _ = input.parse::<TokenTree>();
        tokens.append(token);
    }
    tokens
}
