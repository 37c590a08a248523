//! `#[aro_init]` and `#[aro_shutdown]`.

use proc_macro2::TokenStream;

use crate::attrs::Entries;
use crate::code::{Code, code, ident};
use crate::item;
use crate::keys::{self, Keys};
use crate::marks;
use crate::params::{Params, Role, refuse_self};
use crate::path::Sdk;
use crate::report::Report;
use crate::syntax::Function;
use crate::thunk::{Outcome, Target, Thunk};

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

    fn outcome(self) -> Outcome<'static> {
        match self {
            Kind::Init => Outcome::State,
            Kind::Shutdown => Outcome::Nothing,
        }
    }
}

pub(crate) fn expand(kind: Kind, args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_function(
        kind.attribute(),
        &args,
        &item,
        match kind {
            Kind::Init => |args, function, report| read(Kind::Init, args, function, report),
            Kind::Shutdown => |args, function, report| read(Kind::Shutdown, args, function, report),
        },
    )
}

fn read(kind: Kind, args: TokenStream, function: &mut Function, report: &Report) -> Option<Code> {
    let mut entries = Entries::parse(args, kind.keys(), report);
    let sdk = Sdk::of_plugin(entries.krate(report).as_ref());
    refuse_self(kind.attribute(), &function.sig, report);
    let mut params = Params::read(&mut function.sig, Role::Other, report);
    for param in &mut params.0 {
        param.of_call_only = true;
    }
    report.none_so_far()?;
    Some(generate(kind, &sdk, function, &params))
}

fn generate(kind: Kind, sdk: &Sdk, function: &Function, params: &Params) -> Code {
    let written = &function.sig.ident;
    let name = written.to_string();
    let run = Thunk::new(sdk, params).function(&ident("__run"), &Target::function(function), kind.outcome());
    let descriptor = code!(sdk, name => #sdk::Hook::new(#name, __run));
    let registration = item::registration(sdk, kind.variant(), "Hook", &descriptor, &name);
    let mark = marks::on_plugin(&marks::mark(kind.attribute(), "", written.span()));
    item::scope(&function.attrs, written.span(), &code!(run, registration, mark => #run #registration #mark))
}
