//! The parameters of a function that hosts call.

use aro_abi::keys::HOST_KEYS;
use proc_macro2::Span;
use syn::{Ident, Type};

use super::type_names;
use crate::syntax::Value;

/// What kind of function it is. This decides what its parameters may be and what they may be
/// called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FunctionKind {
    Action,
    Qualifier,
    EventHandler,
    /// Init or shutdown: there are no arguments.
    Hook,
    /// A method of an `impl` block.
    Method,
}

pub(crate) struct Params {
    pub(crate) list: Vec<Param>,
}

pub(crate) struct Param {
    /// The name that programs use.
    pub(crate) name: String,
    pub(crate) name_span: Span,
    pub(crate) ty: ParamType,
    pub(crate) default: Option<DefaultValue>,
    /// The keys of `#[arg]` that are flags, each where it is written.
    pub(crate) subject: Option<Ident>,
    pub(crate) with: Option<Ident>,
    pub(crate) flatten: Option<Ident>,
    /// The doc comment; empty where there is none.
    pub(crate) description: String,
}

/// The type that is extracted from a call, and how the function takes it.
///
/// `&str` and other unsized types are extracted as they are, borrowed from the envelope. `&[T]` is
/// extracted as a `Vec<T>`, and any other `&T` as a `T`.
pub(crate) enum ParamType {
    /// Passed as it is extracted.
    Value(Type),
    /// Extracted as this type and passed by reference.
    Reference(Type),
    /// Extracted as a `Vec` of this type and passed as a slice.
    Slice(Type, Span),
}

pub(crate) enum DefaultValue {
    /// The type's own `Default`.
    OfType,
    Expr(Value),
}

impl Params {
    /// The parameter that is marked as the subject.
    pub(crate) fn subject(&self) -> Option<&Param> {
        self.list.iter().find(|param| param.subject.is_some())
    }

    /// Whether this parameter takes the statement's object, if none before it does: the one that is
    /// marked as the subject, or else any that does not want a with-argument.
    pub(crate) fn is_eligible(&self, param: &Param) -> bool {
        match self.subject() {
            Some(_) => param.subject.is_some(),
            None => param.with.is_none(),
        }
    }
}

impl Param {
    /// Whether hosts put things of their own under its name.
    pub(crate) fn has_host_key(&self) -> bool {
        HOST_KEYS.contains(&self.name.as_str())
    }

    /// The `T` of a parameter that is written `State<T>`.
    pub(crate) fn state(&self) -> Option<&Type> {
        match &self.ty {
            ParamType::Value(ty) | ParamType::Reference(ty) => type_names::only_argument(ty, "State"),
            ParamType::Slice(..) => None,
        }
    }

    /// Whether it is, by the name of its type, something of the call and no argument.
    pub(crate) fn looks_like_context(&self) -> bool {
        match &self.ty {
            ParamType::Value(ty) | ParamType::Reference(ty) => {
                type_names::is_one_of(ty, &["Statement", "RawInput", "Events", "EventType", "Runtime", "State"])
            }
            ParamType::Slice(..) => false,
        }
    }
}

impl ParamType {
    /// Where it is written.
    pub(crate) fn span(&self) -> Span {
        use syn::spanned::Spanned as _;
        match self {
            ParamType::Value(ty) | ParamType::Reference(ty) => ty.span(),
            ParamType::Slice(_, span) => *span,
        }
    }

    pub(crate) fn is_reference(&self) -> bool {
        !matches!(self, ParamType::Value(_))
    }
}
