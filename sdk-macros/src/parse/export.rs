//! `#[aro_export]` on functions and `impl` blocks, and `exports!`.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::Parse as _;
use syn::spanned::Spanned as _;
use syn::{Attribute, GenericArgument, LitStr, Meta, PathArguments, ReturnType, Type, TypeReference};

use super::key_values::KeyValues;
use super::keys;
use super::plugin::own_path;
use super::rust_attributes::description;
use crate::diagnostics::{Report, attribute as say_attribute, export as say};
use crate::model::{
    ExportBlock, ExportFunction, ExportParam, ExportParamKind, ExportReturn, ExportReturnKind, Exports, Layer,
    type_names,
};
use crate::syntax::attribute::{self, Conditions};
use crate::syntax::{Block, Function, Input, Member, parse_all, replace_self};

pub(crate) fn exports(input: TokenStream, report: &Report) -> Exports {
    let (own_path, input) = own_path(input);
    let mut input = KeyValues::parse(input, &keys::EXPORTS, report);
    Exports { sdk: input.sdk_path(report).or(own_path) }
}

pub(crate) fn export_function<'a>(
    args: TokenStream,
    function: &'a mut Function,
    report: &Report,
) -> ExportFunction<'a> {
    let mut args = KeyValues::parse(args, &keys::EXPORT, report);
    let (sdk, symbol) = (args.sdk_path(report), args.string("symbol", report));
    let description = description(&function.attrs);
    take_param_docs(function);
    let params = params(function, None, report);
    ExportFunction { sdk, symbol, ..read(function, None, params, description, Vec::new()) }
}

pub(crate) fn export_block<'a>(args: TokenStream, block: &'a mut Block, report: &Report) -> ExportBlock<'a> {
    let mut args = KeyValues::parse(args, &keys::EXPORT, report);
    let head = &block.head;
    ExportBlock {
        sdk: args.sdk_path(report),
        symbol: args.string("symbol", report),
        description: description(&head.attrs),
        block: head,
        // A trait's methods are not the type's; `check` refuses the block.
        functions: match &head.of_trait {
            Some(_) => Vec::new(),
            None => {
                block.members.iter_mut().filter_map(|member| member_function(member, &head.self_ty, report)).collect()
            }
        },
    }
}

/// `None` for what C does not get.
fn member_function<'a>(member: &'a mut Member, owner: &Type, report: &Report) -> Option<ExportFunction<'a>> {
    let Member::Function(function) = member else { return None };
    let own = attribute::take(&mut function.attrs, &["export"]);
    let (mut skip, mut symbol) = (false, None);
    // A condition around `export` would need the function twice.
    for (_, attrs) in attribute::cases(&own).into_iter().take(1) {
        (skip, symbol) = own_attribute(&attrs, report);
    }
    if skip || !function.is_public() {
        return None;
    }
    let conditions = attribute::conditions(&function.attrs);
    let description = description(&function.attrs);
    take_param_docs(function);
    let params = report.is_right(&attribute::cfg_of(&conditions), |report| params(function, Some(owner), report))?;
    Some(ExportFunction { symbol, ..read(function, Some(owner), params, description, conditions) })
}

/// What `#[export(skip)]` and `#[export(symbol = "…")]` say.
fn own_attribute(attrs: &[Attribute], report: &Report) -> (bool, Option<LitStr>) {
    let (mut skip, mut symbol) = (false, None);
    for attr in attrs {
        let Meta::List(list) = &attr.meta else {
            report.at(&attr.meta, say_attribute::not_list("export", "#[export(skip)]"));
            continue;
        };
        let mut list = KeyValues::parse(list.tokens.clone(), &keys::EXPORT_METHOD, report);
        skip |= list.flag("skip", report).is_some();
        symbol = list.string("symbol", report).or(symbol);
    }
    (skip, symbol)
}

fn read<'a>(
    function: &'a Function,
    owner: Option<&Type>,
    params: Vec<ExportParam>,
    description: crate::model::Description,
    conditions: Conditions,
) -> ExportFunction<'a> {
    ExportFunction {
        sdk: None,
        symbol: None,
        receiver: function.sig.receiver().map(|(_, receiver)| receiver),
        params,
        returned: returned(&function.sig.output, function.sig.ident.span(), owner),
        description,
        conditions,
        is_deprecated: attribute::find(&function.attrs, "deprecated").is_some(),
        syntax: function,
    }
}

/// Doc comments of parameters, which rustc refuses. Another attribute of ours below this one takes
/// them itself.
fn take_param_docs(function: &mut Function) {
    let is_ours =
        |attr: &Attribute| attr.path().segments.last().is_some_and(|last| last.ident.to_string().starts_with("aro_"));
    if function.attrs.iter().any(is_ours) {
        return;
    }
    for input in &mut function.sig.inputs {
        attribute::take(&mut input.attrs, &["doc"]);
    }
}

fn params(function: &Function, owner: Option<&Type>, report: &Report) -> Vec<ExportParam> {
    let inputs = function.sig.inputs.iter().filter(|input| input.receiver().is_none() && !input.is_variadic());
    inputs.filter_map(|input| param(input, owner, report)).collect()
}

