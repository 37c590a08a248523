//! Functions, `impl` blocks and values of keys, as far as the attributes need them.
//!
//! `syn` parses functions and blocks with its feature `full`. That doubles the time to compile
//! `syn`, for which every plugin waits, and it would parse bodies, which no attribute needs. So the
//! parsers here read signatures by the parts that `syn` has without `full`, and keep the rest as
//! tokens.

pub(crate) mod attribute;
mod block;
mod function;
mod kind;
mod self_type;
mod value;

pub(crate) use block::{Block, BlockHead, Member};
pub(crate) use function::{Function, Input, Receiver, Signature};
pub(crate) use kind::kind_of_item;
pub(crate) use self_type::replace_self;
pub(crate) use value::Value;

use proc_macro2::{TokenStream, TokenTree};
use quote::TokenStreamExt as _;
use syn::Ident;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};

/// Parses one thing.
type Parser<T> = fn(ParseStream<'_>) -> syn::Result<T>;

/// Parses all the tokens.
pub(crate) fn parse_all<T>(tokens: TokenStream, parser: Parser<T>) -> syn::Result<T> {
    let mut read = None;
    parse_with(tokens, &mut |input| {
        read = Some(parser(input)?);
        Ok(())
    })?;
    Ok(read.expect("a parser that was not called cannot have succeeded"))
}

/// Parses all the tokens with a closure.
pub(crate) fn parse_with(
    tokens: TokenStream,
    parser: &mut dyn FnMut(ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    parser.parse2(tokens)
}

/// Parses the keyword `word`, if it is next.
fn keyword(input: ParseStream<'_>, word: &str) -> Option<Ident> {
    match input.cursor().ident() {
        Some((next, _)) if next == word => Ident::parse_any(input).ok(),
        _ => None,
    }
}

/// Takes the tokens up to a comma outside of generic arguments, or up to where `ends` holds. The
/// comma itself stays in the input.
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
            // `::<` opens generic arguments, and inside of them so does every `<`.
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
