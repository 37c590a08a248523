//! What every function says, whatever its attribute is.

use super::params::params;
use super::rust_attributes::{deprecation, description};
use crate::diagnostics::Report;
use crate::model::{FunctionKind, ItemFunction};
use crate::syntax::Function;

/// Reads the function and takes our attributes off its parameters.
pub(super) fn item_function<'a>(function: &'a mut Function, kind: FunctionKind, report: &Report) -> ItemFunction<'a> {
    let params = params(&mut function.sig, report);
    ItemFunction {
        kind,
        params,
        description: description(&function.attrs),
        deprecation: deprecation(&function.attrs),
        syntax: function,
    }
}
