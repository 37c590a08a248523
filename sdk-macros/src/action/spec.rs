//! What the attribute says about the action as a whole.

use aro_abi::{Preposition, Role, is_builtin_verb, normal_form, pascal_case, snake_case};
use proc_macro2::{Span, TokenStream};
use syn::LitStr;
use syn::ext::IdentExt;

use crate::attrs::Entries;
use crate::catalogue::{action as say, did_you_mean, listed};
use crate::docs::{self, Deprecation};
use crate::json::Object;
use crate::keys;
use crate::path::Sdk;
use crate::plugin::crate_name;
use crate::report::Report;
use crate::spelling;
use crate::syntax::Function;

pub(super) struct Spec {
    pub(super) sdk: Sdk,
    pub(super) name: String,
    pub(super) name_span: Span,
    pub(super) verbs: Vec<LitStr>,
    pub(super) prepositions: Vec<Preposition>,
    pub(super) role: Role,
    pub(super) since: Option<String>,
    pub(super) returns: String,
    pub(super) symbol: String,
    /// Where the attribute names it.
    pub(super) symbol_span: Option<Span>,
    pub(super) emits: Vec<LitStr>,
    pub(super) description: Option<String>,
    pub(super) deprecation: Option<Deprecation>,
}

impl Spec {
    pub(super) fn read(args: TokenStream, function: &Function, report: &Report) -> Self {
        let mut entries = Entries::parse(args, &keys::ACTION, report);
        let ident = &function.sig.ident;
        let name = entries.text("name", report);
        let given_name = name.is_some();
        let (name, name_span) = match name {
            Some(name) => (name.value(), name.span()),
            None => (pascal_case(&ident.unraw().to_string()), ident.span()),
        };
        if given_name || name.is_empty() {
            spelling::check("name", &name, name_span, report);
        }
        let symbol = entries.text("symbol", report);
        if let Some(symbol) = &symbol {
            check_symbol(symbol, report);
        }
        Self {
            sdk: Sdk::of_plugin(entries.krate(report).as_ref()),
            verbs: verbs(&mut entries, report),
            prepositions: prepositions(&mut entries, report),
            role: role(&mut entries, report),
            since: entries.text("since", report).map(|text| text.value()),
            returns: returns(&mut entries, report),
            emits: emits(&mut entries, report),
            symbol_span: symbol.as_ref().map(LitStr::span),
            symbol: symbol.map_or_else(
                || format!("{}__{}", crate_name(), c_identifier(&snake_case(&name))),
                |symbol| symbol.value(),
            ),
            description: docs::description(&function.attrs),
            deprecation: docs::deprecation(&function.attrs),
            name,
            name_span,
        }
    }

    /// The beginning of the action's entry in the metadata (ABI, section 7).
    pub(super) fn info(&self) -> String {
        Object::new()
            .text("name", &self.name)
            .texts("verbs", self.verbs.iter().map(LitStr::value))
            .text("role", self.role.as_str())
            .texts("prepositions", self.prepositions.iter().map(|preposition| preposition.as_str()))
            .optional("description", self.description.as_deref())
            .optional("since", self.since.as_deref())
            .open()
    }

    /// Its entry among the deprecations.
    pub(super) fn deprecation_info(&self) -> Option<String> {
        self.deprecation.as_ref().map(|deprecation| deprecation.info(&self.name))
    }

    /// Every normal form that means this action, with the place that says so; its name's comes last.
    pub(super) fn forms(&self) -> Vec<(String, Span)> {
        let own = normal_form(&self.name);
        let mut own_span = self.name_span;
        let mut forms: Vec<(String, Span)> = Vec::new();
        for verb in &self.verbs {
            let form = normal_form(&verb.value());
            if form == own {
                own_span = verb.span();
            } else {
                forms.push((form, verb.span()));
            }
        }
        forms.push((own, own_span));
        forms
    }

    /// The verbs that one of ARO's own hides.
    pub(super) fn hidden_verbs(&self) -> impl Iterator<Item = &LitStr> {
        self.verbs.iter().filter(|verb| is_builtin_verb(&normal_form(&verb.value())))
    }
}

fn verbs(entries: &mut Entries, report: &Report) -> Vec<LitStr> {
    let Some((span, verbs)) = entries.texts("verbs", report) else {
        if !entries.broken {
            report.at_span(Span::call_site(), say::verbs_missing());
        }
        return Vec::new();
    };
    if verbs.is_empty() && !entries.broken {
        report.at_span(span, say::verbs_empty());
    }
    let mut seen: Vec<(String, String)> = Vec::new();
    for verb in &verbs {
        let text = verb.value();
        spelling::check("verb", &text, verb.span(), report);
        let form = normal_form(&text);
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == form) {
            report.at(verb, say::verb_repeated(&text, first));
        }
        seen.push((form, text));
    }
    verbs
}

fn prepositions(entries: &mut Entries, report: &Report) -> Vec<Preposition> {
    let known = || Preposition::ALL.iter().map(|preposition| preposition.as_str());
    let Some((span, words)) = entries.texts("prepositions", report) else {
        return Preposition::ALL.to_vec();
    };
    if words.is_empty() && !entries.broken {
        report.at_span(span, say::prepositions_empty(listed(known())));
    }
    let mut found = Vec::new();
    for word in &words {
        let text = word.value();
        match Preposition::from_word(&text) {
            Some(preposition) if found.contains(&preposition) => report.at(word, say::preposition_repeated(&text)),
            Some(preposition) => found.push(preposition),
            None => {
                let near = did_you_mean(&text, known());
                report.at(word, say::preposition_unknown(&text, near, listed(known())));
            }
        }
    }
    found
}

fn role(entries: &mut Entries, report: &Report) -> Role {
    let known = || Role::ALL.iter().map(|role| role.as_str());
    let Some(word) = entries.text("role", report) else { return Role::Own };
    let text = word.value();
    Role::from_word(&text).unwrap_or_else(|| {
        report.at(&word, say::role_unknown(&text, did_you_mean(&text, known()), listed(known())));
        Role::Own
    })
}

fn returns(entries: &mut Entries, report: &Report) -> String {
    let Some(key) = entries.text("returns", report) else { return "result".to_owned() };
    let text = key.value();
    if text.is_empty() || text.starts_with('_') || text == "error" {
        report.at(&key, say::returns_reserved(&text));
    }
    text
}

/// The types of the events that an action or a service says it emits.
pub(crate) fn emits(entries: &mut Entries, report: &Report) -> Vec<LitStr> {
    let (_, types) = entries.texts("emits", report).unwrap_or((Span::call_site(), Vec::new()));
    for kind in &types {
        let text = kind.value();
        if text.is_empty() || text.contains('*') {
            report.at(kind, say::event_unfit(&text));
        }
    }
    types
}

/// A part of a C identifier: hyphens become `_`, and a letter beyond ASCII its number.
fn c_identifier(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '-' => out.push('_'),
            c if c.is_ascii() => out.push(c),
            c => out.push_str(&format!("u{:x}", u32::from(c))),
        }
    }
    out
}

fn check_symbol(symbol: &LitStr, report: &Report) {
    let text = symbol.value();
    let fits = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !fits {
        report.at(symbol, say::symbol_unfit(&text, "it is no C identifier"));
    } else if text.starts_with("aro_") {
        report.at(symbol, say::symbol_unfit(&text, "names that begin with `aro_` are the ABI's"));
    }
}
