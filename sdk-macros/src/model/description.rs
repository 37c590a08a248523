//! What doc comments say.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The description of an item, as a string constant.
#[derive(Clone, Default)]
pub(crate) struct Description {
    parts: Vec<Part>,
}

#[derive(Clone)]
enum Part {
    /// Lines, without the indentation of the comment. Each ends with a line break.
    Lines(String),
    /// An expression of the author's, such as `include_str!("…")`: only rustc knows its value.
    Expression(TokenStream),
}

impl Description {
    pub(crate) fn add_lines(&mut self, lines: &str) {
        match self.parts.last_mut() {
            Some(Part::Lines(before)) => before.push_str(lines),
            _ => self.parts.push(Part::Lines(lines.to_owned())),
        }
    }

    pub(crate) fn add_expression(&mut self, expression: TokenStream) {
        self.parts.push(Part::Expression(expression));
    }

    /// Whether there is certainly nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Lines(lines) if lines.trim().is_empty()))
    }
}

impl ToTokens for Description {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.parts[..] {
            [] => "".to_tokens(tokens),
            [Part::Lines(lines)] => lines.trim().to_tokens(tokens),
            parts => {
                // The line break in front tells the SDK to trim it.
                let parts = parts.iter().map(|part| match part {
                    Part::Lines(lines) => lines.to_token_stream(),
                    Part::Expression(expression) => quote!(#expression, "\n"),
                });
                tokens.extend(quote!(::core::concat!("\n", #(#parts),*)));
            }
        }
    }
}
