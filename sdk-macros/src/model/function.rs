//! A function that carries one of the attributes, or a method of a block that does.

use super::{Description, FunctionKind, Params, WrittenDuration};
use crate::syntax::Function;
use crate::syntax::attribute::Conditions;

/// The function as it is written, and what its signature means.
pub(crate) struct ItemFunction<'a> {
    /// Without the attributes that are ours.
    pub(crate) syntax: &'a Function,
    pub(crate) kind: FunctionKind,
    /// The predicates of `cfg` under which a method is there.
    pub(crate) conditions: Conditions,
    pub(crate) params: Params,
    /// The doc comment; empty where there is none.
    pub(crate) description: Description,
    pub(crate) deprecation: Option<Deprecation>,
    pub(crate) timeout: Option<WrittenDuration>,
}

impl ItemFunction<'_> {
    pub(crate) fn is_async(&self) -> bool {
        self.syntax.sig.asyncness.is_some()
    }
}

/// What `#[deprecated]` says.
pub(crate) struct Deprecation {
    pub(crate) since: Option<String>,
    pub(crate) note: Option<String>,
}
