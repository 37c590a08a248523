//! What crosses the boundary by pointer and length, without a copy.

#![allow(unsafe_code)]

use std::marker::PhantomData;
use std::mem::size_of;
use std::slice;

use super::descriptors::ParamType;
use super::value::CValue;
use crate::error::{Error, Result, utf8};

/// A type that a function takes by reference.
#[diagnostic::on_unimplemented(
    message = "`&{Self}` cannot be a parameter of a typed C function",
    label = "C cannot pass it by pointer and length",
    note = "take `&str`, or `&[T]` of numbers, booleans, or structs and enums with `#[aro_export]`; take a single value without `&`"
)]
pub trait CSlice {
    /// What the pointer points to.
    type Element: CValue;

    /// In descriptions.
    const PARAM: ParamType;

    /// # Errors
    ///
    /// Code 1 when the elements do not make a value of this type.
    fn from_slice<'a>(elements: &'a [Self::Element], name: &'static str) -> Result<&'a Self>;
}

impl CSlice for str {
    type Element = u8;

    const PARAM: ParamType = ParamType::Str;

    #[inline]
    fn from_slice<'a>(elements: &'a [u8], name: &'static str) -> Result<&'a Self> {
        utf8(elements, name)
    }
}

impl<T: CValue> CSlice for [T] {
    type Element = T;

    const PARAM: ParamType = ParamType::Slice(T::TYPE);

    #[inline]
    fn from_slice<'a>(elements: &'a [T], _: &'static str) -> Result<&'a Self> {
        Ok(elements)
    }
}

/// A value that C lends for a call.
///
/// It lends the value on for its own lifetime only, so that no function can keep it: not even one
/// whose parameter has a lifetime that outlives `'static`.
pub struct Borrowed<'a, S: ?Sized>(*const S, PhantomData<&'a S>);

impl<S: ?Sized> Borrowed<'_, S> {
    /// The value.
    #[inline]
    #[must_use]
    pub fn __get(&self) -> &S {
        // SAFETY: the pointer comes from a reference, and by the promise of `borrow` the value
        // stays as it is while `self` exists.
        unsafe { &*self.0 }
    }
}

/// The value of the parameter `name`. Its length is in elements. With the length 0 the pointer may
/// be any.
///
/// # Safety
///
/// `pointer` is NULL, misaligned, or it points to `length` elements that are initialised and that
/// nobody changes while the value exists.
///
/// # Errors
///
/// Code 1 when the pointer is NULL or misaligned, the length is beyond what memory can hold, or the
/// elements are not valid.
#[inline]
pub unsafe fn borrow<'a, S: CSlice + ?Sized>(
    name: &'static str,
    pointer: *const S::Element,
    length: usize,
) -> Result<Borrowed<'a, S>> {
    let elements = if length == 0 {
        &[]
    } else {
        check_address::<S::Element>(pointer, length).map_err(|fault| bad_slice(name, &fault))?;
        for index in 0..length {
            // SAFETY: `check_address` and the caller's promise: this is within the elements.
            let element = unsafe { pointer.add(index) };
            // SAFETY: it is aligned and initialised.
            unsafe { S::Element::check(element) }.map_err(|error| bad_element(error, name, index))?;
        }
        // SAFETY: the pointer is not NULL and aligned, the size is at most `isize::MAX`, every
        // element is valid, and by the caller's promise nobody changes them.
        unsafe { slice::from_raw_parts(pointer, length) }
    };
    Ok(Borrowed(S::from_slice(elements, name)?, PhantomData))
}

enum AddressFault {
    Null { length: usize },
    Misaligned { address: usize, align: usize },
    TooLong { length: usize },
}

#[inline]
fn check_address<T>(pointer: *const T, length: usize) -> Result<(), AddressFault> {
    const MAX: usize = isize::MAX as usize;
    if pointer.is_null() {
        return Err(AddressFault::Null { length });
    }
    if !pointer.is_aligned() {
        return Err(AddressFault::Misaligned { address: pointer.addr(), align: align_of::<T>() });
    }
    let size = length.checked_mul(size_of::<T>()).filter(|size| *size <= MAX);
    match size.and_then(|size| pointer.addr().checked_add(size)) {
        Some(_) => Ok(()),
        None => Err(AddressFault::TooLong { length }),
    }
}

#[cold]
fn bad_slice(name: &str, fault: &AddressFault) -> Error {
    Error::invalid_input(match fault {
        AddressFault::Null { length } => {
            format!("{name} is NULL, and its length is {length}: pass NULL only with the length 0")
        }
        AddressFault::Misaligned { address, align } => {
            format!("{name} is at the address {address:#x}: its elements must be aligned to {align} bytes")
        }
        AddressFault::TooLong { length } => {
            format!("{name} has the length {length}, which is more than memory can hold: pass the number of elements")
        }
    })
}

#[cold]
fn bad_element(error: Error, name: &str, index: usize) -> Error {
    error.context(format_args!("{name}[{index}]"))
}
