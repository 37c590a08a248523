//! The parameters of a function, and `#[arg(…)]` before them.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, Type, TypeReference};

use super::key_values::{Entry, KeyValues};
use super::keys;
use super::rust_attributes::description;
use crate::diagnostics::{Report, argument, attribute, signature};
use crate::model::{DefaultValue, Param, ParamType, Params, type_names};
use crate::syntax::attribute::take;
use crate::syntax::{Input, Signature};

/// Reads the parameters and takes our attributes off them. A receiver is none.
pub(super) fn params(sig: &mut Signature, report: &Report) -> Params {
    let inputs = sig.inputs.iter_mut().filter(|input| input.receiver().is_none() && !input.is_variadic());
    Params { list: inputs.filter_map(|input| param(input, report)).collect() }
}

/// `None` after a mistake without which nothing is known of the parameter.
fn param(input: &mut Input, report: &Report) -> Option<Param> {
    let attrs = take(&mut input.attrs, "arg");
    let docs = take(&mut input.attrs, "doc");
    let (ident, ident_span) = ident_of(input, report)?;
    let ty = input.ty.as_ref()?;
    let mut list = KeyValues::parse(arg_entries(&attrs, report), &keys::ARG, report);
    let default = match list.take("default") {
        Some(Entry { value: Some(value), .. }) => Some(DefaultValue::Expr(value)),
        Some(Entry { value: None, .. }) => Some(DefaultValue::OfType),
        None => None,
    };
    let (name, name_span) = match list.string("name", report) {
        Some(given) if given.value().is_empty() => {
            report.at(&given, argument::name_empty());
            (ident, ident_span)
        }
        Some(given) => (given.value(), given.span()),
        None => (ident, ident_span),
    };
    Some(Param {
        name,
        name_span,
        default,
        subject: list.flag("subject", report),
        with: list.flag("with", report),
        flatten: list.flag("flatten", report),
        ty: param_type(ty, report)?,
        description: description(&docs),
    })
}

fn ident_of(input: &Input, report: &Report) -> Option<(String, Span)> {
    let Some(ident) = input.name() else {
        report.at(&input.pattern, signature::parameter_pattern());
        return None;
    };
    Some((ident.unraw().to_string(), ident.span()))
}

/// The entries of all `#[arg(…)]` of one parameter, as one list.
fn arg_entries(attrs: &[Attribute], report: &Report) -> TokenStream {
    let mut lists = Vec::new();
    for attr in attrs {
        match &attr.meta {
            Meta::List(list) => lists.push(&list.tokens),
            other => report.at(other, attribute::not_list("arg", "#[arg(default)]")),
        }
    }
    quote!(#(#lists),*)
}

/// How a parameter of this type is extracted and passed.
fn param_type(ty: &Type, report: &Report) -> Option<ParamType> {
    let refused = match ty {
        Type::Group(group) => return param_type(&group.elem, report),
        Type::Paren(paren) => return param_type(&paren.elem, report),
        Type::ImplTrait(_) => signature::parameter_impl(),
        Type::Reference(TypeReference { mutability: Some(_), .. }) => signature::parameter_mut(),
        Type::Reference(TypeReference { lifetime: Some(lifetime), .. }) if lifetime.ident == "static" => {
            signature::parameter_static()
        }
        Type::Reference(reference) => {
            return Some(match &*reference.elem {
                Type::Slice(slice) if type_names::is_one_of(&slice.elem, &["u8"]) => ParamType::Value(ty.clone()),
                Type::Slice(slice) => ParamType::Slice((*slice.elem).clone(), slice.span()),
                unsized_type if type_names::is_one_of(unsized_type, &["str", "Path", "RawValue"]) => {
                    ParamType::Value(ty.clone())
                }
                other => ParamType::Reference(other.clone()),
            });
        }
        other => return Some(ParamType::Value(other.clone())),
    };
    report.at(&ty.to_token_stream(), refused);
    None
}
