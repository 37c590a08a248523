//! `#[aro_qualifier]`.

use syn::Path;

use super::{ItemFunction, Name, StringList};

/// A function that programs apply to a value.
pub(crate) struct Qualifier<'a> {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    pub(crate) name: Name,
    /// The types of values that it takes, where the attribute says them.
    pub(crate) input_types: Option<StringList>,
    pub(crate) function: ItemFunction<'a>,
}
