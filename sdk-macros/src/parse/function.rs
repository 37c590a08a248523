//! What every function says, whatever its attribute is.

use syn::{Attribute, Type};

use super::params::params;
use super::rust_attributes::{deprecation, description};
use crate::diagnostics::Report;
use crate::model::{FunctionKind, ItemFunction, Params};
use crate::syntax::Function;
use crate::syntax::attribute::Conditions;

/// Reads the function, a method of the type `owner` if there is one, and takes our attributes off
/// its parameters.
pub(super) fn item_function<'a>(
    function: &'a mut Function,
    kind: FunctionKind,
    owner: Option<&Type>,
    report: &Report,
) -> ItemFunction<'a> {
    let params = params(&mut function.sig, owner, report);
    with_params(function, kind, params, &function.attrs, Vec::new())
}

/// The function with what `attrs` say of it, under these conditions.
pub(super) fn with_params<'a>(
    function: &'a Function,
    kind: FunctionKind,
    params: Params,
    attrs: &[Attribute],
    conditions: Conditions,
) -> ItemFunction<'a> {
    ItemFunction {
        kind,
        conditions,
        params,
        description: description(attrs),
        deprecation: deprecation(attrs),
        timeout: None,
        syntax: function,
    }
}
