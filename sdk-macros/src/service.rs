//! `#[aro_service]`.

use aro_abi::{normal_form, snake_case};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{LitStr, Meta, Type};

use crate::action::emits;
use crate::attrs::Entries;
use crate::catalogue::{action, attribute as say_attribute, block as say};
use crate::docs;
use crate::item;
use crate::keys;
use crate::marks;
use crate::params::{Params, Role};
use crate::path::Sdk;
use crate::report::Report;
use crate::spelling;
use crate::syntax::{Block, Function, Member, Receiver};
use crate::thunk::{Target, Thunk, optional};

/// A method of the service, read.
struct Method {
    function: Function,
    params: Params,
    name: String,
    name_span: Span,
}

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_impl(
        "aro_service",
        item,
        Box::new(move |block, report| {
            let mut entries = Entries::parse(args, &keys::SERVICE, report);
            let sdk = Sdk::of_plugin(entries.krate(report).as_ref());
            let name = name(&mut entries, "name", &block.self_ty, report);
            let emits = emits(&mut entries, report);
            check_block(block, "aro_service", report);
            let methods = if block.of_trait.is_none() { methods(block, report) } else { Vec::new() };
            if methods.is_empty() && block.of_trait.is_none() {
                report.at(&block.self_ty, say::no_methods("aro_service", "every method with `&self`"));
            }
            Box::new(move |block: &Block| generate(&sdk, block, &name, &emits, &methods))
        }),
    )
}

/// The name that the attribute gives under `key`, else the type's in kebab case.
pub(crate) fn name(entries: &mut Entries, key: &str, ty: &Type, report: &Report) -> String {
    match entries.text(key, report) {
        Some(given) if given.value().is_empty() => {
            report.at(&given, action::name_empty(key));
            String::new()
        }
        Some(given) => given.value(),
        None => match ty {
            Type::Path(path) => path
                .path
                .segments
                .last()
                .map_or_else(String::new, |last| snake_case(&last.ident.unraw().to_string()).replace('_', "-")),
            _ => String::new(),
        },
    }
}

/// What neither a service nor a system object can be.
pub(crate) fn check_block(block: &Block, attribute: &str, report: &Report) {
    if let Some((path, _)) = &block.of_trait {
        report.at(path, say::of_a_trait(attribute));
    }
    if !block.generics.params.is_empty() {
        report.at(&block.generics, say::generic_block(attribute));
    }
}

/// `&self` is what a method takes; `None` for a function that takes no `self`.
pub(crate) fn receiver(function: &Function, report: &Report) -> Option<()> {
    let (input, receiver) = function.sig.receiver()?;
    match receiver {
        Receiver::Shared => {}
        Receiver::Mutable => report.at(input, say::receiver_mut()),
        Receiver::Other => report.at(input, say::receiver_owned()),
    }
    Some(())
}

fn methods(block: &mut Block, report: &Report) -> Vec<Method> {
    let mut methods: Vec<Method> = Vec::new();
    for item in &mut block.members {
        let Member::Function(function) = item else { continue };
        let (skip, given) = own_attribute(function, report);
        if skip || receiver(function, report).is_none() {
            continue;
        }
        let params = Params::read(&mut function.sig, Role::Method, report);
        let ident = &function.sig.ident;
        let (name, name_span) = match given {
            Some(given) => (given.value(), given.span()),
            None => (ident.unraw().to_string(), ident.span()),
        };
        spelling::check("method", &name, name_span, report);
        methods.push(Method { function: (**function).clone(), params, name, name_span });
    }
    methods
}

/// `#[service(skip)]`, `#[service(name = "…")]`: taken off the method.
fn own_attribute(function: &mut Function, report: &Report) -> (bool, Option<LitStr>) {
    let (mut skip, mut name) = (false, None);
    for attr in function.attrs.extract_if(.., |attr| attr.path().is_ident("service")) {
        let tokens = match attr.meta {
            Meta::List(list) => list.tokens,
            other => {
                report.at(other, say_attribute::not_list("service", "#[service(skip)]"));
                continue;
            }
        };
        let mut entries = Entries::parse(tokens, &keys::SERVICE_METHOD, report);
        skip |= entries.word("skip", report).is_some();
        name = entries.text("name", report).or(name);
    }
    (skip, name)
}

fn generate(sdk: &Sdk, block: &Block, name: &str, emits: &[LitStr], methods: &[Method]) -> TokenStream {
    let ty = &block.self_ty;
    let description = docs::description(&block.attrs).unwrap_or_default();
    let runs = methods.iter().enumerate().map(|(index, method)| {
        let conditions = docs::conditions(&method.function.attrs);
        let run = Thunk::new(sdk, &method.params).function(
            &format_ident!("__run_{index}"),
            &Target::method(ty, &method.function.attrs, &method.function.sig),
            &quote!(#sdk::Reply),
            &|sdk, output, call, outcome| quote_spanned!(output=> #sdk::respond(#call, "result", #outcome)),
        );
        quote!(#(#conditions)* #run)
    });
    let entries = methods.iter().enumerate().map(|(index, method)| {
        let Method { function, params, name, .. } = method;
        let conditions = docs::conditions(&function.attrs);
        let description = docs::description(&function.attrs).unwrap_or_default();
        let deprecation = docs::deprecation(&function.attrs).map(|deprecation| deprecation.info(name));
        let deprecation = optional(deprecation.as_deref(), sdk);
        let infos = Thunk::new(sdk, params).infos();
        let run = format_ident!("__run_{index}");
        quote! {
            #(#conditions)*
            #sdk::ServiceMethod {
                name: #name,
                description: #description,
                deprecation: #deprecation,
                params: #infos,
                run: #run,
            }
        }
    });
    let descriptor = quote! {
        #sdk::Service {
            name: #name,
            description: #description,
            emits: &[#(#emits),*],
            methods: &[#(#entries),*],
        }
    };
    let registration = item::registration(sdk, "Service", "Service", &descriptor, name);
    let marks = methods.iter().map(|method| {
        let conditions = docs::conditions(&method.function.attrs);
        let mark = marks::mark("service_method", &normal_form(&method.name), method.name_span);
        quote!(#(#conditions)* #mark)
    });
    let marks: Vec<TokenStream> = marks.collect();
    let marks = marks::on_plugin(&marks);
    item::scope(&block.attrs, syn::spanned::Spanned::span(ty), &quote!(#(#runs)* #registration #marks))
}
