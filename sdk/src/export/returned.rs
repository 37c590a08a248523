//! Takes apart what a function in the status form returned.
//!
//! The macro sees an `Option` and a `Result` by their names in the signature. These traits hold
//! only for the types of the standard library, so a type of the author's with such a name is an
//! error.

use crate::error::Error;
use crate::reply::IntoError;

/// Why there is no value.
pub enum Failure {
    /// The function returned `None`.
    None,
    /// It returned an error or panicked, or C passed something that is not valid.
    Error(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// A `Result`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is called `Result`, and is another type",
    label = "is not `std::result::Result`, or its error cannot be converted into an `aro_sdk::Error`",
    note = "return `std::result::Result<T, E>` or `aro_sdk::Result<T>`, with an error type that implements `std::error::Error`; give a type of your own another name"
)]
pub trait ReturnsResult<Via> {
    /// The value of a success.
    type Value;

    /// # Errors
    ///
    /// The function's own.
    fn into_value(self) -> Result<Self::Value, Failure>;
}

impl<T, E: IntoError<Via>, Via> ReturnsResult<Via> for Result<T, E> {
    type Value = T;

    #[inline]
    fn into_value(self) -> Result<T, Failure> {
        self.map_err(|error| Failure::Error(error.into_error()))
    }
}

/// An `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is called `Option`, and is another type",
    label = "is not `std::option::Option`",
    note = "give a type of your own another name"
)]
pub trait ReturnsOption {
    /// The value.
    type Value;

    /// # Errors
    ///
    /// That there is none.
    fn into_value(self) -> Result<Self::Value, Failure>;
}

impl<T> ReturnsOption for Option<T> {
    type Value = T;

    #[inline]
    fn into_value(self) -> Result<T, Failure> {
        self.ok_or(Failure::None)
    }
}
