//! Out-parameters: where a function in the status form writes its result.

#![allow(unsafe_code)]

use std::ffi::c_char;
use std::marker::PhantomData;
use std::ptr;

use super::buffer;
use super::descriptors::ReturnType;
use super::value::{CReturn, CValue};
use crate::error::Result;

/// The out-parameters of one function.
pub trait Out: Copy {
    /// What the function returns.
    type Value;
    /// What is written.
    type Written;

    /// Whether one of the pointers is NULL.
    fn is_null(self) -> bool;

    /// # Errors
    ///
    /// Code 8 when there is no memory or no handle left.
    fn convert(value: Self::Value) -> Result<Self::Written>;

    /// Writes the result; without one, zero, NULL and the length 0. Nothing goes to a NULL pointer.
    ///
    /// # Safety
    ///
    /// Each pointer is NULL or may be written to. It need not be aligned.
    unsafe fn write(self, written: Option<Self::Written>);
}

/// # Safety
///
/// The pointer is NULL or may be written to. It need not be aligned.
#[inline]
unsafe fn write_unless_null<T>(pointer: *mut T, value: T) {
    if !pointer.is_null() {
        // SAFETY: the caller's promise.
        unsafe { pointer.write_unaligned(value) };
    }
}

/// A function that returns no value.
#[derive(Clone, Copy, Debug)]
pub struct OutNothing;

impl Out for OutNothing {
    type Value = ();
    type Written = ();

    #[inline]
    fn is_null(self) -> bool {
        false
    }

    #[inline]
    fn convert((): ()) -> Result<()> {
        Ok(())
    }

    #[inline]
    unsafe fn write(self, _: Option<()>) {}
}

/// What a function in the status form may return as one C value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a typed C function",
    label = "cannot be written to an out-parameter",
    note = "return a number, a `bool`, a `String`, a `Vec` of numbers, a `#[repr(C)]` struct or an enum with `#[aro_export]`, or a type with `#[aro_export]` before its `impl` block; write `String`, `Vec<T>`, `Option<T>` and `Result<T, E>` by these names and not by an alias, because the number of C parameters depends on them"
)]
pub trait CResult: Sized {
    /// What is written.
    type C;

    /// What is written on a failure.
    const ZERO: Self::C;

    /// In descriptions.
    const RESULT: ReturnType;

    /// # Errors
    ///
    /// Code 8 when there is no handle left.
    fn into_out(self) -> Result<Self::C>;
}

/// One value: a number, a struct, a handle.
pub struct OutValue<T: CResult>(pub *mut T::C);

impl<T: CResult> Clone for OutValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: CResult> Copy for OutValue<T> {}

impl<T: CResult> Out for OutValue<T> {
    type Value = T;
    type Written = T::C;

    #[inline]
    fn is_null(self) -> bool {
        self.0.is_null()
    }

    #[inline]
    fn convert(value: T) -> Result<T::C> {
        value.into_out()
    }

    #[inline]
    unsafe fn write(self, written: Option<T::C>) {
        // SAFETY: the caller's promise.
        unsafe { write_unless_null(self.0, written.unwrap_or(T::ZERO)) };
    }
}

/// A string: its address and its length without the NUL.
pub struct OutString<T>(*mut *mut c_char, *mut usize, PhantomData<T>);

/// The two addresses for a string.
#[inline]
#[must_use]
pub fn out_string<T: ReturnsString>(text: *mut *mut c_char, length: *mut usize) -> OutString<T> {
    OutString(text, length, PhantomData)
}

/// `String`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is called `String`, and is another type",
    label = "is not `std::string::String`",
    note = "give a type of your own another name"
)]
pub trait ReturnsString {
    /// The string.
    fn as_text(&self) -> &str;
}

impl ReturnsString for String {
    fn as_text(&self) -> &str {
        self
    }
}

impl<T> Clone for OutString<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for OutString<T> {}

impl<T: ReturnsString> Out for OutString<T> {
    type Value = T;
    type Written = (*mut c_char, usize);

    fn is_null(self) -> bool {
        self.0.is_null() || self.1.is_null()
    }

    fn convert(value: T) -> Result<Self::Written> {
        let text = value.as_text();
        Ok((buffer::of_str(text)?.cast(), text.len()))
    }

    unsafe fn write(self, written: Option<Self::Written>) {
        let (text, length) = written.unwrap_or((ptr::null_mut(), 0));
        // SAFETY: the caller's promise.
        unsafe { write_unless_null(self.0, text) };
        // SAFETY: the caller's promise.
        unsafe { write_unless_null(self.1, length) };
    }
}

/// A list: the address of its elements and their number. An empty one is NULL and 0.
pub struct OutVec<T: ReturnsVec>(pub *mut *mut T::Element, pub *mut usize);

/// `Vec`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a typed C function",
    label = "is not `std::vec::Vec`, or its elements are not numbers or other values of C",
    note = "return a `Vec` of numbers, booleans, or structs and enums with `#[aro_export]`; give a type of your own another name than `Vec`"
)]
pub trait ReturnsVec {
    /// What is in the list.
    type Element: CValue;

    /// In descriptions.
    const RESULT: ReturnType;

    /// The elements.
    fn as_elements(&self) -> &[Self::Element];
}

impl<T: CValue> ReturnsVec for Vec<T> {
    type Element = T;

    const RESULT: ReturnType = ReturnType::Vec(T::TYPE);

    fn as_elements(&self) -> &[T] {
        self
    }
}

impl<T: ReturnsVec> Clone for OutVec<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ReturnsVec> Copy for OutVec<T> {}

impl<T: ReturnsVec> Out for OutVec<T> {
    type Value = T;
    type Written = (*mut T::Element, usize);

    fn is_null(self) -> bool {
        self.0.is_null() || self.1.is_null()
    }

    fn convert(value: T) -> Result<Self::Written> {
        let elements = value.as_elements();
        Ok((buffer::of_slice(elements)?, elements.len()))
    }

    unsafe fn write(self, written: Option<Self::Written>) {
        let (elements, length) = written.unwrap_or((ptr::null_mut(), 0));
        // SAFETY: the caller's promise.
        unsafe { write_unless_null(self.0, elements) };
        // SAFETY: the caller's promise.
        unsafe { write_unless_null(self.1, length) };
    }
}

macro_rules! written_by_value {
    ($($ty:ident)*) => {$(
        impl CResult for $ty {
            type C = <Self as CValue>::C;

            const ZERO: Self::C = <Self as CValue>::ZERO;
            const RESULT: ReturnType = <Self as CReturn>::RETURNS;

            #[inline]
            fn into_out(self) -> Result<Self::C> {
                Ok(CValue::into_c(self))
            }
        }
    )*};
}

written_by_value! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 bool }
