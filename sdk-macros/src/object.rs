//! `#[aro_system_object]`.

use aro_abi::normal_form;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{ImplItem, ImplItemFn, ItemImpl};

use crate::attrs::Entries;
use crate::docs;
use crate::item;
use crate::marks;
use crate::params::{Params, Role};
use crate::path;
use crate::report::Report;
use crate::service::{check_block, name, receiver};
use crate::thunk::Thunk;

const METHODS: [&str; 3] = ["read", "write", "list"];

/// One of the three methods, read.
struct Method {
    kind: &'static str,
    function: ImplItemFn,
    params: Params,
}

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_impl("aro_system_object", item, |block, report| {
        let mut entries = Entries::parse(args, "#[aro_system_object]", &["identifier"], report);
        let identifier = name(&mut entries, "identifier", &block.self_ty, report);
        check_block(block, "aro_system_object", report);
        let methods = methods(block, report);
        if methods.is_empty() {
            report.at(&block.self_ty, "a system object needs at least one of the methods `read`, `write` and `list`");
        }
        move |block: &ItemImpl| generate(block, &identifier, &methods)
    })
}

fn methods(block: &mut ItemImpl, report: &Report) -> Vec<Method> {
    let mut methods = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        let Some(kind) = METHODS.into_iter().find(|known| function.sig.ident == known) else { continue };
        if receiver(function, report).is_none() {
            report.at(&function.sig.ident, format!("`{kind}` takes `&self`"));
            continue;
        }
        let params = Params::read(&mut function.sig, Role::Other, report);
        methods.push(Method { kind, function: function.clone(), params });
    }
    methods
}

fn generate(block: &ItemImpl, identifier: &str, methods: &[Method]) -> TokenStream {
    let private = path::private();
    let conditions = docs::conditions(&block.attrs);
    let ty = &block.self_ty;
    let description = docs::description(&block.attrs).unwrap_or_default();
    let runs = methods.iter().map(|method| {
        let ident = &method.function.sig.ident;
        let run = Thunk::new(&method.params).function(
            &format_ident!("__run_{}", method.kind),
            &quote!(<#ty>::#ident),
            Some(ty),
            &quote!(#private::Reply),
            |call, outcome| quote!(#private::respond(#call, "result", #outcome)),
        );
        let conditions = docs::conditions(&method.function.attrs);
        quote!(#(#conditions)* #run)
    });
    let fields = METHODS.iter().map(|kind| {
        let field = format_ident!("{kind}");
        let run = format_ident!("__run_{kind}");
        match methods.iter().any(|method| method.kind == *kind) {
            true => quote!(#field: #private::std::option::Option::Some(#run)),
            false => quote!(#field: #private::std::option::Option::None),
        }
    });
    let descriptor = quote! {
        #private::SystemObject { identifier: #identifier, description: #description, #(#fields),* }
    };
    let registration = item::registration("SystemObject", "SystemObject", &descriptor, identifier);
    let mark = marks::mark("system_object", &normal_form(identifier), syn::spanned::Spanned::span(ty));
    quote! {
        #(#conditions)*
        const _: () = {
            #(#runs)*
            #registration
            impl crate::__AroPlugin { #mark }
        };
    }
}
