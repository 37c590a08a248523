//! `#[aro_system_object]`.

use aro_abi::normal_form;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use crate::attrs::Entries;
use crate::catalogue::block as say;
use crate::docs;
use crate::item;
use crate::keys;
use crate::marks;
use crate::params::{Params, Role};
use crate::path::Sdk;
use crate::report::Report;
use crate::service::{check_block, name, receiver};
use crate::syntax::{Block, Function, Member};
use crate::thunk::{Target, Thunk};

const METHODS: [&str; 3] = ["read", "write", "list"];

/// One of the three methods, read.
struct Method {
    kind: &'static str,
    function: Function,
    params: Params,
}

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_impl(
        "aro_system_object",
        item,
        Box::new(move |block, report| {
            let mut entries = Entries::parse(args, &keys::SYSTEM_OBJECT, report);
            let sdk = Sdk::of_plugin(entries.krate(report).as_ref());
            let identifier = name(&mut entries, "identifier", &block.self_ty, report);
            check_block(block, "aro_system_object", report);
            let methods = if block.of_trait.is_none() { methods(block, report) } else { Vec::new() };
            if methods.is_empty() && block.of_trait.is_none() {
                report.at(
                    &block.self_ty,
                    say::no_methods("aro_system_object", "the methods `read`, `write` and `list` with `&self`"),
                );
            }
            Box::new(move |block: &Block| generate(&sdk, block, &identifier, &methods))
        }),
    )
}

fn methods(block: &mut Block, report: &Report) -> Vec<Method> {
    let mut methods = Vec::new();
    for item in &mut block.members {
        let Member::Function(function) = item else { continue };
        let Some(kind) = METHODS.into_iter().find(|known| function.sig.ident == known) else { continue };
        if receiver(function, report).is_none() {
            report.at(&function.sig.ident, say::method_without_self(kind));
        }
        let params = Params::read(&mut function.sig, Role::Method, report);
        methods.push(Method { kind, function: (**function).clone(), params });
    }
    methods
}

fn generate(sdk: &Sdk, block: &Block, identifier: &str, methods: &[Method]) -> TokenStream {
    let ty = &block.self_ty;
    let description = docs::description(&block.attrs).unwrap_or_default();
    let runs = methods.iter().map(|method| {
        let run = Thunk::new(sdk, &method.params).function(
            &format_ident!("__run_{}", method.kind),
            &Target::method(ty, &method.function.attrs, &method.function.sig),
            &quote!(#sdk::Reply),
            &|sdk, output, call, outcome| quote_spanned!(output=> #sdk::respond(#call, "result", #outcome)),
        );
        let conditions = docs::conditions(&method.function.attrs);
        quote!(#(#conditions)* #run)
    });
    let fields = METHODS.iter().map(|kind| {
        let field = format_ident!("{kind}");
        let run = format_ident!("__run_{kind}");
        match methods.iter().any(|method| method.kind == *kind) {
            true => quote!(#field: #sdk::std::option::Option::Some(#run)),
            false => quote!(#field: #sdk::std::option::Option::None),
        }
    });
    let descriptor = quote! {
        #sdk::SystemObject { identifier: #identifier, description: #description, #(#fields),* }
    };
    let registration = item::registration(sdk, "SystemObject", "SystemObject", &descriptor, identifier);
    let mark = marks::mark("system_object", &normal_form(identifier), syn::spanned::Spanned::span(ty));
    let mark = marks::on_plugin(&[mark]);
    item::scope(&block.attrs, syn::spanned::Spanned::span(ty), &quote!(#(#runs)* #registration #mark))
}
