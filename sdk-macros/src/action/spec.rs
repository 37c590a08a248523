//! What the attribute says about the action as a whole.

use aro_abi::{Preposition, Role, normal_form, pascal_case, snake_case, spelling_fault};
use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::{ItemFn, LitStr};

use crate::attrs::Entries;
use crate::docs::{self, Deprecation};
use crate::json::Object;
use crate::plugin::crate_name;
use crate::report::{Report, did_you_mean};

const KEYS: &[&str] = &["verbs", "prepositions", "name", "role", "since", "returns", "symbol", "emits"];

pub(super) struct Spec {
    pub(super) name: String,
    pub(super) name_span: Span,
    pub(super) verbs: Vec<LitStr>,
    pub(super) prepositions: Vec<Preposition>,
    pub(super) role: Role,
    pub(super) since: Option<String>,
    pub(super) returns: String,
    pub(super) symbol: String,
    pub(super) emits: Vec<LitStr>,
    pub(super) description: Option<String>,
    pub(super) deprecation: Option<Deprecation>,
}

impl Spec {
    pub(super) fn read(args: TokenStream, function: &ItemFn, report: &Report) -> Self {
        let mut entries = Entries::parse(args, "#[aro_action]", KEYS, report);
        let ident = &function.sig.ident;
        let name = entries.text("name", report);
        let (name, name_span) = match name {
            Some(name) => (name.value(), name.span()),
            None => (pascal_case(&ident.unraw().to_string()), ident.span()),
        };
        if let Some(fault) = spelling_fault(&name) {
            report.at_span(name_span, format!("`{name}` cannot be an action's name: {fault}"));
        }
        let symbol = entries.text("symbol", report);
        if let Some(symbol) = &symbol {
            check_symbol(symbol, report);
        }
        Self {
            verbs: verbs(&mut entries, report),
            prepositions: prepositions(&mut entries, report),
            role: role(&mut entries, report),
            since: entries.text("since", report).map(|text| text.value()),
            returns: returns(&mut entries, report),
            emits: emits(&mut entries, report),
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

    /// The action's entry in the metadata (ABI, section 7).
    pub(super) fn info(&self) -> String {
        Object::new()
            .text("name", &self.name)
            .texts("verbs", self.verbs.iter().map(LitStr::value))
            .text("role", self.role.as_str())
            .texts("prepositions", self.prepositions.iter().map(|preposition| preposition.as_str()))
            .optional("description", self.description.as_deref())
            .optional("since", self.since.as_deref())
            .finish()
    }

    /// Its entry among the deprecations.
    pub(super) fn deprecation_info(&self) -> Option<String> {
        self.deprecation.as_ref().map(|deprecation| deprecation.info(&self.name))
    }

    /// Every normal form that means this action, with the place that says so.
    pub(super) fn forms(&self) -> Vec<(String, Span)> {
        let mut forms: Vec<(String, Span)> =
            self.verbs.iter().map(|verb| (normal_form(&verb.value()), verb.span())).collect();
        let own = normal_form(&self.name);
        if !forms.iter().any(|(form, _)| *form == own) {
            forms.push((own, self.name_span));
        }
        forms
    }
}

fn verbs(entries: &mut Entries, report: &Report) -> Vec<LitStr> {
    let Some((span, verbs)) = entries.texts("verbs", report) else {
        report.at_span(Span::call_site(), "an action needs verbs: `#[aro_action(verbs = [\"DoSomething\"])]`");
        return Vec::new();
    };
    if verbs.is_empty() {
        report.at_span(span, "`verbs` is empty: an action needs at least one, such as `verbs = [\"DoSomething\"]`");
    }
    let mut seen: Vec<String> = Vec::new();
    for verb in &verbs {
        let text = verb.value();
        if let Some(fault) = spelling_fault(&text) {
            report.at(verb, format!("no program can write the verb `{text}`: {fault}"));
        }
        let form = normal_form(&text);
        if seen.contains(&form) {
            report.at(verb, format!("the verb `{text}` stands twice: case, `-` and `_` make no difference"));
        }
        seen.push(form);
    }
    verbs
}

fn prepositions(entries: &mut Entries, report: &Report) -> Vec<Preposition> {
    let Some((span, words)) = entries.texts("prepositions", report) else {
        return Preposition::ALL.to_vec();
    };
    if words.is_empty() {
        report.at_span(span, "`prepositions` is empty: leave it out for all of them, or name at least one");
    }
    let known = || Preposition::ALL.iter().map(|preposition| preposition.as_str());
    let mut found = Vec::new();
    for word in &words {
        let text = word.value();
        match Preposition::from_word(&text) {
            Some(preposition) if found.contains(&preposition) => {
                report.at(word, format!("the preposition `{text}` stands twice"));
            }
            Some(preposition) => found.push(preposition),
            None => {
                let near = did_you_mean(&text, known());
                let all = known().collect::<Vec<_>>().join(", ");
                report.at(word, format!("unknown preposition `{text}`{near}\nARO has: {all}"));
            }
        }
    }
    found
}

fn role(entries: &mut Entries, report: &Report) -> Role {
    let Some(word) = entries.text("role", report) else { return Role::Own };
    let text = word.value();
    Role::from_word(&text).unwrap_or_else(|| {
        let known = || Role::ALL.iter().map(|role| role.as_str());
        let near = did_you_mean(&text, known());
        let all = known().collect::<Vec<_>>().join(", ");
        report.at(&word, format!("unknown role `{text}`{near}\nARO has: {all}"));
        Role::Own
    })
}

fn returns(entries: &mut Entries, report: &Report) -> String {
    let Some(key) = entries.text("returns", report) else { return "result".to_owned() };
    let text = key.value();
    if text.is_empty() || text.starts_with('_') || text == "error" {
        report.at(
            &key,
            format!("`returns = \"{text}\"` cannot be: hosts read `error` and keys that begin with `_` themselves"),
        );
    }
    text
}

/// The types of the events that an action or a service says it emits.
pub(crate) fn emits(entries: &mut Entries, report: &Report) -> Vec<LitStr> {
    let (_, types) = entries.texts("emits", report).unwrap_or((Span::call_site(), Vec::new()));
    for kind in &types {
        let text = kind.value();
        if text.is_empty() || text.contains('*') {
            report.at(kind, format!("`{text}` is no event's type: emit a whole name, such as `UserCreated`"));
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
        report.at(symbol, format!("`{text}` is no C identifier: letters, digits and `_`, no digit first"));
    } else if text.starts_with("aro_") {
        report.at(symbol, format!("the symbol `{text}` cannot be: names that begin with `aro_` are the ABI's"));
    }
}