/// `None` after a mistake.
fn param(input: &Input, owner: Option<&Type>, report: &Report) -> Option<ExportParam> {
    let Some(name) = input.name() else {
        report.at(&input.pattern, say::parameter_unnamed());
        return None;
    };
    let ty = input.ty.as_ref()?;
    Some(ExportParam {
        conditions: attribute::conditions(&input.attrs),
        name: name.unraw().to_string(),
        description: description(&input.attrs),
        kind: param_kind(ty, owner, report)?,
        span: type_names::span(ty),
    })
}

fn param_kind(ty: &Type, owner: Option<&Type>, report: &Report) -> Option<ExportParamKind> {
    let refused = match ty {
        Type::Group(group) => return param_kind(&group.elem, owner, report),
        Type::Paren(paren) => return param_kind(&paren.elem, owner, report),
        Type::ImplTrait(_) => say::parameter_impl(),
        Type::Reference(TypeReference { mutability: Some(_), .. }) => say::parameter_mutable(),
        Type::Reference(TypeReference { lifetime: Some(lifetime), .. }) if lifetime.ident == "static" => {
            say::parameter_kept()
        }
        Type::Reference(reference) => return Some(ExportParamKind::Slice(outside_of_block(&reference.elem, owner))),
        _ => match owned(ty) {
            Some((found, instead)) => say::parameter_owned(found, instead),
            None => return Some(ExportParamKind::Value(outside_of_block(ty, owner))),
        },
    };
    report.at(&ty.to_token_stream(), refused);
    None
}

/// A type of the standard library that C cannot pass, and what to write instead.
fn owned(ty: &Type) -> Option<(&'static str, &'static str)> {
    Some(match type_names::last_segment(ty)?.to_string().as_str() {
        "String" => ("String", "`&str`"),
        "Vec" => ("Vec", "`&[T]`"),
        "Box" => ("Box", "`&str`, `&[T]` or the value itself"),
        "Option" => ("Option", "the value itself, and one that means nothing; or write a second function"),
        "char" => ("char", "`u32`, and `char::from_u32` in the function"),
        _ => return None,
    })
}

/// The type as it is written outside of the block of `owner`.
fn outside_of_block(ty: &Type, owner: Option<&Type>) -> Type {
    let Some(owner) = owner else { return ty.clone() };
    let tokens = replace_self(ty.to_token_stream(), owner);
    parse_all(tokens.clone(), Type::parse).unwrap_or(Type::Verbatim(tokens))
}

fn returned(output: &ReturnType, function: proc_macro2::Span, owner: Option<&Type>) -> ExportReturn {
    let ReturnType::Type(_, ty) = output else {
        return ExportReturn { layers: Vec::new(), kind: ExportReturnKind::Unit, span: function };
    };
    let mut layers = Vec::new();
    let kind = peel(ty, owner, &mut layers);
    let span = match &kind {
        ExportReturnKind::Unit => ty.span(),
        ExportReturnKind::Value(inner)
        | ExportReturnKind::Object(inner)
        | ExportReturnKind::String(inner)
        | ExportReturnKind::Vec(inner) => type_names::span(inner),
    };
    ExportReturn { layers, kind, span }
}

/// Takes the `Option`s and `Result`s off a type.
fn peel(ty: &Type, owner: Option<&Type>, layers: &mut Vec<Layer>) -> ExportReturnKind {
    match ty {
        Type::Group(group) => return peel(&group.elem, owner, layers),
        Type::Paren(paren) => return peel(&paren.elem, owner, layers),
        Type::Tuple(tuple) if tuple.elems.is_empty() => return ExportReturnKind::Unit,
        _ => {}
    }
    let outside = || outside_of_block(ty, owner);
    let Some(name) = type_names::last_segment(ty) else { return ExportReturnKind::Value(outside()) };
    match (name.to_string().as_str(), first_argument(ty)) {
        ("Option", Some(inner)) => {
            layers.push(Layer::Option);
            peel(inner, owner, layers)
        }
        ("Result", Some(inner)) => {
            layers.push(Layer::Result);
            peel(inner, owner, layers)
        }
        // Such as `std::fmt::Result`.
        ("Result", None) => {
            layers.push(Layer::Result);
            ExportReturnKind::Unit
        }
        ("String", None) => ExportReturnKind::String(outside()),
        ("Vec", Some(_)) => ExportReturnKind::Vec(outside()),
        (_, None) if is_owner(ty, owner) => ExportReturnKind::Object(outside()),
        _ => ExportReturnKind::Value(outside()),
    }
}

/// The first type between the angle brackets.
fn first_argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(list) = &path.path.segments.last()?.arguments else { return None };
    list.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn is_owner(ty: &Type, owner: Option<&Type>) -> bool {
    let (Some(owner), Some(name)) = (owner, type_names::last_segment(ty)) else { return false };
    name == "Self" || type_names::last_segment(owner) == Some(name)
}
