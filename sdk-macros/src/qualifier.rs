//! `#[aro_qualifier]`.

use aro_abi::normal_form;
use proc_macro2::TokenStream;
use syn::LitStr;
use syn::ext::IdentExt;

use crate::attrs::Entries;
use crate::catalogue::{action as say, did_you_mean, listed, signature};
use crate::code::{Code, code, ident};
use crate::docs;
use crate::item;
use crate::keys;
use crate::marks;
use crate::params::{Params, Role, refuse_self};
use crate::path::Sdk;
use crate::report::Report;
use crate::spelling::{hyphenated, push_others};
use crate::syntax::Function;
use crate::thunk::{Outcome, Target, Thunk, optional};

/// ARO's types. In capitals they are the names of constants.
const TYPES: [&str; 6] = ["String", "Int", "Double", "Bool", "List", "Object"];

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_function("aro_qualifier", &args, &item, read)
}

fn read(args: TokenStream, function: &mut Function, report: &Report) -> Option<Code> {
    let mut entries = Entries::parse(args, &keys::QUALIFIER, report);
    let sdk = Sdk::of_plugin(entries.krate(report).as_ref());
    let name = name(&mut entries, report);
    let types = input_types(&mut entries, &sdk, "input_types", report);
    refuse_self("aro_qualifier", &function.sig, report);
    if function.sig.inputs.is_empty() {
        report.at(&function.sig.ident, signature::value_missing());
    }
    let params = Params::read(&mut function.sig, Role::Other, report);
    report.none_so_far()?;
    Some(generate(&sdk, function, &params, name, types))
}

fn name(entries: &mut Entries, report: &Report) -> Option<LitStr> {
    let name = entries.text("name", report)?;
    if normal_form(&name.value()).is_empty() {
        report.at(&name, say::name_empty("name"));
    }
    Some(name)
}

/// The set of the types that the attribute names.
pub(crate) fn input_types(entries: &mut Entries, sdk: &Sdk, key: &str, report: &Report) -> Option<Code> {
    let (span, words) = entries.texts(key, report)?;
    if words.is_empty() && !entries.broken {
        report.at_span(span, say::types_empty(key));
    }
    let mut types = Vec::new();
    for word in &words {
        let text = word.value();
        if TYPES.contains(&text.as_str()) {
            let constant = ident(&text.to_ascii_uppercase());
            types.push(code!(sdk, constant => #sdk::TypeSet::#constant));
        } else {
            report.at(word, say::type_unknown(&text, &did_you_mean(&text, &TYPES), &listed(&TYPES)));
        }
    }
    Some(union(sdk, &types))
}

/// What is in one of these sets of types.
pub(crate) fn union(sdk: &Sdk, types: &[Code]) -> Code {
    let mut union = code!(sdk => #sdk::TypeSet::NONE);
    for types in types {
        union.push(code!(types => .or(#types)));
    }
    union
}

fn generate(sdk: &Sdk, function: &Function, params: &Params, name: Option<LitStr>, types: Option<Code>) -> Code {
    let written = &function.sig.ident;
    let (name, span) = match name {
        Some(name) => (name.value(), name.span()),
        None => (hyphenated(&written.unraw().to_string()), written.span()),
    };
    let description = docs::description(&function.attrs).unwrap_or_default();
    let deprecation = optional(docs::deprecation(&function.attrs, &name).as_deref(), sdk);
    let input_types = match types {
        Some(types) => code!(sdk, types => #sdk::std::option::Option::Some(#types)),
        None => code!(sdk => #sdk::std::option::Option::None),
    };
    let thunk = Thunk::new(sdk, params);
    let run = thunk.function(&ident("__run"), &Target::function(function), Outcome::QualifierReply);
    let infos = thunk.infos();
    let mut spellings = Vec::new();
    push_others(&name, &mut spellings);
    let spellings = Code::list(&spellings);
    let descriptor = code! { sdk, name, spellings, description, input_types, deprecation, infos =>
        #sdk::Qualifier {
            name: #name,
            spellings: &[#spellings],
            description: #description,
            input_types: #input_types,
            deprecation: #deprecation,
            params: #infos,
            describe: #sdk::describe_qualifier,
            run: __run,
        }
    };
    let registration = item::registration(sdk, "Qualifier", "Qualifier", &descriptor, &written.to_string());
    let mark = marks::on_plugin(&marks::mark("qualifier", &normal_form(&name), span));
    item::scope(&function.attrs, written.span(), &code!(run, registration, mark => #run #registration #mark))
}
