//! `#[derive(AroTypes)]`: the item, `#[aro(…)]` on it, and what serde's attributes say of an enum.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parse as _;
use syn::{Data, DeriveInput, Fields, Meta, Path};

use super::key_values::KeyValues;
use super::keys;
use crate::diagnostics::{Report, attribute};
use crate::model::{AroTypes, AroTypesSource, FieldTypes, StringList};
use crate::syntax::attribute::find;
use crate::syntax::parse_all;

/// # Errors
///
/// When the item is no struct, enum or union. rustc has parsed it before, so it says the same.
pub(crate) fn aro_types(item: TokenStream, report: &Report) -> syn::Result<AroTypes> {
    let item = parse_all(item, DeriveInput::parse)?;
    let (sdk, types) = aro_attribute(&item, report);
    let source = match types {
        Some(types) => AroTypesSource::Explicit(types),
        None => AroTypesSource::Fields(fields_of(&item)),
    };
    Ok(AroTypes { sdk, source, item })
}

/// `#[aro(types = […], crate = …)]`.
fn aro_attribute(item: &DeriveInput, report: &Report) -> (Option<Path>, Option<StringList>) {
    let Some(attr) = find(&item.attrs, "aro") else { return (None, None) };
    let Meta::List(list) = &attr.meta else {
        report.at(attr, attribute::not_list("aro", "#[aro(types = [\"String\"])]"));
        return (None, None);
    };
    let mut list = KeyValues::parse(list.tokens.clone(), &keys::ARO, report);
    (list.sdk_path(report), list.string_list("types", report))
}

fn fields_of(item: &DeriveInput) -> Vec<FieldTypes> {
    match &item.data {
        Data::Struct(data) => vec![types_of_fields(&data.fields)],
        Data::Enum(data) => match EnumRepresentation::of(item) {
            EnumRepresentation::InternallyTagged => vec![FieldTypes::Object],
            EnumRepresentation::Untagged => {
                data.variants.iter().map(|variant| types_of_fields(&variant.fields)).collect()
            }
            EnumRepresentation::ExternallyTagged => {
                data.variants.iter().map(|variant| types_of_tagged(&variant.fields)).collect()
            }
        },
        Data::Union(_) => Vec::new(),
    }
}

fn types_of_fields(fields: &Fields) -> FieldTypes {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            FieldTypes::OfType(Box::new(fields.unnamed[0].ty.clone()))
        }
        Fields::Unnamed(_) => FieldTypes::List,
        Fields::Named(_) => FieldTypes::Object,
        Fields::Unit => FieldTypes::Nothing,
    }
}

/// A variant is its name, or an object with its name as the only key.
fn types_of_tagged(fields: &Fields) -> FieldTypes {
    match fields {
        Fields::Unit => FieldTypes::Name,
        _ => FieldTypes::Object,
    }
}

/// How serde represents an enum: <https://serde.rs/enum-representations.html>.
enum EnumRepresentation {
    /// serde's default.
    ExternallyTagged,
    /// `tag = "…"`, also with `content = "…"`: always an object.
    InternallyTagged,
    Untagged,
}

impl EnumRepresentation {
    fn of(item: &DeriveInput) -> Self {
        let mut representation = Self::ExternallyTagged;
        for attr in item.attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
            // Mistakes here are for serde to report.
            if let Meta::List(list) = &attr.meta {
                let mut at_key = true;
                for token in list.tokens.clone() {
                    match &token {
                        TokenTree::Ident(key) if at_key && key == "untagged" => representation = Self::Untagged,
                        TokenTree::Ident(key) if at_key && key == "tag" => representation = Self::InternallyTagged,
                        _ => {}
                    }
                    at_key = matches!(&token, TokenTree::Punct(comma) if comma.as_char() == ',');
                }
            }
        }
        representation
    }
}
