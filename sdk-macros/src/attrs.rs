//! `key = value, key` lists: what stands in the parentheses of every attribute.

use std::mem;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Ident, Lit, LitStr, Path, Token};

use crate::catalogue::{attribute as say, did_you_mean, listed};
use crate::keys::Keys;
use crate::report::Report;
use crate::syntax::{Value, parse_with};

/// One `key` or `key = value`.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: Option<Value>,
}

/// The entries of one attribute, each key known and there only once.
pub(crate) struct Entries {
    entries: Vec<Entry>,
    /// Something could not be read, so what is not there may only be unreadable.
    pub(crate) broken: bool,
}

impl Entries {
    /// Reads a list. What cannot be read is left out.
    pub(crate) fn parse(tokens: TokenStream, keys: &Keys, report: &Report) -> Self {
        let Keys { place, known } = *keys;
        let mut this = Self { entries: Vec::new(), broken: false };
        // Cannot fail: every mistake is reported and skipped.
        let _ = parse_with(tokens, &mut |input| {
            while !input.is_empty() {
                if let Err(error) = this.entry(input) {
                    report.at_span(error.span(), say::unreadable_list(place, &error.to_string()));
                    this.broken = true;
                    skip_to_comma(input);
                }
            }
            Ok(())
        });
        this.keep_known(place, known, report);
        this
    }

    fn entry(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let key = Ident::parse_any(input)?;
        let value = if input.parse::<Option<Token![=]>>()?.is_some() { Some(Value::parse(input)?) } else { None };
        self.entries.push(Entry { key, value });
        if input.parse::<Option<Token![,]>>()?.is_none() && !input.is_empty() {
            return Err(input.error("expected `,`"));
        }
        Ok(())
    }

    fn keep_known(&mut self, place: &str, known: &[&str], report: &Report) {
        for entry in mem::take(&mut self.entries) {
            let key = &entry.key;
            let name = key.to_string();
            report.key(place, key);
            if !known.contains(&name.as_str()) {
                report.at(key, say::unknown_key(place, &name, &did_you_mean(&name, known), &listed(known)));
            } else if self.position(&name).is_some() {
                report.at(key, say::repeated_key(place, &name));
            } else {
                self.entries.push(entry);
            }
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.key == key)
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Entry> {
        let index = self.position(key)?;
        Some(self.entries.remove(index))
    }

    /// The text under `key`.
    pub(crate) fn text(&mut self, key: &str, report: &Report) -> Option<LitStr> {
        let entry = self.take(key)?;
        let shape = format!("{key} = \"…\"");
        match &entry.value {
            Some(value) => literal_text(value, key, &shape, report),
            None => {
                report.at(&entry.key, say::missing_value(key, &shape));
                None
            }
        }
    }

    /// The same where it does not matter in which place it stands.
    pub(crate) fn string(&mut self, key: &str, report: &Report) -> Option<String> {
        Some(self.text(key, report)?.value())
    }

    /// The texts under `key`: a list, or one text.
    pub(crate) fn texts(&mut self, key: &str, report: &Report) -> Option<(Span, Vec<LitStr>)> {
        let entry = self.take(key)?;
        let shape = format!("{key} = [\"…\"]");
        let Some(value) = &entry.value else {
            report.at(&entry.key, say::missing_value(key, &shape));
            self.broken = true;
            return None;
        };
        let mut texts = Vec::new();
        for element in value.list().unwrap_or_else(|| vec![value.clone()]) {
            match literal_text(&element, key, &shape, report) {
                Some(text) => texts.push(text),
                None => self.broken = true,
            }
        }
        Some((value.span(), texts))
    }

    /// The truth value under `key`.
    pub(crate) fn truth(&mut self, key: &str, report: &Report) -> Option<bool> {
        let entry = self.take(key)?;
        let Some(value) = &entry.value else { return Some(true) };
        match value.literal() {
            Some(Lit::Bool(value)) => Some(value.value),
            _ => {
                report.at(value, say::not_truth(key, value.kind()));
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
        let Some(value) = &entry.value else {
            report.at(&entry.key, say::missing_value("crate", "crate = ::renamed_sdk"));
            return None;
        };
        let path = value.path();
        if path.is_none() {
            report.at(value, say::not_path(value.kind()));
        }
        path
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

fn literal_text(value: &Value, key: &str, shape: &str, report: &Report) -> Option<LitStr> {
    let text = value.text();
    if text.is_none() {
        report.at(value, say::not_text(key, value.kind(), shape));
    }
    text
}
