//! How a parameter is extracted and passed, decided by its type and not by how the type is written.
//!
//! Generated code names the parameter's type once, and writes
//!
//! ```text
//! let held = Extractor::<P>::NEW.__extract(call, &param)?;
//! function(held.__pass())
//! ```
//!
//! This is specialization by dereferencing, a form of autoref specialization: a method call looks
//! at `Extractor<P>` first, then at what it dereferences to. At each level rustc skips an `impl`
//! whose bounds `P` does not meet. So the first level in this table that has a method for `P` wins,
//! also if `P` is an alias:
//!
//! | level | types |
//! |---|---|
//! | [`Extractor`] | `State<T>` and `&State<T>` where `T: Default` |
//! | [`ByShape`] | `State<T>`, `&T`, `Option<&T>`, `Cow<str>`, `Option<Cow<str>>` |
//! | [`ByTrait`] | every other type, which implements `Deserialize` or [`FromCall`] |
//!
//! The bounds that an author's type must meet are on the methods. There rustc reports them; in the
//! head of an `impl` they would only make it skip the level.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde_json::value::RawValue;

use super::{Argument, Param, Value, extract, extract_of_call, extract_or, flatten};
use crate::call::{Call, FromCall, Shared, State, state};
use crate::error::Result;

/// A value that is passed as it was extracted.
#[derive(Debug)]
pub struct ByValue<T>(T);

impl<T> ByValue<T> {
    /// What the function takes.
    #[inline(always)]
    pub fn __pass(self) -> T {
        self.0
    }
}

/// A value of the type `O` of which the function takes a `&T`.
#[derive(Debug)]
pub struct ByReference<T: ?Sized, O>(O, PhantomData<fn(&T)>);

impl<T: ?Sized, O> ByReference<T, O> {
    #[inline(always)]
    fn of(owned: O) -> Self {
        Self(owned, PhantomData)
    }

    /// What the function takes.
    #[inline(always)]
    pub fn __pass<'call>(&self) -> &T
    where
        T: Lend<'call, Owned = O>,
    {
        T::lend(&self.0)
    }
}

/// A value of the type `O`, if there is one, of which the function takes a `&T`.
#[derive(Debug)]
pub struct ByOptionalReference<T: ?Sized, O>(Option<O>, PhantomData<fn(&T)>);

impl<T: ?Sized, O> ByOptionalReference<T, O> {
    /// What the function takes.
    #[inline(always)]
    pub fn __pass<'call>(&self) -> Option<&T>
    where
        T: Lend<'call, Owned = O>,
    {
        self.0.as_ref().map(T::lend)
    }
}

/// A type to which a parameter can be a reference: every sized type, `str`, slices, `Path` and
/// `RawValue`.
#[diagnostic::on_unimplemented(
    message = "a function that programs call cannot take a reference to `{Self}`",
    label = "cannot be borrowed from the call",
    note = "borrow `str`, a slice, `Path`, `RawValue` or a sized type that implements `Deserialize`, or take an owned type such as `String`"
)]
pub trait Lend<'call> {
    /// What is extracted.
    type Owned;

    /// Borrows from what was extracted.
    fn lend(owned: &Self::Owned) -> &Self;
}

#[diagnostic::do_not_recommend]
impl<T> Lend<'_> for T {
    type Owned = T;

    #[inline(always)]
    fn lend(owned: &T) -> &T {
        owned
    }
}

#[diagnostic::do_not_recommend]
impl<T> Lend<'_> for [T] {
    type Owned = Vec<T>;

    #[inline(always)]
    fn lend(owned: &Vec<T>) -> &[T] {
        owned
    }
}

macro_rules! lend_borrowed {
    ($($ty:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<'call> Lend<'call> for $ty {
            type Owned = &'call $ty;

            #[inline(always)]
            fn lend<'a>(owned: &'a &'call $ty) -> &'a $ty {
                owned
            }
        }
    )*};
}

lend_borrowed!(str, Path, RawValue);

/// The first level: states that have a default.
#[derive(Debug)]
pub struct Extractor<P>(ByShape<P>);

/// The second level: types of a certain shape.
#[derive(Debug)]
pub struct ByShape<P>(ByTrait<P>);

/// The last level: any type.
#[derive(Debug)]
pub struct ByTrait<P>(PhantomData<fn() -> P>);

impl<P> Extractor<P> {
    /// The extractor of parameters of the type `P`.
    pub const NEW: Self = Self(ByShape(ByTrait(PhantomData)));
}

impl<P> Deref for Extractor<P> {
    type Target = ByShape<P>;

    #[inline(always)]
    fn deref(&self) -> &ByShape<P> {
        &self.0
    }
}

