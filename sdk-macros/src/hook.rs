//! `#[aro_init]` and `#[aro_shutdown]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use crate::attrs::Entries;
use crate::item;
use crate::keys::{self, Keys};
use crate::marks;
use crate::params::{Params, Role, refuse_self};
use crate::path::Sdk;
use crate::syntax::Function;
use crate::thunk::{Target, Thunk};

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

    fn keys(self) -> &'static Keys {
        match self {
            Kind::Init => &keys::INIT,
            Kind::Shutdown => &keys::SHUTDOWN,
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
    item::on_function(
        attribute,
        item,
        Box::new(move |function, report| {
            let mut entries = Entries::parse(args, kind.keys(), report);
            let sdk = Sdk::of_plugin(entries.krate(report).as_ref());
            refuse_self(attribute, &function.sig, report);
            let mut params = Params::read(&mut function.sig, Role::Other, report);
            for param in &mut params.0 {
                param.of_call_only = true;
            }
            Box::new(move |function: &Function| generate(kind, &sdk, function, &params))
        }),
    )
}

fn generate(kind: Kind, sdk: &Sdk, function: &Function, params: &Params) -> TokenStream {
    let ident = &function.sig.ident;
    let name = ident.to_string();
    let finish = format_ident!("{}", kind.finish());
    let run = Thunk::new(sdk, params).function(
        &format_ident!("__run"),
        &Target::function(function),
        &quote!(()),
        &|sdk, output, call, outcome| quote_spanned!(output=> #sdk::#finish(#call, #outcome)),
    );
    let descriptor = quote!(#sdk::Hook { name: #name, run: __run });
    let registration = item::registration(sdk, kind.variant(), "Hook", &descriptor, &name);
    let mark = marks::on_plugin(&[marks::mark(kind.attribute(), "", ident.span())]);
    item::scope(&function.attrs, ident.span(), &quote!(#run #registration #mark))
}
