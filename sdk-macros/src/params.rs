//! What the function's parameters say.

use aro_abi::keys::HOST_KEYS;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, GenericArgument, GenericParam, Ident, Meta, PathArguments, Type, TypeReference};

use crate::attrs::{Entries, Entry};
use crate::catalogue::{argument, attribute, signature};
use crate::code::{Code, code_at};
use crate::docs;
use crate::keys;
use crate::report::Report;
use crate::syntax::attribute::take;
use crate::syntax::{Input, Signature, Value};

pub(crate) struct Params(pub(crate) Vec<Param>);

pub(crate) struct Param {
    /// The name that callers use.
    pub(crate) name: String,
    pub(crate) name_span: Span,
    pub(crate) ty: Type,
    /// The function takes a reference to what is extracted.
    pub(crate) by_reference: bool,
    pub(crate) default: Option<DefaultValue>,
    /// Takes the statement's object if no parameter before it does.
    pub(crate) eligible: bool,
    pub(crate) with_only: bool,
    pub(crate) flatten: bool,
    /// The `T` of a parameter that is written `State<T>`.
    pub(crate) state_of: Option<Type>,
    /// There are no arguments: it must be something of the call.
    pub(crate) of_call_only: bool,
    pub(crate) description: String,
}

pub(crate) enum DefaultValue {
    OfType,
    Expr(Value),
}

/// What a function with these parameters is: this decides what its parameters may be called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// An action: the host's own keys are not for its parameters.
    Action,
    /// Anything else.
    Other,
    /// A method of an `impl` block.
    Method,
}

impl Role {
    /// How messages call the function.
    fn what(self) -> &'static str {
        match self {
            Role::Action => "an action",
            Role::Method => "a method that programs call",
            Role::Other => "a function that hosts call",
        }
    }
}

impl Params {
    /// Reads the signature and takes our attributes off it. A receiver is for the caller to check.
    pub(crate) fn read(sig: &mut Signature, role: Role, report: &Report) -> Self {
        check_signature(sig, role, report);
        let mut params: Vec<Param> = Vec::new();
        let mut chosen: Option<Ident> = None;
        for input in &mut sig.inputs {
            // A receiver is looked at elsewhere, what is variadic above.
            if input.receiver().is_some() || input.is_variadic() {
                continue;
            }
            let attrs = take(&mut input.attrs, "arg");
            let docs = take(&mut input.attrs, "doc");
            let Some((name, name_span)) = name_of(input, report) else { continue };
            let Some(ty) = &input.ty else { continue };
            if let Some((mut param, subject)) = param(&attrs, name, name_span, ty, report) {
                param.description = docs::description(&docs).unwrap_or_default();
                if let (Some(subject), Some(_)) = (&subject, &chosen) {
                    report.at(subject, argument::second_subject(chosen_name(&params)));
                }
                chosen = chosen.or(subject);
                if params.iter().any(|other| other.name == param.name && !other.flatten) {
                    report.at_span(param.name_span, argument::name_repeated(&param.name));
                }
                params.push(param);
            }
        }
        let mut params = Self(params);
        params.settle_subject(chosen.is_some());
        if role == Role::Action {
            params.check_names(report);
        }
        params
    }

    /// Where one parameter is marked as the subject, no other can be.
    fn settle_subject(&mut self, chosen: bool) {
        if !chosen {
            for param in &mut self.0 {
                param.eligible = !param.with_only;
            }
        }
    }

    /// The host's own keys hold the host's things; only the subject, which falls back on the object, may be called so.
    fn check_names(&self, report: &Report) {
        for (index, param) in self.0.iter().enumerate() {
            let first = self.0[..index].iter().all(|before| looks_like_context(&before.ty));
            if HOST_KEYS.contains(&param.name.as_str()) && !(param.eligible && first) {
                report.at_span(param.name_span, argument::name_reserved(&param.name));
            }
        }
    }
}

/// The parameter that is marked as the subject.
fn chosen_name(params: &[Param]) -> &str {
    match params.iter().find(|param| param.eligible) {
        Some(param) => &param.name,
        None => "another parameter",
    }
}

/// A free function takes no `self`.
pub(crate) fn refuse_self(attribute: &str, sig: &Signature, report: &Report) {
    if let Some((receiver, _)) = sig.receiver() {
        report.at(receiver, signature::takes_self(attribute));
    }
}

fn check_signature(sig: &Signature, role: Role, report: &Report) {
    let what = role.what();
    if let Some(token) = &sig.asyncness {
        report.at(token, signature::is_async(what));
    }
    if let Some(token) = &sig.unsafety {
        report.at(token, signature::is_unsafe(what));
    }
    if let Some(abi) = &sig.abi {
        report.at(abi, signature::is_extern(what));
    }
    if let Some(variadic) = sig.inputs.iter().find(|input| input.is_variadic()) {
        report.at(variadic, signature::is_variadic(what));
    }
    for generic in &sig.generics.params {
        let name = match generic {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(ty) => &ty.ident,
            GenericParam::Const(constant) => &constant.ident,
        };
        report.at(name, signature::is_generic(what, &name.to_string()));
    }
}

