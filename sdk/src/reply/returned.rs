//! Tells a function that returns a `Result` from one that returns anything else.

use std::convert::Infallible;

use crate::error::Error;

/// What a function returned. `Returned(value).__outcome()` is a `Result` in either case.
///
/// Autoref specialization: the method of this type is found before the one of
/// [`InfallibleFallback`], and it exists only for a `Result`.
pub struct Returned<R>(pub R);

impl<T, E> Returned<Result<T, E>> {
    /// What a function that can fail returned.
    pub fn __outcome(self) -> Result<T, E> {
        self.0
    }
}

/// A function that cannot fail.
pub trait InfallibleFallback {
    /// What it returns.
    type Value;

    /// Its value.
    fn __outcome(self) -> Result<Self::Value, Never>;
}

impl<T> InfallibleFallback for Returned<T> {
    type Value = T;

    fn __outcome(self) -> Result<T, Never> {
        Ok(self.0)
    }
}

/// The error of a function that cannot fail.
pub struct Never(Infallible);

impl From<Never> for Error {
    fn from(never: Never) -> Self {
        match never.0 {}
    }
}
