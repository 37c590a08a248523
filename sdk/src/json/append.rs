//! Appends a string to a buffer, checked for escapes while it is copied.
//!
//! Most strings of a reply need no escape. So they are copied in blocks, and each block is checked
//! before it is written; when a block has a byte that JSON escapes, nothing is appended and the
//! caller takes the slow path. One pass instead of two (find the first escape, then copy).
//!
//! This file does nothing else, because it has the module's only `unsafe` block.

#![allow(unsafe_code)]

use std::mem::MaybeUninit;

use aro_json_scan::{is_any_escaped, is_any_escaped_of_two, is_escaped};

/// Spare bytes that remain after each append, so that the punctuation or the number that follows
/// does not make the buffer grow.
pub(crate) const TAIL_SLACK: usize = 64;

/// Appends `before`, `text` and `after` and returns `true`; appends nothing and returns `false` if
/// there is not enough spare capacity, or if JSON escapes a byte of `text`.
#[inline(always)]
pub(super) fn append_plain<const B: usize, const A: usize>(
    out: &mut Vec<u8>,
    before: [u8; B],
    text: &[u8],
    after: [u8; A],
) -> bool {
    let length = B + text.len() + A;
    let spare = out.spare_capacity_mut();
    if spare.len() < length + TAIL_SLACK {
        return false;
    }
    let (whole, _) = spare.split_at_mut(length);
    let Some((first, rest)) = whole.split_first_chunk_mut::<B>() else { return false };
    let Some((middle, last)) = rest.split_last_chunk_mut::<A>() else { return false };
    if !copy_plain(text, middle) {
        return false;
    }
    *first = before.map(MaybeUninit::new);
    *last = after.map(MaybeUninit::new);
    // SAFETY: `whole` is `length` bytes of the spare capacity, so the new length is within the
    // capacity. All of `whole` is initialized: it is `first`, `middle` and `last` without a gap,
    // and `copy_plain` has written all of `middle`, since it returned `true`.
    unsafe { out.set_len(out.len() + length) };
    true
}

/// Copies `text` to `to`, which has the same length, if no byte of it needs an escape. On `false`
/// a part of `to` may have been written.
#[inline(always)]
fn copy_plain(text: &[u8], to: &mut [MaybeUninit<u8>]) -> bool {
    // The last block may overlap the one before it, so that no remainder is left.
    if let (Some(last), Some(end)) = (text.last_chunk::<16>(), to.last_chunk_mut::<16>()) {
        if is_any_escaped(last) {
            return false;
        }
        *end = last.map(MaybeUninit::new);
        for (block, place) in text.chunks_exact(16).zip(to.chunks_exact_mut(16)) {
            let (Some(block), Some(place)) = (block.first_chunk::<16>(), place.first_chunk_mut::<16>()) else {
                return false;
            };
            let block = *block;
            if is_any_escaped(&block) {
                return false;
            }
            *place = block.map(MaybeUninit::new);
        }
        return true;
    }
    // A short string is two words, which overlap if it is shorter than both together.
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return copy_words(first, last, to);
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        return copy_words(first, last, to);
    }
    for (byte, place) in text.iter().zip(to) {
        if is_escaped(byte) {
            return false;
        }
        place.write(*byte);
    }
    true
}

#[inline(always)]
fn copy_words<const N: usize>(first: &[u8; N], last: &[u8; N], to: &mut [MaybeUninit<u8>]) -> bool {
    if is_any_escaped_of_two(first, last) {
        return false;
    }
    let Some(place) = to.first_chunk_mut::<N>() else { return false };
    *place = first.map(MaybeUninit::new);
    let Some(place) = to.last_chunk_mut::<N>() else { return false };
    *place = last.map(MaybeUninit::new);
    true
}
