//! `#[aro_service(…)]` before an `impl` block, and `#[service(…)]` before a method in it.

use aro_abi::snake_case;
use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;
use syn::{Attribute, LitStr, Meta, Type};

use super::function::with_params;
use super::key_values::KeyValues;
use super::keys;
use super::params::params;
use super::rust_attributes::description;
use crate::diagnostics::{Report, attribute as say};
use crate::model::{FunctionKind, ItemFunction, Name, Service, ServiceMethod, WrittenDuration, hyphenated, type_names};
use crate::syntax::attribute::{self, Conditions};
use crate::syntax::{Block, Member};

pub(crate) fn service<'a>(args: TokenStream, block: &'a mut Block, report: &Report) -> Service<'a> {
    let mut args = KeyValues::parse(args, &keys::SERVICE, report);
    let head = &block.head;
    let timeout = args.duration("timeout", report);
    Service {
        sdk: args.sdk_path(report),
        name: block_name(args.string("name", report), &head.self_ty),
        emits: args.string_list("emits", report),
        description: description(&head.attrs),
        block: head,
        // A trait's methods are not the service's; `check` refuses the block.
        methods: match &head.of_trait {
            Some(_) => Vec::new(),
            None => block
                .members
                .iter_mut()
                .flat_map(|member| methods(member, &head.self_ty, report))
                .map(|method| with_timeout(method, timeout.as_ref()))
                .collect(),
        },
        timeout,
    }
}

/// An `async` method without a timeout of its own has that of the service.
fn with_timeout<'a>(mut method: ServiceMethod<'a>, timeout: Option<&WrittenDuration>) -> ServiceMethod<'a> {
    if method.function.is_async() && method.function.timeout.is_none() {
        method.function.timeout = timeout.cloned();
    }
    method
}

/// The name of a service or an object: what the attribute says, or else the type's in kebab case.
pub(super) fn block_name(given: Option<LitStr>, ty: &Type) -> Name {
    let derived = || match type_names::last_segment(ty) {
        Some(last) => hyphenated(&snake_case(&last.unraw().to_string())),
        None => String::new(),
    };
    Name::explicit_or(given, derived, ty.span())
}

/// The method, once for each case that conditions around its attributes distinguish. Nothing for
/// what is not for programs: a function without `self`, or one that is skipped.
fn methods<'a>(member: &'a mut Member, owner: &Type, report: &Report) -> Vec<ServiceMethod<'a>> {
    let Member::Function(function) = member else { return Vec::new() };
    let mut attrs = attribute::take(&mut function.attrs, &["service"]);
    attrs.extend(attribute::copy(&function.attrs, &["doc", "deprecated"]));
    let mut cases = Vec::new();
    for (case, attrs) in attribute::cases(&attrs) {
        let OwnAttribute { skip, name, timeout } = own_attribute(&attrs, report);
        if !skip && function.sig.receiver().is_some() {
            cases.push((case, attrs, name, timeout));
        }
    }
    let Some((case, ..)) = cases.first() else { return Vec::new() };
    let conditions = attribute::conditions(&function.attrs);
    // Of a method that is skipped in the other cases, the signature may be any.
    let first = [&conditions[..], &case[..]].concat();
    let Some(params) =
        report.is_right(&attribute::cfg_of(&first), |report| params(&mut function.sig, Some(owner), report))
    else {
        return Vec::new();
    };
    let function = &**function;
    let ident = &function.sig.ident;
    let method =
        |(case, attrs, given_name, timeout): (Conditions, Vec<Attribute>, Option<LitStr>, Option<WrittenDuration>)| {
            let conditions = [&conditions[..], &case[..]].concat();
            ServiceMethod {
                name: Name::explicit_or(given_name, || ident.unraw().to_string(), ident.span()),
                function: ItemFunction {
                    timeout,
                    ..with_params(function, FunctionKind::Method, params.clone(), &attrs, conditions)
                },
            }
        };
    cases.into_iter().map(method).collect()
}

/// What `#[service(…)]` says.
#[derive(Default)]
struct OwnAttribute {
    skip: bool,
    name: Option<LitStr>,
    timeout: Option<WrittenDuration>,
}

fn own_attribute(attrs: &[Attribute], report: &Report) -> OwnAttribute {
    let mut own = OwnAttribute::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("service")) {
        let Meta::List(list) = &attr.meta else {
            report.at(&attr.meta, say::not_list("service", "#[service(skip)]"));
            continue;
        };
        let mut list = KeyValues::parse(list.tokens.clone(), &keys::SERVICE_METHOD, report);
        own.skip |= list.flag("skip", report).is_some();
        own.name = list.string("name", report).or(own.name);
        own.timeout = list.duration("timeout", report).or(own.timeout);
    }
    own
}