impl<P> Deref for ByShape<P> {
    type Target = ByTrait<P>;

    #[inline(always)]
    fn deref(&self) -> &ByTrait<P> {
        &self.0
    }
}

impl<T: Default> Extractor<State<T>> {
    /// The plugin's state, made by its default if it is not there.
    ///
    /// # Errors
    ///
    /// Those of [`state`].
    #[inline(always)]
    pub fn __extract(&self, call: &Call<'_>, _: &Param<'_>) -> Result<ByValue<State<T>>>
    where
        T: Shared,
    {
        self.__extract_of_call(call)
    }

    /// The same where there are no arguments.
    ///
    /// # Errors
    ///
    /// Those of [`state`].
    #[inline(always)]
    pub fn __extract_of_call(&self, call: &Call<'_>) -> Result<ByValue<State<T>>>
    where
        T: Shared,
    {
        state(call, Some(T::default)).map(ByValue)
    }
}

impl<T: Default> Extractor<&State<T>> {
    /// As for `State<T>`.
    ///
    /// # Errors
    ///
    /// Those of [`state`].
    #[inline(always)]
    pub fn __extract(&self, call: &Call<'_>, _: &Param<'_>) -> Result<ByReference<State<T>, State<T>>>
    where
        T: Shared,
    {
        self.__extract_of_call(call)
    }

    /// The same where there are no arguments.
    ///
    /// # Errors
    ///
    /// Those of [`state`].
    #[inline(always)]
    pub fn __extract_of_call(&self, call: &Call<'_>) -> Result<ByReference<State<T>, State<T>>>
    where
        T: Shared,
    {
        state(call, Some(T::default)).map(ByReference::of)
    }
}

impl<T> ByShape<State<T>> {
    /// The plugin's state, which init has made.
    ///
    /// # Errors
    ///
    /// Those of [`state`].
    #[inline(always)]
    pub fn __extract(&self, call: &Call<'_>, _: &Param<'_>) -> Result<ByValue<State<T>>>
    where
        T: Shared,
    {
        state(call, None).map(ByValue)
    }

    /// The same where there are no arguments.
    ///
    /// # Errors
    ///
    /// Those of [`state`].
    #[inline(always)]
    pub fn __extract_of_call(&self, call: &Call<'_>) -> Result<ByValue<State<T>>>
    where
        T: Shared,
    {
        state(call, None).map(ByValue)
    }
}

impl<T: ?Sized> ByShape<&T> {
    /// Binds a parameter without a default.
    ///
    /// # Errors
    ///
    /// Those of [`extract`](fn@extract).
    #[inline(always)]
    pub fn __extract<'call, Via>(
        &self,
        call: &'call Call<'_>,
        param: &Param<'_>,
    ) -> Result<ByReference<T, <T as Lend<'call>>::Owned>>
    where
        T: Lend<'call, Owned: Argument<'call, Via>>,
    {
        extract(call, param).map(ByReference::of)
    }

    /// Binds a parameter with a default.
    ///
    /// # Errors
    ///
    /// Those of [`extract_or`](fn@extract_or).
    #[inline(always)]
    pub fn __extract_or<'call>(
        &self,
        call: &'call Call<'_>,
        param: &Param<'_>,
        default: fn() -> <T as Lend<'call>>::Owned,
    ) -> Result<ByReference<T, <T as Lend<'call>>::Owned>>
    where
        T: Lend<'call, Owned: Value<'call>>,
    {
        extract_or(call, param, default).map(ByReference::of)
    }

    /// Binds all arguments.
    ///
    /// # Errors
    ///
    /// Those of [`flatten`](fn@flatten).
    #[inline(always)]
    pub fn __flatten<'call>(
        &self,
        call: &'call Call<'_>,
        param: &Param<'_>,
    ) -> Result<ByReference<T, <T as Lend<'call>>::Owned>>
    where
        T: Lend<'call, Owned: Value<'call>>,
    {
        flatten(call, param).map(ByReference::of)
    }

    /// Makes a parameter where there are no arguments.
    ///
    /// # Errors
    ///
    /// Those of the type's [`FromCall`].
    #[inline(always)]
    pub fn __extract_of_call<'call>(&self, call: &'call Call<'_>) -> Result<ByReference<T, <T as Lend<'call>>::Owned>>
    where
        T: Lend<'call, Owned: FromCall<'call>>,
    {
        extract_of_call(call).map(ByReference::of)
    }
}

