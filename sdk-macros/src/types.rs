//! `#[derive(AroTypes)]`.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parse as _;
use syn::{Data, DeriveInput, Fields, Meta};

use crate::attrs::Entries;
use crate::catalogue::{attribute, block as say};
use crate::code::{Code, code};
use crate::door;
use crate::keys;
use crate::path::Sdk;
use crate::qualifier::{input_types, union};
use crate::report::Report;
use crate::syntax::attribute::find;
use crate::syntax::parse_all;
use crate::thunk::types_of;

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    door::enter("derive(AroTypes)", &TokenStream::new(), &|| read(item.clone()))
}

fn read(item: TokenStream) -> TokenStream {
    // rustc has read the item before: an error here would be rustc's as well.
    let input = match parse_all(item, DeriveInput::parse) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let report = Report::default();
    let (sdk, said) = said(&input, &report);
    let types = match said {
        Some(types) => types,
        None => union(&sdk, &of_data(&input, &sdk, &report)),
    };
    if let Some(errors) = report.finish() {
        return errors.into();
    }
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let (impl_generics, ty_generics, where_clause) =
        (Code::of(&impl_generics), Code::of(&ty_generics), Code::of(&where_clause));
    let implementation = code! { impl_generics, sdk, ident, ty_generics, where_clause, types =>
        impl #impl_generics #sdk::AroTypes for #ident #ty_generics #where_clause {
            const TYPES: #sdk::TypeSet = #types;
        }
    };
    implementation.into()
}

/// What `#[aro(types = […], crate = …)]` says.
fn said(input: &DeriveInput, report: &Report) -> (Sdk, Option<Code>) {
    let Some(attr) = find(&input.attrs, "aro") else {
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

fn of_data(input: &DeriveInput, sdk: &Sdk, report: &Report) -> Vec<Code> {
    let mut types = Vec::new();
    match &input.data {
        Data::Enum(data) => match serde_form(input) {
            Form::Object => types.push(code!(sdk => #sdk::TypeSet::OBJECT)),
            form => {
                // By their numbers, as an iterator over variants would be compiled for this line alone.
                for index in 0..data.variants.len() {
                    types.push(match &data.variants[index].fields {
                        fields if form == Form::Untagged => of_fields(fields, sdk),
                        // A variant is its name, or an object of its name and its fields.
                        Fields::Unit => code!(sdk => #sdk::TypeSet::STRING),
                        _ => code!(sdk => #sdk::TypeSet::OBJECT),
                    });
                }
            }
        },
        Data::Struct(data) => types.push(of_fields(&data.fields, sdk)),
        Data::Union(data) => report.at(&data.union_token, say::union()),
    }
    types
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
    for attr in &input.attrs {
        // What is wrong here, serde says.
        if let Meta::List(list) = &attr.meta
            && attr.path().is_ident("serde")
        {
            let mut begins = true;
            for token in list.tokens.clone() {
                match &token {
                    TokenTree::Ident(key) if begins && key == "untagged" => form = Form::Untagged,
                    TokenTree::Ident(key) if begins && key == "tag" => form = Form::Object,
                    _ => {}
                }
                begins = matches!(&token, TokenTree::Punct(comma) if comma.as_char() == ',');
            }
        }
    }
    form
}

fn of_fields(fields: &Fields, sdk: &Sdk) -> Code {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => types_of(&fields.unnamed[0].ty, sdk),
        Fields::Unnamed(_) => code!(sdk => #sdk::TypeSet::LIST),
        Fields::Named(_) => code!(sdk => #sdk::TypeSet::OBJECT),
        // An untagged unit variant is read from null, which ARO does not have.
        Fields::Unit => code!(sdk => #sdk::TypeSet::NONE),
    }
}
