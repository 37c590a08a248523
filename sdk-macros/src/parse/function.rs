//! What every function says, whatever its attribute is.

use syn::Type;

use super::params::params;
use super::rust_attributes::{deprecation, description};
use crate::diagnostics::Report;
use crate::model::{FunctionKind, ItemFunction};
use crate::syntax::Function;

/// Reads the function, a method of the type `owner` if there is one, and takes our attributes off
/// its parameters.
pub(super) fn item_function<'a>(
    function: &'a mut Function,
    kind: FunctionKind,
    owner: Option<&Type>,
    report: &Report,
) -> ItemFunction<'a> {
    let params = params(&mut function.sig, owner, report);
    ItemFunction {
        kind,
        params,
        description: description(&function.attrs),
        deprecation: deprecation(&function.attrs),
        syntax: function,
    }
}
