//! `#[aro_system_object]`.

use aro_abi::normal_form;
use proc_macro2::TokenStream;
use syn::spanned::Spanned as _;
use syn::{Attribute, Type};

use crate::attrs::Entries;
use crate::catalogue::block as say;
use crate::code::{Code, code, ident};
use crate::docs;
use crate::item;
use crate::keys;
use crate::marks;
use crate::params::{Params, Role};
use crate::path::Sdk;
use crate::report::Report;
use crate::service::{check_block, name, receiver};
use crate::syntax::{Block, Function, Member};
use crate::thunk::{Outcome, Target, Thunk};

const METHODS: [&str; 3] = ["read", "write", "list"];

/// One of the three methods, read.
struct Method<'a> {
    kind: &'static str,
    function: &'a Function,
    params: Params,
}

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_impl("aro_system_object", &args, &item, read)
}

fn read(args: TokenStream, block: &mut Block, report: &Report) -> Option<Code> {
    let mut entries = Entries::parse(args, &keys::SYSTEM_OBJECT, report);
    let sdk = Sdk::of_plugin(entries.krate(report).as_ref());
    let identifier = name(&mut entries, "identifier", &block.self_ty, report);
    check_block(block, "aro_system_object", report);
    if block.of_trait.is_some() {
        return None;
    }
    let methods = methods(&mut block.members, report);
    if methods.is_empty() {
        report.at(
            &block.self_ty,
            say::no_methods("aro_system_object", "the methods `read`, `write` and `list` with `&self`"),
        );
    }
    report.none_so_far()?;
    Some(generate(&sdk, &block.self_ty, &block.attrs, &identifier, &methods))
}

fn methods<'a>(members: &'a mut [Member], report: &Report) -> Vec<Method<'a>> {
    let mut methods = Vec::new();
    for member in members {
        let Member::Function(function) = member else { continue };
        let Some(kind) = METHODS.into_iter().find(|known| function.sig.ident == known) else { continue };
        if receiver(function, report).is_none() {
            report.at(&function.sig.ident, say::method_without_self(kind));
        }
        let params = Params::read(&mut function.sig, Role::Method, report);
        methods.push(Method { kind, function, params });
    }
    methods
}

fn generate(sdk: &Sdk, ty: &Type, attrs: &[Attribute], identifier: &str, methods: &[Method<'_>]) -> Code {
    let mut runs = Code::default();
    for Method { kind, function, params } in methods {
        let run = ident(&format!("__run_{kind}"));
        runs.push(docs::conditions(&function.attrs));
        runs.push(Thunk::new(sdk, params).function(&run, &Target::method(ty, function), Outcome::Reply("result")));
    }
    let mut fields = Vec::new();
    for kind in METHODS {
        let (field, run) = (ident(kind), ident(&format!("__run_{kind}")));
        fields.push(match methods.iter().any(|method| method.kind == kind) {
            true => code!(field, sdk, run => #field: #sdk::std::option::Option::Some(#run)),
            false => code!(field, sdk => #field: #sdk::std::option::Option::None),
        });
    }
    let description = docs::description(attrs).unwrap_or_default();
    let fields = Code::list(&fields);
    let descriptor = code! { sdk, identifier, description, fields =>
        #sdk::SystemObject {
            identifier: #identifier,
            description: #description,
            #fields,
            describe: #sdk::describe_object,
        }
    };
    let registration = item::registration(sdk, "SystemObject", "SystemObject", &descriptor, identifier);
    let mark = marks::on_plugin(&marks::mark("system_object", &normal_form(identifier), ty.span()));
    item::scope(attrs, ty.span(), &code!(runs, registration, mark => #runs #registration #mark))
}
