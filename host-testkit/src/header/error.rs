//! Why there is no header.

use thiserror::Error;

/// Why a description of typed exports cannot become C declarations.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HeaderError {
    /// The string is not the JSON of a description.
    #[error(
        "this is not the JSON that a library's `<crate>_describe` function returns: {0}; pass that function's string unchanged"
    )]
    Json(#[from] serde_json::Error),
    /// The library was built with another version of the typed ABI.
    #[error(
        "the library has version {found} of the typed ABI, and this testkit reads version {expected}: use the testkit of the library's SDK"
    )]
    Version {
        /// The description's version.
        found: u64,
        /// The version that is read here.
        expected: u64,
    },
    /// The library says that its description lacks something.
    #[error("the library's description is not complete: {reason}")]
    Incomplete {
        /// What the library says.
        reason: String,
    },
    /// A name cannot be written in C.
    #[error(
        "{item}: `{name}` is no C identifier: give the item a name of ASCII letters, digits and `_` that is no keyword of C or C++"
    )]
    NotAnIdentifier {
        /// What has the name.
        item: String,
        /// The name.
        name: String,
    },
    /// The hash has other characters than it should.
    #[error("the description's hash is `{found}`; expected hexadecimal digits")]
    Hash {
        /// The hash.
        found: String,
    },
    /// Two items of one name.
    #[error("{first} and {second} are both called `{name}` in C, where all names are in one space: rename one of them")]
    SameName {
        /// The name in C.
        name: String,
        /// One of them.
        first: String,
        /// The other one.
        second: String,
    },
    /// A type is used that is not declared.
    #[error("{item} has the type `{ty}`, which is neither a number nor in the description's `types`")]
    UnknownType {
        /// What has the type.
        item: String,
        /// The type's name.
        ty: String,
    },
    /// A type is used where its kind does not fit.
    #[error("{item} has the type `{ty}`, which is {found}; expected {expected}")]
    WrongKind {
        /// What has the type.
        item: String,
        /// The type's name.
        ty: String,
        /// What the type is.
        found: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// C has no structs without fields.
    #[error("the struct `{name}` has no fields, and C has no such structs: add a field")]
    EmptyStruct {
        /// The struct's name.
        name: String,
    },
    /// C has no enums without variants.
    #[error("the enum `{name}` has no variants, so it has no value: add a variant")]
    EmptyEnum {
        /// The enum's name.
        name: String,
    },
    /// A struct contains itself, so it has no size.
    #[error("the struct `{name}` contains itself by value: this description cannot come from a Rust library")]
    Recursive {
        /// The struct's name.
        name: String,
    },
}
