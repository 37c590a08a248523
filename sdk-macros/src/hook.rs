//! `#[aro_init]` and `#[aro_shutdown]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, ItemFn};

use crate::attrs::Entries;
use crate::docs;
use crate::item;
use crate::marks;
use crate::params::{Params, Role};
use crate::path;
use crate::thunk::Thunk;

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Init,
    Shutdown,
}

impl Kind {
    fn attribute(self) -> &'static str {
        match self {
            Kind::Init => "aro_init",
            Kind::Shutdown => "aro_shutdown",
        }
    }

    fn variant(self) -> &'static str {
        match self {
            Kind::Init => "Init",
            Kind::Shutdown => "Shutdown",
        }
    }

    /// What is done with what the function returns.
    fn finish(self) -> &'static str {
        match self {
            Kind::Init => "keep_state",
            Kind::Shutdown => "discard",
        }
    }
}

pub(crate) fn expand(kind: Kind, args: TokenStream, item: TokenStream) -> TokenStream {
    let attribute = kind.attribute();
    item::on_function(attribute, item, |function, report| {
        Entries::parse(args, &format!("#[{attribute}]"), &[], report);
        if let Some(FnArg::Receiver(receiver)) = function.sig.inputs.first() {
            report.at(receiver, format!("#[{attribute}] stands on a free function: it cannot take `self`"));
        }
        let params = Params::read(&mut function.sig, Role::Other, report);
        move |function: &ItemFn| generate(kind, function, &params)
    })
}

fn generate(kind: Kind, function: &ItemFn, params: &Params) -> TokenStream {
    let private = path::private();
    let conditions = docs::conditions(&function.attrs);
    let ident = &function.sig.ident;
    let name = ident.to_string();
    let finish = format_ident!("{}", kind.finish());
    let run = Thunk::new(params).function(
        &format_ident!("__run"),
        &quote!(#ident),
        None,
        &quote!(()),
        |call, outcome| quote!(#private::#finish(#call, #outcome)),
    );
    let descriptor = quote!(#private::Hook { name: #name, run: __run });
    let registration = item::registration(kind.variant(), "Hook", &descriptor, &name);
    let mark = marks::mark("hook", kind.attribute(), ident.span());
    quote! {
        #(#conditions)*
        const _: () = {
            #run
            #registration
            impl crate::__AroPlugin { #mark }
        };
    }
}
