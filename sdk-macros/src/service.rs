//! `#[aro_service]`.

use aro_abi::{SERVICE_PREFIX, normal_form, snake_case};
use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;
use syn::{Attribute, LitStr, Meta, Type};

use crate::action::emits;
use crate::attrs::Entries;
use crate::catalogue::{action, attribute as say_attribute, block as say};
use crate::code::{Code, code, ident, texts};
use crate::docs;
use crate::item;
use crate::keys;
use crate::marks;
use crate::params::{Params, Role, last_segment};
use crate::path::Sdk;
use crate::report::Report;
use crate::spelling::{self, hyphenated};
use crate::syntax::{Block, Function, Member, Receiver, attribute};
use crate::thunk::{Outcome, Target, Thunk, optional};

/// A method of the service, read.
struct Method<'a> {
    function: &'a Function,
    params: Params,
    name: String,
    name_span: Span,
}

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_impl("aro_service", &args, &item, read)
}

fn read(args: TokenStream, block: &mut Block, report: &Report) -> Option<Code> {
    let mut entries = Entries::parse(args, &keys::SERVICE, report);
    let sdk = Sdk::of_plugin(entries.krate(report).as_ref());
    let name = name(&mut entries, "name", &block.self_ty, report);
    let emits = emits(&mut entries, report);
    check_block(block, "aro_service", report);
    if block.of_trait.is_some() {
        return None;
    }
    let methods = methods(&mut block.members, report);
    if methods.is_empty() {
        report.at(&block.self_ty, say::no_methods("aro_service", "every method with `&self`"));
    }
    report.none_so_far()?;
    Some(generate(&sdk, &block.self_ty, &block.attrs, &name, &emits, &methods))
}

/// The name that the attribute gives under `key`, else the type's in kebab case.
pub(crate) fn name(entries: &mut Entries, key: &str, ty: &Type, report: &Report) -> String {
    match entries.text(key, report) {
        Some(given) if given.value().is_empty() => {
            report.at(&given, action::name_empty(key));
            String::new()
        }
        Some(given) => given.value(),
        None => match last_segment(ty) {
            Some(last) => hyphenated(&snake_case(&last.unraw().to_string())),
            None => String::new(),
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

fn methods<'a>(members: &'a mut [Member], report: &Report) -> Vec<Method<'a>> {
    let mut methods = Vec::new();
    for member in members {
        let Member::Function(function) = member else { continue };
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
        methods.push(Method { function, params, name, name_span });
    }
    methods
}

/// `#[service(skip)]`, `#[service(name = "…")]`: taken off the method.
fn own_attribute(function: &mut Function, report: &Report) -> (bool, Option<LitStr>) {
    let (mut skip, mut name) = (false, None);
    for attr in attribute::take(&mut function.attrs, "service") {
        let Meta::List(list) = attr.meta else {
            report.at(&attr.meta, say_attribute::not_list("service", "#[service(skip)]"));
            continue;
        };
        let mut entries = Entries::parse(list.tokens, &keys::SERVICE_METHOD, report);
        skip |= entries.word("skip", report).is_some();
        name = entries.text("name", report).or(name);
    }
    (skip, name)
}

fn generate(sdk: &Sdk, ty: &Type, attrs: &[Attribute], name: &str, emits: &[LitStr], methods: &[Method<'_>]) -> Code {
    let (mut runs, mut entries, mut marks) = (Code::default(), Vec::new(), Code::default());
    for (index, Method { function, params, name, name_span }) in methods.iter().enumerate() {
        let conditions = docs::conditions(&function.attrs);
        let thunk = Thunk::new(sdk, params);
        let run = ident(&format!("__run_{index}"));
        let function_of = thunk.function(&run, &Target::method(ty, function), Outcome::Reply("result"));
        let description = docs::description(&function.attrs).unwrap_or_default();
        let deprecation = optional(docs::deprecation(&function.attrs, name).as_deref(), sdk);
        let infos = thunk.infos();
        let called = format!("{SERVICE_PREFIX}{name}");
        let mut spellings = vec![code!(called => #called)];
        spelling::push_others(&called, &mut spellings);
        let spellings = Code::list(&spellings);
        entries.push(code! { conditions, sdk, name, spellings, description, deprecation, infos, run =>
            #conditions
            #sdk::ServiceMethod {
                name: #name,
                spellings: &[#spellings],
                description: #description,
                deprecation: #deprecation,
                params: #infos,
                run: #run,
            }
        });
        let mark = marks::mark("service_method", &normal_form(name), *name_span);
        runs.push(code!(conditions, function_of => #conditions #function_of));
        marks.push(code!(conditions, mark => #conditions #mark));
    }
    let description = docs::description(attrs).unwrap_or_default();
    let (emits, entries) = (texts(emits), Code::list(&entries));
    let descriptor = code! { sdk, name, description, emits, entries =>
        #sdk::Service {
            name: #name,
            description: #description,
            emits: #sdk::Emits::of(&[#emits]),
            methods: &[#entries],
            describe: #sdk::describe_service,
        }
    };
    let registration = item::registration(sdk, "Service", "Service", &descriptor, name);
    let marks = marks::on_plugin(&marks);
    item::scope(attrs, ty.span(), &code!(runs, registration, marks => #runs #registration #marks))
}