impl<T: ?Sized> ByShape<Option<&T>> {
    /// Binds a parameter that may be absent.
    ///
    /// # Errors
    ///
    /// Those of [`extract`](fn@extract).
    #[inline(always)]
    pub fn __extract<'call, Via>(
        &self,
        call: &'call Call<'_>,
        param: &Param<'_>,
    ) -> Result<ByOptionalReference<T, <T as Lend<'call>>::Owned>>
    where
        T: Lend<'call>,
        Option<<T as Lend<'call>>::Owned>: Argument<'call, Via>,
    {
        extract(call, param).map(|value| ByOptionalReference(value, PhantomData))
    }

    /// Binds a parameter with a default.
    ///
    /// # Errors
    ///
    /// Those of [`extract_or`](fn@extract_or).
    #[inline(always)]
    pub fn __extract_or<'call>(
        &self,
        call: &'call Call<'_>,
        param: &Param<'_>,
        default: fn() -> Option<<T as Lend<'call>>::Owned>,
    ) -> Result<ByOptionalReference<T, <T as Lend<'call>>::Owned>>
    where
        T: Lend<'call>,
        Option<<T as Lend<'call>>::Owned>: Value<'call>,
    {
        extract_or(call, param, default).map(|value| ByOptionalReference(value, PhantomData))
    }
}

/// A string that is borrowed unless it is escaped. serde itself reads a `Cow` as an owned string.
struct CowStr<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for CowStr<'a> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CowVisitor;

        impl<'de> Visitor<'de> for CowVisitor {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            #[inline]
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text))
            }
        }

        // `deserialize_string`: then an escaped string comes as an owned one.
        deserializer.deserialize_string(CowVisitor).map(CowStr)
    }
}

impl<'a> ByShape<Cow<'a, str>> {
    /// Binds a parameter without a default.
    ///
    /// # Errors
    ///
    /// Those of [`extract`](fn@extract).
    #[inline(always)]
    pub fn __extract<'call: 'a>(&self, call: &'call Call<'_>, param: &Param<'_>) -> Result<ByValue<Cow<'a, str>>> {
        extract::<CowStr<'a>, _>(call, param).map(|CowStr(text)| ByValue(text))
    }

    /// Binds a parameter with a default.
    ///
    /// # Errors
    ///
    /// Those of [`extract_or`](fn@extract_or).
    #[inline(always)]
    pub fn __extract_or<'call: 'a>(
        &self,
        call: &'call Call<'_>,
        param: &Param<'_>,
        default: fn() -> Cow<'a, str>,
    ) -> Result<ByValue<Cow<'a, str>>> {
        let given = extract_or::<Option<CowStr<'a>>>(call, param, || None)?;
        Ok(ByValue(given.map_or_else(default, |CowStr(text)| text)))
    }
}

impl<'a> ByShape<Option<Cow<'a, str>>> {
    /// Binds a parameter that may be absent.
    ///
    /// # Errors
    ///
    /// Those of [`extract`](fn@extract).
    #[inline(always)]
    pub fn __extract<'call: 'a>(
        &self,
        call: &'call Call<'_>,
        param: &Param<'_>,
    ) -> Result<ByValue<Option<Cow<'a, str>>>> {
        extract::<Option<CowStr<'a>>, _>(call, param).map(|text| ByValue(text.map(|CowStr(text)| text)))
    }
}

impl<P> ByTrait<P> {
    /// Binds a parameter without a default.
    ///
    /// # Errors
    ///
    /// Those of [`extract`](fn@extract).
    #[inline(always)]
    pub fn __extract<'call, Via>(&self, call: &'call Call<'_>, param: &Param<'_>) -> Result<ByValue<P>>
    where
        P: Argument<'call, Via>,
    {
        extract(call, param).map(ByValue)
    }

    /// Binds a parameter with a default.
    ///
    /// # Errors
    ///
    /// Those of [`extract_or`](fn@extract_or).
    #[inline(always)]
    pub fn __extract_or<'call>(
        &self,
        call: &'call Call<'_>,
        param: &Param<'_>,
        default: fn() -> P,
    ) -> Result<ByValue<P>>
    where
        P: Value<'call>,
    {
        extract_or(call, param, default).map(ByValue)
    }

    /// Binds all arguments.
    ///
    /// # Errors
    ///
    /// Those of [`flatten`](fn@flatten).
    #[inline(always)]
    pub fn __flatten<'call>(&self, call: &'call Call<'_>, param: &Param<'_>) -> Result<ByValue<P>>
    where
        P: Value<'call>,
    {
        flatten(call, param).map(ByValue)
    }

    /// Makes a parameter where there are no arguments.
    ///
    /// # Errors
    ///
    /// Those of the type's [`FromCall`].
    #[inline(always)]
    pub fn __extract_of_call<'call>(&self, call: &'call Call<'_>) -> Result<ByValue<P>>
    where
        P: FromCall<'call>,
    {
        extract_of_call(call).map(ByValue)
    }
}
