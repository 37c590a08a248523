//! Functions and `impl` blocks, as far as attributes look at them.
//!
//! `syn` parses both whole with its feature `full`. That doubles the time to compile `syn`, which every plugin would wait for; and bodies,
//! which nobody looks at here, would be parsed at every build. So these parsers read signatures by `syn`'s parts and keep the rest as it came.

mod block;
mod function;
mod kind;
mod value;

pub(crate) use block::{Block, Member};
pub(crate) use function::{Function, Input, Receiver, Signature};
pub(crate) use kind::kind_of_item;
pub(crate) use value::Value;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::ParseStream;

/// The tokens up to a comma that is not in a list of generic arguments, or to where `ends`. The comma stays.
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
        tokens.extend([token]);
    }
    tokens
}
