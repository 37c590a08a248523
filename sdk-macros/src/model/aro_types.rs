//! `#[derive(AroTypes)]`.

use syn::{DeriveInput, Path, Type};

use super::StringList;

/// A type that says from which of ARO's types it is read.
pub(crate) struct AroTypes {
    /// `#[aro(crate = path)]`.
    pub(crate) sdk: Option<Path>,
    pub(crate) item: DeriveInput,
    pub(crate) source: AroTypesSource,
}

/// Where the set of types comes from.
pub(crate) enum AroTypesSource {
    /// `#[aro(types = […])]`.
    Explicit(StringList),
    /// The fields of a struct, or those of each variant of an enum.
    Fields(Vec<FieldTypes>),
}

/// What some fields are read from.
pub(crate) enum FieldTypes {
    /// Nothing that ARO has: a unit variant of an untagged enum is read from null.
    Nothing,
    /// A string: the name of a variant without fields.
    Name,
    List,
    Object,
    /// Whatever the type of the only field is read from.
    OfType(Box<Type>),
}
