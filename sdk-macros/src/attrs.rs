//! `key = value, key` lists: what stands in the parentheses of every attribute.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Expr, ExprArray, ExprLit, Ident, Lit, LitStr, Path, Token};

use crate::catalogue::{attribute as say, did_you_mean, listed};
use crate::report::Report;

/// One `key` or `key = value`.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: Option<Expr>,
}

/// The entries of one attribute, each key known and there only once.
pub(crate) struct Entries {
    entries: Vec<Entry>,
    /// Something could not be read, so what is not there may only be unreadable.
    pub(crate) broken: bool,
}

impl Entries {
    /// Reads a list. `place` names the attribute in messages. What cannot be read is left out.
    pub(crate) fn parse(tokens: TokenStream, place: &str, known: &[&str], report: &Report) -> Self {
        let mut this = Self { entries: Vec::new(), broken: false };
        // Cannot fail: every mistake is reported and skipped.
        let _ = (|input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = this.entry(input) {
                    report.at_span(error.span(), say::unreadable_list(place, error));
                    this.broken = true;
                    skip_to_comma(input);
                }
            }
            Ok(())
        })
        .parse2(tokens);
        this.keep_known(place, known, report);
        this
    }

    fn entry(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let key = Ident::parse_any(input)?;
        let value = if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
        self.entries.push(Entry { key, value });
        if input.parse::<Option<Token![,]>>()?.is_none() && !input.is_empty() {
            return Err(input.error("expected `,`"));
        }
        Ok(())
    }

    fn keep_known(&mut self, place: &str, known: &[&str], report: &Report) {
        let mut seen: Vec<String> = Vec::new();
        self.entries.retain(|Entry { key, .. }| {
            let name = key.to_string();
            if !known.contains(&name.as_str()) {
                let near = did_you_mean(&name, known.iter().copied());
                report.at(key, say::unknown_key(place, &name, near, listed(known)));
            } else if seen.contains(&name) {
                report.at(key, say::repeated_key(place, &name));
            } else {
                seen.push(name);
                return true;
            }
            false
        });
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index))
    }

    /// The text under `key`.
    pub(crate) fn text(&mut self, key: &str, report: &Report) -> Option<LitStr> {
        let entry = self.take(key)?;
        let shape = format!("{key} = \"…\"");
        match &entry.value {
            Some(value) => literal_text(value, key, &shape, report),
            None => {
                report.at(&entry.key, say::missing_value(key, shape));
                None
            }
        }
    }

    /// The texts under `key`: a list, or one text.
    pub(crate) fn texts(&mut self, key: &str, report: &Report) -> Option<(Span, Vec<LitStr>)> {
        let entry = self.take(key)?;
        let shape = format!("{key} = [\"…\"]");
        let Some(value) = &entry.value else {
            report.at(&entry.key, say::missing_value(key, shape));
            self.broken = true;
            return None;
        };
        let mut read = |value: &Expr| {
            let text = literal_text(value, key, &shape, report);
            self.broken |= text.is_none();
            text
        };
        let texts: Vec<LitStr> = match ungrouped(value) {
            Expr::Array(ExprArray { elems, .. }) => elems.iter().filter_map(read).collect(),
            single => read(single).into_iter().collect(),
        };
        Some((value.span(), texts))
    }

    /// The truth value under `key`.
    pub(crate) fn truth(&mut self, key: &str, report: &Report) -> Option<bool> {
        let entry = self.take(key)?;
        let Some(value) = &entry.value else { return Some(true) };
        match ungrouped(value) {
            Expr::Lit(ExprLit { lit: Lit::Bool(value), .. }) => Some(value.value),
            other => {
                report.at(other, say::not_truth(key, kind_of(other)));
                None
            }
        }
    }

    /// Whether the bare word `key` stands there.
    pub(crate) fn word(&mut self, key: &str, report: &Report) -> Option<Ident> {
        let entry = self.take(key)?;
        if let Some(value) = &entry.value {
            report.at(value, say::needless_value(key));
        }
        Some(entry.key)
    }

    /// The path under `crate`.
    pub(crate) fn krate(&mut self, report: &Report) -> Option<Path> {
        let entry = self.take("crate")?;
        match entry.value.as_ref().map(ungrouped) {
            Some(Expr::Path(path)) if path.qself.is_none() => Some(path.path.clone()),
            Some(other) => {
                report.at(other, say::not_path(kind_of(other)));
                None
            }
            None => {
                report.at(&entry.key, say::missing_value("crate", "crate = ::renamed_sdk"));
                None
            }
        }
    }
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() {
        match input.parse::<TokenTree>() {
            Ok(TokenTree::Punct(punct)) if punct.as_char() == ',' => return,
            _ => {}
        }
    }
}

/// What `macro_rules!` passes on may stand in an invisible group.
fn ungrouped(mut value: &Expr) -> &Expr {
    while let Expr::Group(group) = value {
        value = &group.expr;
    }
    value
}

fn literal_text(value: &Expr, key: &str, shape: &str, report: &Report) -> Option<LitStr> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.clone()),
        other => {
            report.at(other, say::not_text(key, kind_of(other), shape));
            None
        }
    }
}

/// What a value is, in a word.
fn kind_of(value: &Expr) -> &'static str {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Str(_) => "a string",
            Lit::ByteStr(_) => "a byte string",
            Lit::CStr(_) => "a C string",
            Lit::Byte(_) => "a byte",
            Lit::Char(_) => "a character",
            Lit::Int(_) | Lit::Float(_) => "a number",
            Lit::Bool(_) => "a truth value",
            _ => "another literal",
        },
        Expr::Path(_) => "a name",
        Expr::Array(_) => "a list",
        Expr::Tuple(_) => "a tuple",
        Expr::Macro(_) => "a macro",
        _ => "an expression",
    }
}
