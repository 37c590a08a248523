//! What crosses the boundary by value: numbers, booleans, and structs and enums with
//! `#[aro_export]`.

#![allow(unsafe_code)]

use std::mem::MaybeUninit;

use super::descriptors::ReturnType;
use crate::error::{Error, Result};

/// A type that C passes by value.
///
/// # Safety
///
/// `C` is passed as C passes the type that [`TYPE`](Self::TYPE) names. A value of this type has the
/// same bytes in memory as one of that C type, and needs no drop. [`check`](Self::check) refuses
/// every memory that is no valid value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed by value to a typed C function",
    label = "C has no such type",
    note = "take a number, a `bool`, `&str`, `&[T]` of numbers, or a `#[repr(C)]` struct or an enum with `#[aro_export]` before it; write a `&` in the signature itself and not inside of an alias"
)]
pub unsafe trait CValue: Sized {
    /// How it is passed. Every bit pattern is valid.
    type C;

    /// The name of the type in descriptions.
    const TYPE: &'static str;

    /// All bytes zero.
    const ZERO: Self::C;

    /// # Safety
    ///
    /// All bytes of `value` but padding are initialised.
    ///
    /// # Errors
    ///
    /// Code 1 when it is no valid value.
    unsafe fn from_c(value: Self::C) -> Result<Self>;

    /// The value for C.
    fn into_c(self) -> Self::C;

    /// Whether memory holds a valid value.
    ///
    /// # Safety
    ///
    /// `value` is aligned and points to as many initialised bytes as the type has; padding need not
    /// be initialised.
    ///
    /// # Errors
    ///
    /// Code 1 when it does not.
    unsafe fn check(value: *const Self) -> Result<()>;
}

/// What a function in the plain form may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a typed C function",
    label = "cannot be returned by value",
    note = "return nothing, a number, a `bool`, or a `#[repr(C)]` struct or an enum with `#[aro_export]` before it; write `String`, `Vec<T>`, `Option<T>` and `Result<T, E>` by these names and not by an alias, because the number of C parameters depends on them; return an object in an `Option` or a `Result`"
)]
pub trait CReturn {
    /// How it is returned.
    type C;

    /// What a failure returns.
    const ZERO: Self::C;

    /// In descriptions.
    const RETURNS: ReturnType;

    /// The value for C.
    fn into_c(self) -> Self::C;
}

impl CReturn for () {
    type C = ();

    const ZERO: () = ();
    const RETURNS: ReturnType = ReturnType::Unit;

    fn into_c(self) {}
}

macro_rules! numbers {
    ($($number:ident)*) => {$(
        // SAFETY: the C type of this name is the same type, and all of its values are valid.
        unsafe impl CValue for $number {
            type C = Self;

            const TYPE: &'static str = stringify!($number);
            const ZERO: Self = 0 as Self;

            #[inline(always)]
            unsafe fn from_c(value: Self) -> Result<Self> {
                Ok(value)
            }

            #[inline(always)]
            fn into_c(self) -> Self {
                self
            }

            #[inline(always)]
            unsafe fn check(_: *const Self) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

numbers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 }

// SAFETY: a `bool` is one byte with 0 or 1, and anything else is refused.
unsafe impl CValue for bool {
    type C = u8;

    const TYPE: &'static str = "bool";
    const ZERO: u8 = 0;

    #[inline(always)]
    unsafe fn from_c(value: u8) -> Result<Self> {
        boolean(value)
    }

    #[inline(always)]
    fn into_c(self) -> u8 {
        self.into()
    }

    unsafe fn check(value: *const Self) -> Result<()> {
        // SAFETY: by the caller's promise this is one initialised byte.
        let byte = unsafe { value.cast::<u8>().read() };
        boolean(byte).map(drop)
    }
}

#[inline(always)]
fn boolean(value: u8) -> Result<bool> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        other => Err(invalid_bool(other)),
    }
}

#[cold]
fn invalid_bool(value: u8) -> Error {
    Error::invalid_input(format!("{value} is no boolean: pass 0 or 1"))
}

/// The error of an enum whose variants do not have this number.
#[cold]
#[must_use]
pub fn invalid_enum(name: &str, value: i128) -> Error {
    Error::invalid_input(format!("{value} is no {name}: pass the number of one of its variants"))
}

/// What C passed for the parameter `name`.
///
/// # Safety
///
/// As for [`CValue::from_c`].
///
/// # Errors
///
/// Code 1 when it is no value of the type.
#[inline(always)]
pub unsafe fn value<T: CValue>(name: &'static str, value: T::C) -> Result<T> {
    // SAFETY: the caller's promise.
    unsafe { T::from_c(value) }.map_err(|error| error.context(name))
}

/// Checks one field of a struct.
///
/// # Safety
///
/// As for [`CValue::check`].
///
/// # Errors
///
/// Code 1 when it is no valid value.
#[inline]
pub unsafe fn checked_field<T: CValue>(name: &'static str, field: *const T) -> Result<()> {
    // SAFETY: the caller's promise.
    unsafe { T::check(field) }.map_err(|error| error.context(name))
}

/// A struct, once its fields are checked.
///
/// # Safety
///
/// All fields are initialised.
///
/// # Errors
///
/// Code 1 when one is no valid value.
#[inline]
pub unsafe fn checked<T: CValue>(value: MaybeUninit<T>) -> Result<T> {
    // SAFETY: the pointer is aligned, and by the caller's promise all fields are initialised.
    unsafe { T::check(value.as_ptr()) }?;
    // SAFETY: `check` has accepted it.
    Ok(unsafe { value.assume_init() })
}

/// Implements [`CReturn`] by [`CValue`]. A blanket implementation would say in messages that the
/// type lacks `CValue`, which is about parameters.
macro_rules! returned_by_value {
    ($($ty:ident)*) => {$(
        impl CReturn for $ty {
            type C = <Self as CValue>::C;

            const ZERO: Self::C = <Self as CValue>::ZERO;
            const RETURNS: ReturnType = ReturnType::Value(<Self as CValue>::TYPE);

            #[inline(always)]
            fn into_c(self) -> Self::C {
                CValue::into_c(self)
            }
        }
    )*};
}

returned_by_value! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 bool }
