//! Memory that C gets and gives back to `<crate>_free`.
//!
//! A header before the address that C has says how the memory was allocated, so `free` needs
//! neither a length nor a type. One allocation has, in this order: padding that aligns what
//! follows, the header, the elements, and a NUL if it is a string.

#![allow(unsafe_code)]

use std::alloc::{Layout, alloc, dealloc};
use std::ptr;

use super::value::CValue;
use crate::error::{Error, Result};

/// How the memory was allocated.
#[derive(Clone, Copy)]
struct Header {
    layout: Layout,
}

/// From the beginning of the allocation to the elements.
const fn offset(align: usize) -> usize {
    size_of::<Header>().next_multiple_of(align)
}

/// A string and a NUL.
///
/// # Errors
///
/// Code 8 when there is no memory.
pub(super) fn of_str(text: &str) -> Result<*mut u8> {
    let buffer = new(text.len(), 1, 1)?;
    // SAFETY: the buffer has room for the text, and is new, so the two do not overlap.
    unsafe { ptr::copy_nonoverlapping(text.as_ptr(), buffer, text.len()) };
    // SAFETY: the buffer has one byte more than the text.
    let end = unsafe { buffer.add(text.len()) };
    // SAFETY: this is that byte.
    unsafe { end.write(0) };
    Ok(buffer)
}

/// The elements of a list; NULL for none.
///
/// # Errors
///
/// Code 8 when there is no memory.
pub(super) fn of_slice<T: CValue>(elements: &[T]) -> Result<*mut T> {
    if elements.is_empty() {
        return Ok(ptr::null_mut());
    }
    let buffer = new(size_of_val(elements), align_of::<T>(), 0)?.cast::<T>();
    // SAFETY: the buffer has room for the elements and their alignment, and is new. A `CValue`
    // needs no drop, so two copies of one do no harm.
    unsafe { ptr::copy_nonoverlapping(elements.as_ptr(), buffer, elements.len()) };
    Ok(buffer)
}

/// Memory of `size` bytes and `extra` ones, aligned for the elements.
fn new(size: usize, align: usize, extra: usize) -> Result<*mut u8> {
    let align = align.max(align_of::<Header>());
    let total = size.checked_add(extra + offset(align));
    let layout = total.and_then(|total| Layout::from_size_align(total, align).ok());
    let layout = layout.ok_or_else(|| no_memory(size))?;
    // SAFETY: the size is not zero, because of the header.
    let start = unsafe { alloc(layout) };
    if start.is_null() {
        return Err(no_memory(size));
    }
    // SAFETY: the allocation has at least this many bytes.
    let elements = unsafe { start.add(offset(align)) };
    // SAFETY: there is a header's room before the elements.
    let header = unsafe { elements.cast::<Header>().sub(1) };
    // SAFETY: the room is aligned, because the elements are aligned for a header, and a header's
    // size is a multiple of its alignment.
    unsafe { header.write(Header { layout }) };
    Ok(elements)
}

#[cold]
fn no_memory(size: usize) -> Error {
    Error::resource_exhausted(format!("there is no memory for a result of {size} bytes"))
}

/// Frees what this module handed out. NULL is ignored.
///
/// # Safety
///
/// `elements` is NULL, or this library handed it out and it was not freed before.
pub(super) unsafe fn free(elements: *mut u8) {
    if elements.is_null() {
        return;
    }
    // SAFETY: whatever this library hands out has a header before it, in the same allocation.
    let header = unsafe { elements.cast::<Header>().sub(1) };
    // SAFETY: `new` has written and aligned it.
    let Header { layout } = unsafe { header.read() };
    // SAFETY: `new` has added the same offset to the beginning.
    let start = unsafe { elements.sub(offset(layout.align())) };
    // SAFETY: `new` has allocated it with this layout, and by the caller's promise this is the only
    // time that it is freed.
    unsafe { dealloc(start, layout) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_ends_with_nul_and_is_freed_without_its_length() {
        for text in ["", "a", "größer", "with\0nul"] {
            let buffer = of_str(text).unwrap();
            // SAFETY: the buffer has the text and a NUL.
            let bytes = unsafe { std::slice::from_raw_parts(buffer, text.len() + 1) };
            assert_eq!(bytes.split_last(), Some((&0, text.as_bytes())));
            // SAFETY: it is freed once.
            unsafe { free(buffer) };
        }
    }

    #[test]
    fn elements_of_every_alignment_are_copied() {
        fn check<T: CValue + PartialEq + std::fmt::Debug>(elements: &[T]) {
            let buffer = of_slice(elements).unwrap();
            assert!(buffer.is_aligned());
            // SAFETY: the buffer has these elements.
            assert_eq!(unsafe { std::slice::from_raw_parts(buffer, elements.len()) }, elements);
            // SAFETY: it is freed once.
            unsafe { free(buffer.cast()) };
        }
        check(&[1_u8, 2, 3]);
        check(&[true]);
        check(&[1.5_f64; 1000]);
        assert!(of_slice::<i32>(&[]).unwrap().is_null());
        // SAFETY: NULL is ignored.
        unsafe { free(ptr::null_mut()) };
    }
}
