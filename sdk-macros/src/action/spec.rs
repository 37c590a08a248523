//! What the attribute says about the action as a whole.

use aro_abi::{Preposition, Role, normal_form, pascal_case, snake_case};
use proc_macro2::{Span, TokenStream};
use syn::LitStr;
use syn::ext::IdentExt;

use crate::attrs::Entries;
use crate::catalogue::{action as say, did_you_mean, listed};
use crate::code::Code;
use crate::docs;
use crate::json::Object;
use crate::keys;
use crate::marks;
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
    pub(super) prepositions: Vec<String>,
    pub(super) role: Role,
    pub(super) since: Option<String>,
    pub(super) returns: String,
    pub(super) symbol: String,
    /// Where the attribute names it.
    pub(super) symbol_span: Option<Span>,
    pub(super) emits: Vec<LitStr>,
    pub(super) description: Option<String>,
    /// Its entry among the deprecations.
    pub(super) deprecation: Option<String>,
}

impl Spec {
    pub(super) fn read(args: TokenStream, function: &Function, report: &Report) -> Self {
        let mut entries = Entries::parse(args, &keys::ACTION, report);
        let ident = &function.sig.ident;
        let given = entries.text("name", report);
        let (name, name_span) = match &given {
            Some(name) => (name.value(), name.span()),
            None => (pascal_case(&ident.unraw().to_string()), ident.span()),
        };
        if given.is_some() || name.is_empty() {
            spelling::check("name", &name, name_span, report);
        }
        let (symbol, symbol_span) = match entries.text("symbol", report) {
            Some(symbol) => {
                check_symbol(&symbol, report);
                (symbol.value(), Some(symbol.span()))
            }
            None => (format!("{}__{}", crate_name(), c_identifier(&snake_case(&name))), None),
        };
        Self {
            sdk: Sdk::of_plugin(entries.krate(report).as_ref()),
            verbs: verbs(&mut entries, report),
            prepositions: prepositions(&mut entries, report),
            role: role(&mut entries, report),
            since: entries.string("since", report),
            returns: returns(&mut entries, report),
            emits: emits(&mut entries, report),
            symbol,
            symbol_span,
            description: docs::description(&function.attrs),
            deprecation: docs::deprecation(&function.attrs, &name),
            name,
            name_span,
        }
    }

    /// The beginning of the action's entry in the metadata (ABI, section 7).
    pub(super) fn info(&self) -> String {
        let mut verbs = Vec::new();
        for verb in &self.verbs {
            verbs.push(verb.value());
        }
        Object::new()
            .text("name", &self.name)
            .texts("verbs", &verbs)
            .text("role", self.role.as_str())
            .texts("prepositions", &self.prepositions)
            .optional("description", self.description.as_deref())
            .optional("since", self.since.as_deref())
            .open()
    }

    /// Other spellings of the name and the verbs.
    pub(super) fn spellings(&self) -> Code {
        let mut spellings = Vec::new();
        spelling::push_others(&self.name, &mut spellings);
        for verb in &self.verbs {
            spelling::push_others(&verb.value(), &mut spellings);
        }
        Code::list(&spellings)
    }

    /// Marks every normal form that means this action, each at the place that says so; its name's comes last.
    pub(super) fn marks(&self) -> Code {
        let own = normal_form(&self.name);
        let mut own_span = self.name_span;
        let mut marks = Code::default();
        for verb in &self.verbs {
            let form = normal_form(&verb.value());
            if form == own {
                own_span = verb.span();
            } else {
                marks.push(marks::mark("verb", &form, verb.span()));
            }
        }
        marks.push(marks::mark("verb", &own, own_span));
        if let Some(span) = self.symbol_span {
            marks.push(marks::mark("entry_point", &self.symbol, span));
        }
        marks
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
    for (index, verb) in verbs.iter().enumerate() {
        let text = verb.value();
        spelling::check("verb", &text, verb.span(), report);
        for before in &verbs[..index] {
            if normal_form(&before.value()) == normal_form(&text) {
                report.at(verb, say::verb_repeated(&text, &before.value()));
                break;
            }
        }
    }
    verbs
}

fn prepositions(entries: &mut Entries, report: &Report) -> Vec<String> {
    let known = Preposition::WORDS;
    let mut found = Vec::new();
    let Some((span, words)) = entries.texts("prepositions", report) else {
        for word in known {
            found.push((*word).to_owned());
        }
        return found;
    };
    if words.is_empty() && !entries.broken {
        report.at_span(span, say::prepositions_empty(&listed(known)));
    }
    for word in &words {
        let text = word.value();
        if !known.contains(&text.as_str()) {
            report.at(word, say::preposition_unknown(&text, &did_you_mean(&text, known), &listed(known)));
        } else if found.contains(&text) {
            report.at(word, say::preposition_repeated(&text));
        } else {
            found.push(text);
        }
    }
    found
}

fn role(entries: &mut Entries, report: &Report) -> Role {
    let Some(word) = entries.text("role", report) else { return Role::Own };
    let (text, known) = (word.value(), Role::WORDS);
    let Some(role) = Role::from_word(&text) else {
        report.at(&word, say::role_unknown(&text, &did_you_mean(&text, known), &listed(known)));
        return Role::Own;
    };
    role
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
    let Some((_, types)) = entries.texts("emits", report) else { return Vec::new() };
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

fn is_c_identifier(name: &str) -> bool {
    for (index, byte) in name.bytes().enumerate() {
        let fits = if index == 0 { byte.is_ascii_alphabetic() } else { byte.is_ascii_alphanumeric() };
        if !fits && byte != b'_' {
            return false;
        }
    }
    !name.is_empty()
}

fn check_symbol(symbol: &LitStr, report: &Report) {
    let text = symbol.value();
    if !is_c_identifier(&text) {
        report.at(symbol, say::symbol_unfit(&text, "it is no C identifier"));
    } else if text.starts_with("aro_") {
        report.at(symbol, say::symbol_unfit(&text, "names that begin with `aro_` are the ABI's"));
    }
}
