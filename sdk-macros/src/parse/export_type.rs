//! `#[aro_export]` on a struct or an enum. The attribute adds a derive to the item, because a
//! derive sees the fields without those that a `#[cfg]` takes away.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parse as _;
use syn::parse::ParseStream;
use syn::{Attribute, Data, DeriveInput, Ident, Meta, Token};

use super::key_values::KeyValues;
use super::keys;
use super::rust_attributes::description;
use crate::diagnostics::Report;
use crate::model::{Description, ExportType, Repr};
use crate::syntax::attribute::find;
use crate::syntax::{parse_all, parse_with};

/// The name under which the derive finds the arguments of the attribute.
pub(crate) const ARGUMENTS: &str = "aro_exported";

/// # Errors
///
/// When the item is no struct, enum or union. rustc has parsed it before, so it says the same.
pub(crate) fn export_type(item: TokenStream, report: &Report) -> syn::Result<ExportType> {
    let item = parse_all(item, DeriveInput::parse)?;
    let args = match find(&item.attrs, ARGUMENTS).map(|attr| &attr.meta) {
        Some(Meta::List(list)) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    let mut args = KeyValues::parse(args, &keys::EXPORT, report);
    Ok(ExportType {
        sdk: args.sdk_path(report),
        symbol: args.string("symbol", report),
        description: description(&item.attrs),
        members: members(&item.data),
        repr: repr(&item.attrs),
        item,
    })
}

fn members(data: &Data) -> Vec<Description> {
    match data {
        Data::Struct(data) => data.fields.iter().map(|field| description(&field.attrs)).collect(),
        Data::Enum(data) => data.variants.iter().map(|variant| description(&variant.attrs)).collect(),
        Data::Union(_) => Vec::new(),
    }
}

/// All `#[repr(…)]`. Mistakes in them are for rustc to report.
fn repr(attrs: &[Attribute]) -> Repr {
    let mut repr = Repr::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
        if let Meta::List(list) = &attr.meta {
            let _ = parse_with(list.tokens.clone(), &mut |input| words(input, &mut repr));
        }
    }
    repr
}

fn words(input: ParseStream<'_>, repr: &mut Repr) -> syn::Result<()> {
    while !input.is_empty() {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "C" => repr.is_c = true,
            "packed" | "align" => repr.layout = Some(word.span()),
            int @ ("i8" | "i16" | "i32" | "i64" | "isize" | "u8" | "u16" | "u32" | "u64" | "usize") => {
                repr.int = Some(int.to_owned());
            }
            _ => {}
        }
        if input.peek(syn::token::Paren) {
            let _size;
            syn::parenthesized!(_size in input);
            let _ = _size.parse::<TokenStream>();
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(())
}

/// The attribute that passes the arguments to the derive; nothing for none.
pub(crate) fn passed_on(args: &TokenStream) -> TokenStream {
    if args.is_empty() {
        return TokenStream::new();
    }
    let name = Ident::new(ARGUMENTS, proc_macro2::Span::call_site());
    quote!(#[#name(#args)])
}
