//! What an action may return as its error.

use std::error::Error as StdError;

use crate::error::Error;

/// The `E` of an action's `Result<T, E>`: the SDK's [`Error`], any [`std::error::Error`], a boxed
/// one, `anyhow::Error` and its like, and a string.
///
/// `Via` tells the cases apart and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a function that programs call",
    label = "cannot be converted into an `aro_sdk::Error`",
    note = "implement `std::error::Error` for it, or return `aro_sdk::Result<T>` and convert with `map_err`"
)]
pub trait IntoError<Via> {
    /// Converts it.
    fn into_error(self) -> Error;
}

/// Converted by `Into`.
#[derive(Debug)]
pub struct ViaInto;

/// Can lend a standard error.
#[derive(Debug)]
pub struct ViaRef;

/// A boxed standard error that is not `Send`.
#[derive(Debug)]
pub struct ViaBox;

/// A string.
#[derive(Debug)]
pub struct ViaString;

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> IntoError<ViaInto> for E {
    fn into_error(self) -> Error {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<E: AsRef<dyn StdError + Send + Sync>> IntoError<ViaRef> for E {
    fn into_error(self) -> Error {
        Error::of(self.as_ref())
    }
}

#[diagnostic::do_not_recommend]
impl IntoError<ViaBox> for Box<dyn StdError> {
    fn into_error(self) -> Error {
        Error::of(&*self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoError<ViaString> for String {
    fn into_error(self) -> Error {
        Error::execution_failed(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoError<ViaString> for &'static str {
    fn into_error(self) -> Error {
        Error::execution_failed(self)
    }
}
