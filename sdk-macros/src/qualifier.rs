//! `#[aro_qualifier]`.

use aro_abi::normal_form;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{FnArg, ItemFn, LitStr};

use crate::attrs::Entries;
use crate::docs;
use crate::item;
use crate::marks;
use crate::params::{Params, Role};
use crate::path;
use crate::report::{Report, did_you_mean};
use crate::thunk::{Thunk, optional};

const KEYS: &[&str] = &["name", "input_types"];
const TYPES: &[(&str, &str)] = &[
    ("String", "STRING"),
    ("Int", "INT"),
    ("Double", "DOUBLE"),
    ("Bool", "BOOL"),
    ("List", "LIST"),
    ("Object", "OBJECT"),
];

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_function("aro_qualifier", item, |function, report| {
        let mut entries = Entries::parse(args, "#[aro_qualifier]", KEYS, report);
        let name = entries.text("name", report);
        let types = input_types(&mut entries, "input_types", report);
        check(function, report);
        let params = Params::read(&mut function.sig, Role::Other, report);
        move |function: &ItemFn| generate(function, &params, name, types)
    })
}

fn check(function: &ItemFn, report: &Report) {
    match function.sig.inputs.first() {
        None => report.at(&function.sig.ident, "a qualifier needs a parameter: the value that it works on"),
        Some(FnArg::Receiver(receiver)) => report.at(receiver, "a qualifier is a free function: it cannot take `self`"),
        Some(FnArg::Typed(_)) => {}
    }
}

/// The constants of the types that the attribute names.
pub(crate) fn input_types(entries: &mut Entries, key: &str, report: &Report) -> Option<Vec<TokenStream>> {
    let private = path::private();
    let (span, words) = entries.texts(key, report)?;
    if words.is_empty() {
        report.at_span(span, format!("`{key}` is empty: no value could ever be passed"));
    }
    let constants = words.iter().filter_map(|word| {
        let text = word.value();
        match TYPES.iter().find(|(known, _)| *known == text) {
            Some((_, constant)) => {
                let constant = format_ident!("{constant}");
                Some(quote!(#private::TypeSet::#constant))
            }
            None => {
                let near = did_you_mean(&text, TYPES.iter().map(|(known, _)| *known));
                report
                    .at(word, format!("unknown type `{text}`{near}\nARO has: String, Int, Double, Bool, List, Object"));
                None
            }
        }
    });
    Some(constants.collect())
}

fn generate(function: &ItemFn, params: &Params, name: Option<LitStr>, types: Option<Vec<TokenStream>>) -> TokenStream {
    let private = path::private();
    let conditions = docs::conditions(&function.attrs);
    let ident = &function.sig.ident;
    let (name, span) = match name {
        Some(name) => (name.value(), name.span()),
        None => (ident.unraw().to_string().replace('_', "-"), ident.span()),
    };
    let description = docs::description(&function.attrs).unwrap_or_default();
    let deprecation = docs::deprecation(&function.attrs).map(|deprecation| deprecation.info(&name));
    let deprecation = optional(deprecation.as_deref(), &private);
    let input_types = match types {
        Some(types) => quote!(#private::std::option::Option::Some(#private::TypeSet::NONE #(.or(#types))*)),
        None => quote!(#private::std::option::Option::None),
    };
    let thunk = Thunk::new(params);
    let run = thunk.function(
        &format_ident!("__run"),
        &quote!(#ident),
        None,
        &quote!(#private::Reply),
        |call, outcome| quote!(#private::respond_qualifier(#call, #outcome)),
    );
    let infos = thunk.infos();
    let descriptor = quote! {
        #private::Qualifier {
            name: #name,
            description: #description,
            input_types: #input_types,
            deprecation: #deprecation,
            params: #infos,
            run: __run,
        }
    };
    let registration = item::registration("Qualifier", "Qualifier", &descriptor, &ident.to_string());
    let mark = marks::mark("qualifier", &normal_form(&name), span);
    quote! {
        #(#conditions)*
        const _: () = {
            #run
            #registration
            impl crate::__AroPlugin { #mark }
        };
    }
}
