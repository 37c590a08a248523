//! `key = value, flag` lists, as in the parentheses of every attribute.
//!
//! Every mistake in a list is reported, and what is wrong is left out: a reader of the list can go
//! on and find the other mistakes of the item. [`KeyValues::is_complete`] tells it when something
//! is missing only because it could not be read.

use std::mem;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Ident, Lit, LitStr, Path, Token, token};

use super::keys::Keys;
use crate::diagnostics::{Report, asynchronous, attribute as say, did_you_mean, listed};
use crate::model::{FunctionPath, StringList};
use crate::syntax::{Value, parse_with};

/// The entries of one attribute. Each key is known, and no key comes twice.
pub(super) struct KeyValues {
    entries: Vec<Entry>,
    /// The whole list could be read.
    pub(super) is_complete: bool,
}

/// One `key` or `key = value`.
pub(super) struct Entry {
    pub(super) key: Ident,
    pub(super) value: Option<Value>,
}

impl KeyValues {
    pub(super) fn parse(tokens: TokenStream, keys: &Keys, report: &Report) -> Self {
        let mut list = Self { entries: Vec::new(), is_complete: true };
        // Cannot fail, as the closure reports every mistake and skips it.
        let _ = parse_with(tokens, &mut |input| {
            while !input.is_empty() {
                if let Err(error) = list.parse_entry(input, keys, report) {
                    report.at_span(error.span(), say::unreadable_list(keys.place, &error.to_string()));
                    list.is_complete = false;
                    skip_to_comma(input);
                }
            }
            Ok(())
        });
        list.keep_known(keys, report);
        list
    }

    fn parse_entry(&mut self, input: ParseStream<'_>, keys: &Keys, report: &Report) -> syn::Result<()> {
        if input.peek(Lit) || input.peek(token::Bracket) {
            let value = Value::parse(input)?;
            let _ = input.parse::<Option<Token![,]>>()?;
            report.at(&value, say::not_a_list(keys.place, value.kind(), &keys.example(&value)));
            self.is_complete = false;
            return Ok(());
        }
        let key = Ident::parse_any(input)?;
        let value = if input.parse::<Option<Token![=]>>()?.is_some() { Some(Value::parse(input)?) } else { None };
        self.entries.push(Entry { key, value });
        if input.parse::<Option<Token![,]>>()?.is_none() && !input.is_empty() {
            return Err(input.error("expected `,`"));
        }
        Ok(())
    }

    fn keep_known(&mut self, keys: &Keys, report: &Report) {
        let Keys { place, module, known } = *keys;
        for entry in mem::take(&mut self.entries) {
            let key = &entry.key;
            let name = key.to_string();
            report.note_key(module, key);
            if !known.contains(&name.as_str()) {
                let near = did_you_mean(&name, known);
                report.at(key, say::unknown_key(place, &name, &near, &listed(known)));
                // What is missing may be what was meant here.
                self.is_complete &= near.is_empty();
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

    pub(super) fn take(&mut self, key: &str) -> Option<Entry> {
        Some(self.entries.remove(self.position(key)?))
    }

    /// `key = "…"`.
    pub(super) fn string(&mut self, key: &str, report: &Report) -> Option<LitStr> {
        let entry = self.take(key)?;
        let shape = format!("{key} = \"…\"");
        match &entry.value {
            Some(value) => string_literal(value, key, &shape, report),
            None => {
                report.at(&entry.key, say::missing_value(key, &shape));
                None
            }
        }
    }

    /// `key = ["…", "…"]`, or `key = "…"` for a list of one.
    pub(super) fn string_list(&mut self, key: &str, report: &Report) -> Option<StringList> {
        let entry = self.take(key)?;
        let shape = format!("{key} = [\"…\"]");
        let Some(value) = &entry.value else {
            report.at(&entry.key, say::missing_value(key, &shape));
            return Some(StringList::unreadable());
        };
        let elements = value.list().unwrap_or_else(|| vec![value.clone()]);
        let count = elements.len();
        let strings: Vec<LitStr> =
            elements.iter().filter_map(|element| string_literal(element, key, &shape, report)).collect();
        Some(StringList { span: value.span(), is_complete: strings.len() == count && self.is_complete, strings })
    }

    /// `key = true`, `key = false`, or `key` alone for `true`.
    pub(super) fn boolean(&mut self, key: &str, report: &Report) -> Option<bool> {
        let entry = self.take(key)?;
        let Some(value) = &entry.value else { return Some(true) };
        match value.literal() {
            Some(Lit::Bool(value)) => Some(value.value),
            _ => {
                report.at(value, say::not_boolean(key, value.kind()));
                None
            }
        }
    }

    /// `key` alone.
    pub(super) fn flag(&mut self, key: &str, report: &Report) -> Option<Ident> {
        let entry = self.take(key)?;
        if let Some(value) = &entry.value {
            report.at(value, say::needless_value(key));
        }
        Some(entry.key)
    }

    /// `key = [path, path]`, or `key = path` for a list of one.
    pub(super) fn path_list(&mut self, key: &str, report: &Report) -> Vec<Path> {
        let Some(entry) = self.take(key) else { return Vec::new() };
        let Some(value) = &entry.value else {
            report.at(&entry.key, say::missing_value(key, &format!("{key} = [some_crate]")));
            return Vec::new();
        };
        let elements = value.list().unwrap_or_else(|| vec![value.clone()]);
        let path = |element: &Value| {
            let path = element.path();
            if path.is_none() {
                report.at(element, say::not_crate(key, element.kind()));
            }
            path
        };
        elements.iter().filter_map(path).collect()
    }

    /// `key = path::to::function`. `example` is a function for messages.
    pub(super) fn function(&mut self, key: &str, example: &str, report: &Report) -> Option<FunctionPath> {
        let entry = self.take(key)?;
        let Some(value) = &entry.value else {
            report.at(&entry.key, say::missing_value(key, &format!("{key} = {example}")));
            return Some(FunctionPath(None));
        };
        let path = value.path();
        if path.is_none() {
            report.at(value, asynchronous::not_function(key, value.kind(), example));
        }
        Some(FunctionPath(path))
    }

    /// `crate = path`.
    pub(super) fn sdk_path(&mut self, report: &Report) -> Option<Path> {
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

fn string_literal(value: &Value, key: &str, shape: &str, report: &Report) -> Option<LitStr> {
    let text = value.string();
    if text.is_none() {
        report.at(value, say::not_string(key, value.kind(), shape));
    }
    text
}
