//! `key = value, key` lists: what stands in the parentheses of every attribute.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Expr, ExprArray, ExprLit, Ident, Lit, LitStr, Token};

use crate::report::{Report, did_you_mean};

/// One `key` or `key = value`.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: Option<Expr>,
}

/// The entries of one attribute, each key known and there only once.
pub(crate) struct Entries {
    entries: Vec<Entry>,
}

impl Entries {
    /// Reads a list. `what` names the attribute in messages.
    pub(crate) fn parse(tokens: TokenStream, what: &str, known: &[&str], report: &Report) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        let parsed = |input: ParseStream<'_>| {
            while !input.is_empty() {
                let key = Ident::parse_any(input)?;
                let value = if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
                entries.push(Entry { key, value });
                if input.parse::<Option<Token![,]>>()?.is_none() && !input.is_empty() {
                    return Err(input.error("expected `,`"));
                }
            }
            Ok(())
        };
        if let Err(error) = parsed.parse2(tokens) {
            report.add(error);
        }
        let mut seen: Vec<String> = Vec::new();
        entries.retain(|entry| {
            let key = entry.key.to_string();
            if !known.contains(&key.as_str()) {
                let near = did_you_mean(&key, known.iter().copied());
                report.at(&entry.key, format!("unknown key `{key}` in {what}{near}\nknown keys: {}", known.join(", ")));
                return false;
            }
            if seen.contains(&key) {
                report.at(&entry.key, format!("the key `{key}` stands twice in {what}"));
                return false;
            }
            seen.push(key);
            true
        });
        Self { entries }
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index))
    }

    /// The text under `key`.
    pub(crate) fn text(&mut self, key: &str, report: &Report) -> Option<LitStr> {
        self.take(key)?.text(report)
    }

    /// The texts under `key`: a list, or one text.
    pub(crate) fn texts(&mut self, key: &str, report: &Report) -> Option<(Span, Vec<LitStr>)> {
        let entry = self.take(key)?;
        let Some(value) = &entry.value else {
            report.at(&entry.key, format!("`{key}` needs a value: `{key} = [\"…\"]`"));
            return None;
        };
        let texts = match value {
            Expr::Array(ExprArray { elems, .. }) => {
                elems.iter().filter_map(|element| literal_text(element, key, report)).collect()
            }
            single => literal_text(single, key, report).into_iter().collect(),
        };
        Some((value.span(), texts))
    }

    /// The truth value under `key`.
    pub(crate) fn truth(&mut self, key: &str, report: &Report) -> Option<bool> {
        let entry = self.take(key)?;
        match &entry.value {
            Some(Expr::Lit(ExprLit { lit: Lit::Bool(value), .. })) => Some(value.value),
            Some(other) => {
                report.at(other, format!("`{key}` is `true` or `false`"));
                None
            }
            None => Some(true),
        }
    }

    /// Whether the bare word `key` stands there.
    pub(crate) fn word(&mut self, key: &str, report: &Report) -> Option<Ident> {
        let entry = self.take(key)?;
        if let Some(value) = &entry.value {
            report.at(value, format!("`{key}` takes no value: write `{key}` alone"));
        }
        Some(entry.key)
    }
}

impl Entry {
    pub(crate) fn text(self, report: &Report) -> Option<LitStr> {
        let key = self.key.to_string();
        match &self.value {
            Some(value) => literal_text(value, &key, report),
            None => {
                report.at(&self.key, format!("`{key}` needs a value: `{key} = \"…\"`"));
                None
            }
        }
    }
}

fn literal_text(value: &Expr, key: &str, report: &Report) -> Option<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.clone()),
        // What `macro_rules!` passes on may stand in an invisible group.
        Expr::Group(group) => literal_text(&group.expr, key, report),
        other => {
            report.at(other, format!("`{key}` takes string literals, such as `\"…\"`"));
            None
        }
    }
}
