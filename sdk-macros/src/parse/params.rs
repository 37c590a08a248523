//! The parameters of a function, and `#[arg(…)]` before them.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt;
use syn::parse::Parse as _;
use syn::{Attribute, Meta, Type, TypeReference};

use super::key_values::{Entry, KeyValues};
use super::keys;
use super::rust_attributes::description;
use crate::diagnostics::{Report, argument, attribute, signature};
use crate::model::{DefaultValue, Param, Params};
use crate::syntax::attribute::{Conditions, cases, conditions, take};
use crate::syntax::{Input, Signature, parse_all, replace_self};

/// Reads the parameters and takes our attributes off them. A receiver is none.
pub(super) fn params(sig: &mut Signature, owner: Option<&Type>, report: &Report) -> Params {
    let inputs = sig.inputs.iter_mut().filter(|input| input.receiver().is_none() && !input.is_variadic());
    Params { list: inputs.flat_map(|input| param(input, owner, report)).collect() }
}

/// The parameter, once for each case that conditions around its attributes distinguish.
fn param(input: &mut Input, owner: Option<&Type>, report: &Report) -> Vec<Param> {
    let attrs = take(&mut input.attrs, &["arg", "doc"]);
    let conditions = conditions(&input.attrs);
    let case = |(case, attrs): (Conditions, Vec<Attribute>)| {
        let conditions = [conditions.clone(), case].concat();
        param_of_case(input, &attrs, conditions, owner, report)
    };
    cases(&attrs).into_iter().filter_map(case).collect()
}

/// `None` after a mistake without which nothing is known of the parameter.
fn param_of_case(
    input: &Input,
    attrs: &[Attribute],
    conditions: Conditions,
    owner: Option<&Type>,
    report: &Report,
) -> Option<Param> {
    let (ident, ident_span) = ident_of(input, report)?;
    let (ty, rust_name) = (input.ty.as_ref()?, ident.clone());
    let mut list = KeyValues::parse(arg_entries(attrs, report), &keys::ARG, report);
    let default = match list.take("default") {
        Some(Entry { value: Some(value), .. }) => Some(DefaultValue::Expr(match owner {
            Some(owner) => value.without_self(owner),
            None => value,
        })),
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
        conditions,
        name,
        name_span,
        default,
        subject: list.flag("subject", report),
        with: list.flag("with", report),
        flatten: list.flag("flatten", report),
        ty: outside_of_block(param_type(ty, &rust_name, report)?, owner),
        description: description(attrs),
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
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("arg")) {
        match &attr.meta {
            Meta::List(list) => lists.push(&list.tokens),
            other => report.at(other, attribute::not_list("arg", "#[arg(default)]")),
        }
    }
    quote!(#(#lists),*)
}

/// The type as it is written outside of the block of `owner`.
fn outside_of_block(ty: Type, owner: Option<&Type>) -> Type {
    let Some(owner) = owner else { return ty };
    let tokens = replace_self(ty.to_token_stream(), owner);
    parse_all(tokens.clone(), Type::parse).unwrap_or(Type::Verbatim(tokens))
}

/// The type, if a parameter can have it as far as its syntax shows it.
fn param_type(ty: &Type, name: &str, report: &Report) -> Option<Type> {
    let refused = match ty {
        Type::Group(group) => return param_type(&group.elem, name, report),
        Type::Paren(paren) => return param_type(&paren.elem, name, report),
        Type::ImplTrait(_) => signature::parameter_impl(),
        Type::Reference(TypeReference { mutability: Some(_), elem, .. }) => {
            signature::parameter_mut(name, &written(&elem.to_token_stream()))
        }
        Type::Reference(TypeReference { lifetime: Some(lifetime), .. }) if lifetime.ident == "static" => {
            signature::parameter_static()
        }
        other => return Some(other.clone()),
    };
    report.at(&ty.to_token_stream(), refused);
    None
}

/// The tokens of a type as people write them, for messages.
fn written(ty: &TokenStream) -> String {
    let mut text = ty.to_string();
    for (spaced, usual) in
        [(" < ", "<"), (" >", ">"), (" :: ", "::"), (" ,", ","), ("& ", "&"), ("[ ", "["), (" ]", "]")]
    {
        text = text.replace(spaced, usual);
    }
    text
}
