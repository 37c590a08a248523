//! `#[aro_on_event]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, ItemFn, LitStr};

use crate::docs;
use crate::item;
use crate::params::{Params, Role};
use crate::path;
use crate::report::Report;
use crate::thunk::Thunk;

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_function("aro_on_event", item, |function, report| {
        let pattern = pattern(args, report);
        if let Some(FnArg::Receiver(receiver)) = function.sig.inputs.first() {
            report.at(receiver, "an event's handler is a free function: it cannot take `self`");
        }
        let params = Params::read(&mut function.sig, Role::Other, report);
        move |function: &ItemFn| generate(function, &params, &pattern)
    })
}

fn pattern(args: TokenStream, report: &Report) -> String {
    let text = match syn::parse2::<LitStr>(args) {
        Ok(text) => text,
        Err(error) => {
            report.at_span(error.span(), "which events? `#[aro_on_event(\"UserCreated\")]`, `\"User*\"` or `\"*\"`");
            return String::new();
        }
    };
    let pattern = text.value();
    if pattern.is_empty() {
        report.at(&text, "the pattern is empty: no event has such a type");
    } else if pattern.strip_suffix('*').unwrap_or(&pattern).contains('*') {
        report.at(&text, format!("`{pattern}`: a `*` can only stand at the end, as in `User*`"));
    }
    pattern
}

fn generate(function: &ItemFn, params: &Params, pattern: &str) -> TokenStream {
    let private = path::private();
    let conditions = docs::conditions(&function.attrs);
    let ident = &function.sig.ident;
    let name = ident.to_string();
    let thunk = Thunk::new(params);
    let run = thunk.function(
        &format_ident!("__run"),
        &quote!(#ident),
        None,
        &quote!(()),
        |call, outcome| quote!(#private::discard(#call, #outcome)),
    );
    let descriptor = quote!(#private::Handler { name: #name, pattern: #pattern, run: __run });
    let registration = item::registration("Handler", "Handler", &descriptor, &format!("{name} {pattern}"));
    quote! {
        #(#conditions)*
        const _: () = {
            #run
            #registration
        };
    }
}
