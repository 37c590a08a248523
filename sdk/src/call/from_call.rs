//! Parameter types that are made from the call instead of an argument.

use std::marker::PhantomData;
use std::ops::Deref;

use super::{Call, Events};
use crate::error::Result;

/// A type that a parameter can ask for, made from the call instead of an argument.
///
/// [`Statement`](crate::Statement), [`RawInput`] and [`Events`](crate::Events) are such types.
/// Implement it for your own: the parameter needs no attribute then, and takes no argument's place.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// struct Tenant(String);
///
/// impl<'call> FromCall<'call> for Tenant {
///     fn from_call(call: &'call Call<'_>) -> Result<Self> {
///         let tenant: Option<String> = call.argument("tenant")?;
///         Ok(Tenant(tenant.unwrap_or_else(|| "default".into())))
///     }
/// }
///
/// #[aro_action(verbs = ["CountUsers"])]
/// fn count_users(group: &str, tenant: Tenant) -> String {
///     format!("{group} of {}", tenant.0)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from the call",
    label = "does not implement `FromCall`",
    note = "init and shutdown have no arguments: take `State<T>` or your own type that implements `FromCall`, and read settings from the environment"
)]
pub trait FromCall<'call>: Sized {
    /// Makes the value.
    ///
    /// # Errors
    ///
    /// What is returned becomes the reply; the action is not called then.
    fn from_call(call: &'call Call<'_>) -> Result<Self>;
}

/// `OfCall::<T>::IS_VALUE` says whether a parameter of the type `T` takes an argument's value.
///
/// Autoref specialization: the inherent constant wins over that of [`ValueFallback`] where
/// `T: FromCall`.
#[derive(Debug)]
pub struct OfCall<T>(PhantomData<T>);

impl<'call, T: FromCall<'call>> OfCall<T> {
    /// It does not.
    pub const IS_VALUE: bool = false;
}

/// A type that is not made from the call.
pub trait ValueFallback {
    /// It does.
    const IS_VALUE: bool = true;
}

impl<T> ValueFallback for OfCall<T> {}

/// `OfReference::<P>::IS_VALUE` is false for a reference to a type that is made from the call.
#[derive(Debug)]
pub struct OfReference<P>(PhantomData<P>);

impl<'call, T: FromCall<'call>> OfReference<&T> {
    /// It takes no argument's value.
    pub const IS_VALUE: bool = false;
}

/// Any other type.
pub trait ReferenceFallback {
    /// It may take an argument's value.
    const IS_VALUE: bool = true;
}

impl<P> ReferenceFallback for OfReference<P> {}

/// `InService::<P>::NEW.__check()` compiles if a method of a service can take a `P`: not
/// [`Events`](crate::Events), whatever the type is called where it is written.
#[derive(Debug)]
pub struct InService<P>(AnyInService<P>);

/// Types that a service's methods can take.
#[derive(Debug)]
pub struct AnyInService<P>(PhantomData<P>);

impl<P> InService<P> {
    /// The check.
    pub const NEW: Self = Self(AnyInService(PhantomData));
}

impl<P> Deref for InService<P> {
    type Target = AnyInService<P>;

    fn deref(&self) -> &AnyInService<P> {
        &self.0
    }
}

impl<P> AnyInService<P> {
    /// Does nothing.
    #[inline(always)]
    pub fn __check(&self) {}
}

/// What no type implements: the bound is there for its message.
#[diagnostic::on_unimplemented(
    message = "a method of a service cannot emit events",
    label = "hosts publish the events of actions only",
    note = "write an action instead: a free function with `#[aro_action(verbs = [\"…\"])]` that takes `Events`, and `State<T>` for the service's data"
)]
pub trait ServiceArgument {}

impl<'call> InService<Events<'call>> {
    /// Cannot be called.
    pub fn __check(&self)
    where
        Events<'call>: ServiceArgument,
    {
    }
}

impl<'call> InService<&Events<'call>> {
    /// Cannot be called.
    pub fn __check(&self)
    where
        Events<'call>: ServiceArgument,
    {
    }
}

/// The whole envelope as it came, as JSON text: a parameter of the type `&RawInput` (or `RawInput`)
/// is not an argument of the statement.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// #[aro_action(verbs = ["MeasureEnvelope"])]
/// fn measure_envelope(input: &RawInput) -> usize {
///     input.len()
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RawInput<'call>(pub(super) &'call str);

impl<'call> RawInput<'call> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &'call str {
        self.0
    }
}

impl Deref for RawInput<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl<'call> FromCall<'call> for RawInput<'call> {
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        Ok(RawInput(call.raw_input()))
    }
}
