//! The parameters of a function that hosts call.

use aro_abi::keys::HOST_KEYS;
use proc_macro2::Span;
use syn::{Ident, Type};

use super::{Description, type_names};
use crate::syntax::Value;
use crate::syntax::attribute::{Conditions, cfg_of};

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

#[derive(Clone)]
pub(crate) struct Params {
    pub(crate) list: Vec<Param>,
}

#[derive(Clone)]
pub(crate) struct Param {
    /// The predicates of `cfg` under which the function has this parameter. Of a parameter with
    /// `cfg_attr(…, arg(…))` there is one for each case.
    pub(crate) conditions: Conditions,
    /// The name that programs use.
    pub(crate) name: String,
    pub(crate) name_span: Span,
    /// As it is written. Only rustc knows what it is, so everything that depends on it is decided
    /// by traits in the SDK.
    pub(crate) ty: Type,
    pub(crate) default: Option<DefaultValue>,
    /// The keys of `#[arg]` that are flags, each where it is written.
    pub(crate) subject: Option<Ident>,
    pub(crate) with: Option<Ident>,
    pub(crate) flatten: Option<Ident>,
    /// The doc comment; empty where there is none.
    pub(crate) description: Description,
}

#[derive(Clone)]
pub(crate) enum DefaultValue {
    /// The type's own `Default`.
    OfType,
    Expr(Value),
}

impl Params {
    /// The parameters that are marked as the subject: one in each case.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = &Param> {
        self.list.iter().filter(|param| param.subject.is_some())
    }

    /// Whether this parameter takes the statement's object, if none before it does: the one that is
    /// marked as the subject, or else any that does not want a with-argument.
    pub(crate) fn is_eligible(&self, param: &Param) -> bool {
        match self.subjects().next() {
            Some(_) => param.subject.is_some(),
            None => param.with.is_none(),
        }
    }
}

impl Param {
    /// Whether a function may have both parameters.
    pub(crate) fn may_be_beside(&self, other: &Self) -> bool {
        let (own, others) = (cfg_of(&self.conditions).to_string(), cfg_of(&other.conditions).to_string());
        own.is_empty() || others.is_empty() || own == others
    }

    /// Whether hosts put things of their own under its name.
    pub(crate) fn has_host_key(&self) -> bool {
        HOST_KEYS.contains(&self.name.as_str())
    }

    /// Where messages about its type point: a stable compiler shows one token.
    pub(crate) fn type_span(&self) -> Span {
        type_names::span(&self.ty)
    }

    /// Whether it is an argument, whatever its type is.
    pub(crate) fn is_surely_argument(&self) -> bool {
        self.default.is_some() || self.flatten.is_some()
    }
}
