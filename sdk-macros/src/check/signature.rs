//! What the signature of a function that hosts call cannot have.

use quote::ToTokens as _;
use syn::{Attribute, GenericParam};

use crate::diagnostics::{Report, signature as say};
use crate::syntax::Signature;

/// `what` is how messages call the function.
pub(super) fn check_signature(sig: &Signature, what: &str, report: &Report) {
    if let Some(token) = &sig.unsafety {
        report.at(token, say::is_unsafe(what));
    }
    if let Some(abi) = &sig.abi {
        report.at(abi, say::is_extern(what));
    }
    if let Some(variadic) = sig.inputs.iter().find(|input| input.is_variadic()) {
        report.at(variadic, say::is_variadic(what));
    }
    for generic in &sig.generics.params {
        let name = match generic {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(ty) => &ty.ident,
            GenericParam::Const(constant) => &constant.ident,
        };
        report.at(name, say::is_generic(what, &name.to_string()));
    }
}

/// An attribute below ours that makes an `async` function an ordinary one: `#[tokio::main]` and its
/// like.
pub(super) fn runtime_attribute(attrs: &[Attribute]) -> Option<&Attribute> {
    attrs.iter().find(|attr| {
        let last = attr.path().segments.last();
        last.is_some_and(|last| last.ident == "main" || last.ident == "test")
    })
}

/// The attribute's path as it is written.
pub(super) fn path_of(attr: &Attribute) -> String {
    attr.path().to_token_stream().to_string().replace(' ', "")
}
