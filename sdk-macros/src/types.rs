//! `#[derive(AroTypes)]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Fields, Meta};

use crate::attrs::Entries;
use crate::catalogue::{attribute, block as say};
use crate::door;
use crate::keys;
use crate::path::Sdk;
use crate::qualifier::input_types;
use crate::report::Report;
use crate::thunk::types_of;

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    door::enter("derive(AroTypes)", &TokenStream::new(), Box::new(|| read(item)))
}

fn read(item: TokenStream) -> TokenStream {
    // rustc has read the item before: an error here would be rustc's as well.
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let report = Report::default();
    let (sdk, said) = said(&input, &report);
    let types = said.unwrap_or_else(|| of_data(&input, &sdk, &report));
    if let Some(errors) = report.finish() {
        return errors;
    }
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        impl #impl_generics #sdk::AroTypes for #ident #ty_generics #where_clause {
            const TYPES: #sdk::TypeSet = #sdk::TypeSet::NONE #(.or(#types))*;
        }
    }
}

/// What `#[aro(types = […], crate = …)]` says.
fn said(input: &DeriveInput, report: &Report) -> (Sdk, Option<Vec<TokenStream>>) {
    let Some(attr) = input.attrs.iter().find(|attr| attr.path().is_ident("aro")) else {
        return (Sdk::of_crate(None), None);
    };
    let Meta::List(list) = &attr.meta else {
        report.at(attr, attribute::not_list("aro", "#[aro(types = [\"String\"])]"));
        return (Sdk::of_crate(None), None);
    };
    let mut entries = Entries::parse(list.tokens.clone(), &keys::ARO, report);
    let sdk = Sdk::of_crate(entries.krate(report).as_ref());
    let types = input_types(&mut entries, &sdk, "types", report);
    (sdk, types)
}

fn of_data(input: &DeriveInput, sdk: &Sdk, report: &Report) -> Vec<TokenStream> {
    match &input.data {
        Data::Enum(data) => match serde_form(input) {
            Form::Untagged => data.variants.iter().map(|variant| of_fields(&variant.fields, sdk)).collect(),
            Form::Object => vec![quote!(#sdk::TypeSet::OBJECT)],
            // A variant is its name, or an object of its name and its fields.
            Form::Named => data
                .variants
                .iter()
                .map(|variant| match variant.fields {
                    Fields::Unit => quote!(#sdk::TypeSet::STRING),
                    _ => quote!(#sdk::TypeSet::OBJECT),
                })
                .collect(),
        },
        Data::Struct(data) => vec![of_fields(&data.fields, sdk)],
        Data::Union(data) => {
            report.at(data.union_token, say::union());
            Vec::new()
        }
    }
}

/// How serde reads an enum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The variants' fields, bare.
    Untagged,
    /// Always an object: the tag is a member.
    Object,
    /// By the variant's name: serde's default.
    Named,
}

fn serde_form(input: &DeriveInput) -> Form {
    let mut form = Form::Named;
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
        // What is wrong here, serde says.
        let _ = attr.parse_nested_meta(|meta| {
            if meta.path.is_ident("untagged") {
                form = Form::Untagged;
            } else if meta.path.is_ident("tag") {
                form = Form::Object;
            }
            if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            } else if meta.input.peek(syn::token::Paren) {
                meta.parse_nested_meta(|_| Ok(()))?;
            }
            Ok(())
        });
    }
    form
}

fn of_fields(fields: &Fields, sdk: &Sdk) -> TokenStream {
    let constant = match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => return types_of(&fields.unnamed[0].ty, sdk),
        Fields::Unnamed(_) => format_ident!("LIST"),
        Fields::Named(_) => format_ident!("OBJECT"),
        // An untagged unit variant is read from null, which ARO does not have.
        Fields::Unit => format_ident!("NONE"),
    };
    quote!(#sdk::TypeSet::#constant)
}
