//! `#[aro_service(…)]` before an `impl` block, and `#[service(…)]` before a method in it.

use aro_abi::snake_case;
use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;
use syn::{LitStr, Meta, Type};

use super::function::item_function;
use super::key_values::KeyValues;
use super::keys;
use super::rust_attributes::description;
use crate::diagnostics::{Report, attribute as say};
use crate::model::{FunctionKind, Name, Service, ServiceMethod, hyphenated, type_names};
use crate::syntax::{Block, Function, Member, attribute};

pub(crate) fn service<'a>(args: TokenStream, block: &'a mut Block, report: &Report) -> Service<'a> {
    let mut args = KeyValues::parse(args, &keys::SERVICE, report);
    let head = &block.head;
    Service {
        sdk: args.sdk_path(report),
        name: block_name(args.string("name", report), &head.self_ty),
        emits: args.string_list("emits", report),
        description: description(&head.attrs),
        block: head,
        // A trait's methods are not the service's; `check` refuses the block.
        methods: match &head.of_trait {
            Some(_) => Vec::new(),
            None => block.members.iter_mut().filter_map(|member| method(member, &head.self_ty, report)).collect(),
        },
    }
}

/// The name of a service or an object: what the attribute says, or else the type's in kebab case.
pub(super) fn block_name(given: Option<LitStr>, ty: &Type) -> Name {
    let derived = || match type_names::last_segment(ty) {
        Some(last) => hyphenated(&snake_case(&last.unraw().to_string())),
        None => String::new(),
    };
    Name::explicit_or(given, derived, ty.span())
}

/// `None` for what is not for programs: a function without `self`, or one that is skipped.
fn method<'a>(member: &'a mut Member, owner: &Type, report: &Report) -> Option<ServiceMethod<'a>> {
    let Member::Function(function) = member else { return None };
    let (skip, given_name) = own_attribute(function, report);
    function.sig.receiver()?;
    if skip {
        return None;
    }
    let ident = function.sig.ident.clone();
    Some(ServiceMethod {
        name: Name::explicit_or(given_name, || ident.unraw().to_string(), ident.span()),
        function: item_function(function, FunctionKind::Method, Some(owner), report),
    })
}

/// Takes `#[service(skip)]` and `#[service(name = "…")]` off the method.
fn own_attribute(function: &mut Function, report: &Report) -> (bool, Option<LitStr>) {
    let (mut skip, mut name) = (false, None);
    for attr in attribute::take(&mut function.attrs, "service") {
        let Meta::List(list) = attr.meta else {
            report.at(&attr.meta, say::not_list("service", "#[service(skip)]"));
            continue;
        };
        let mut list = KeyValues::parse(list.tokens, &keys::SERVICE_METHOD, report);
        skip |= list.flag("skip", report).is_some();
        name = list.string("name", report).or(name);
    }
    (skip, name)
}
