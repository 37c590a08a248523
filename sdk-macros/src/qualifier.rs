//! `#[aro_qualifier]`.

use aro_abi::normal_form;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt;

use crate::attrs::Entries;
use crate::catalogue::{action as say, did_you_mean, listed, signature};
use crate::docs;
use crate::item;
use crate::keys;
use crate::marks;
use crate::params::{Params, Role, refuse_self};
use crate::path::Sdk;
use crate::report::Report;
use crate::syntax::Function;
use crate::thunk::{Target, Thunk, optional};

const TYPES: &[(&str, &str)] = &[
    ("String", "STRING"),
    ("Int", "INT"),
    ("Double", "DOUBLE"),
    ("Bool", "BOOL"),
    ("List", "LIST"),
    ("Object", "OBJECT"),
];

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_function(
        "aro_qualifier",
        item,
        Box::new(move |function, report| {
            let mut entries = Entries::parse(args, &keys::QUALIFIER, report);
            let sdk = Sdk::of_plugin(entries.krate(report).as_ref());
            let name = name(&mut entries, report);
            let types = input_types(&mut entries, &sdk, "input_types", report);
            refuse_self("aro_qualifier", &function.sig, report);
            if function.sig.inputs.is_empty() {
                report.at(&function.sig.ident, signature::value_missing());
            }
            let params = Params::read(&mut function.sig, Role::Other, report);
            Box::new(move |function: &Function| generate(&sdk, function, &params, name, types))
        }),
    )
}

fn name(entries: &mut Entries, report: &Report) -> Option<LitStr> {
    let name = entries.text("name", report)?;
    if normal_form(&name.value()).is_empty() {
        report.at(&name, say::name_empty("name"));
    }
    Some(name)
}

/// The constants of the types that the attribute names.
pub(crate) fn input_types(entries: &mut Entries, sdk: &Sdk, key: &str, report: &Report) -> Option<Vec<TokenStream>> {
    let (span, words) = entries.texts(key, report)?;
    if words.is_empty() && !entries.broken {
        report.at_span(span, say::types_empty(key));
    }
    let known = || TYPES.iter().map(|(known, _)| *known);
    let constants = words.iter().filter_map(|word| {
        let text = word.value();
        let Some((_, constant)) = TYPES.iter().find(|(known, _)| *known == text) else {
            report.at(word, say::type_unknown(&text, did_you_mean(&text, known()), listed(known())));
            return None;
        };
        let constant = format_ident!("{constant}");
        Some(quote!(#sdk::TypeSet::#constant))
    });
    Some(constants.collect())
}

fn generate(
    sdk: &Sdk,
    function: &Function,
    params: &Params,
    name: Option<LitStr>,
    types: Option<Vec<TokenStream>>,
) -> TokenStream {
    let ident = &function.sig.ident;
    let (name, span) = match name {
        Some(name) => (name.value(), name.span()),
        None => (ident.unraw().to_string().replace('_', "-"), ident.span()),
    };
    let description = docs::description(&function.attrs).unwrap_or_default();
    let deprecation = docs::deprecation(&function.attrs).map(|deprecation| deprecation.info(&name));
    let deprecation = optional(deprecation.as_deref(), sdk);
    let input_types = match types {
        Some(types) => quote!(#sdk::std::option::Option::Some(#sdk::TypeSet::NONE #(.or(#types))*)),
        None => quote!(#sdk::std::option::Option::None),
    };
    let thunk = Thunk::new(sdk, params);
    let run = thunk.function(
        &format_ident!("__run"),
        &Target::function(function),
        &quote!(#sdk::Reply),
        &|sdk, output, call, outcome| quote_spanned!(output=> #sdk::respond_qualifier(#call, #outcome)),
    );
    let infos = thunk.infos();
    let descriptor = quote! {
        #sdk::Qualifier {
            name: #name,
            description: #description,
            input_types: #input_types,
            deprecation: #deprecation,
            params: #infos,
            run: __run,
        }
    };
    let registration = item::registration(sdk, "Qualifier", "Qualifier", &descriptor, &ident.to_string());
    let mark = marks::on_plugin(&[marks::mark("qualifier", &normal_form(&name), span)]);
    item::scope(&function.attrs, ident.span(), &quote!(#run #registration #mark))
}