fn name_of(input: &Input, report: &Report) -> Option<(String, Span)> {
    let Some(name) = input.name() else {
        report.at(&input.pattern, signature::parameter_pattern());
        return None;
    };
    Some((name.unraw().to_string(), name.span()))
}

fn param(
    attrs: &[Attribute],
    name: String,
    name_span: Span,
    ty: &Type,
    report: &Report,
) -> Option<(Param, Option<Ident>)> {
    let mut lists = Vec::new();
    for attr in attrs {
        match &attr.meta {
            Meta::List(list) => lists.push(Code::of(&list.tokens)),
            other => report.at(other, attribute::not_list("arg", "#[arg(default)]")),
        }
    }
    let mut entries = Entries::parse(Code::list(&lists).into(), &keys::ARG, report);
    let default = match entries.take("default") {
        Some(Entry { value: Some(value), .. }) => Some(DefaultValue::Expr(value)),
        Some(Entry { value: None, .. }) => Some(DefaultValue::OfType),
        None => None,
    };
    let (name, name_span) = match entries.text("name", report) {
        Some(given) if given.value().is_empty() => {
            report.at(&given, argument::name_empty());
            (name, name_span)
        }
        Some(given) => (given.value(), given.span()),
        None => (name, name_span),
    };
    let subject = entries.word("subject", report);
    let with = entries.word("with", report);
    let flatten = entries.word("flatten", report);
    if let (Some(subject), Some(_)) = (&subject, &with) {
        report.at(subject, argument::subject_and_with());
    }
    if let (Some(flatten), true) = (&flatten, default.is_some() || with.is_some()) {
        report.at(flatten, argument::flatten_alone());
    }
    let (ty, by_reference) = by_value(ty, report)?;
    let param = Param {
        name,
        name_span,
        state_of: only_argument(&ty, "State").cloned(),
        ty,
        by_reference,
        default,
        eligible: subject.is_some(),
        with_only: with.is_some(),
        flatten: flatten.is_some(),
        of_call_only: false,
        description: String::new(),
    };
    Some((param, subject))
}

/// The type to extract for a parameter of the type `ty`, and whether the function gets a reference to it.
///
/// `&str` and its like are extracted as they are, borrowed from the envelope. `&[T]` is extracted as a `Vec<T>`, any other `&T` as a `T`.
fn by_value(ty: &Type, report: &Report) -> Option<(Type, bool)> {
    match ty {
        Type::Group(group) => by_value(&group.elem, report),
        Type::Paren(paren) => by_value(&paren.elem, report),
        Type::ImplTrait(_) => {
            report.at(ty, signature::parameter_impl());
            None
        }
        Type::Reference(TypeReference { mutability: Some(_), .. }) => {
            report.at(ty, signature::parameter_mut());
            None
        }
        Type::Reference(TypeReference { lifetime: Some(lifetime), .. }) if lifetime.ident == "static" => {
            report.at(ty, signature::parameter_static());
            None
        }
        Type::Reference(reference) => Some(match &*reference.elem {
            Type::Slice(slice) if !is_path_to(&slice.elem, &["u8"]) => {
                let elem = Code::of(&slice.elem);
                let vec = code_at!(slice.span(); elem => __aro::std::vec::Vec<#elem>);
                (Type::Verbatim(vec.into()), true)
            }
            Type::Slice(_) => (ty.clone(), false),
            unsized_type if is_path_to(unsized_type, &["str", "Path", "RawValue"]) => (ty.clone(), false),
            other => (other.clone(), true),
        }),
        other => Some((other.clone(), false)),
    }
}

/// The `T` of a type that is written `name<T>`.
pub(crate) fn only_argument<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    // By its number, as an iterator over arguments would be compiled for this line alone.
    match args.args.get(0)? {
        GenericArgument::Type(inner) if args.args.len() == 1 && last.ident == name => Some(inner),
        _ => None,
    }
}

/// The type's name, without the path before it.
pub(crate) fn last_segment(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => Some(&path.path.segments.last()?.ident),
        Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}

fn is_path_to(ty: &Type, names: &[&str]) -> bool {
    match last_segment(ty) {
        Some(ident) => names.contains(&ident.to_string().as_str()),
        None => false,
    }
}

/// Whether a type is, by its name, something of the call and no value.
fn looks_like_context(ty: &Type) -> bool {
    is_path_to(ty, &["Statement", "RawInput", "Events", "EventType", "Runtime", "State"])
}
