//! Strings on their way into a reply: looked at and written in one go.

use std::mem::MaybeUninit;

use aro_json_scan::{is_any_escaped, is_any_escaped_of_two, is_escaped};

/// How much room is left behind what is appended, for punctuation or a number: those who write them
/// need not look.
pub(crate) const LEFT: usize = 64;

/// Appends `before`, the text and `after`, if there is room and the text can stand in a JSON string
/// as it is; else nothing, and says so.
#[inline(always)]
pub(crate) fn append_plain<const B: usize, const A: usize>(
    out: &mut Vec<u8>,
    before: [u8; B],
    text: &[u8],
    after: [u8; A],
) -> bool {
    let length = B + text.len() + A;
    let spare = out.spare_capacity_mut();
    if spare.len() < length + LEFT {
        return false;
    }
    let (whole, _) = spare.split_at_mut(length);
    let Some((first, rest)) = whole.split_first_chunk_mut::<B>() else { return false };
    let Some((middle, last)) = rest.split_last_chunk_mut::<A>() else { return false };
    if !copy_plain(text, middle) {
        return false;
    }
    first.write_copy_of_slice(&before);
    last.write_copy_of_slice(&after);
    // SAFETY: the capacity was there, since `whole` is a part of it, and all of `whole` has just
    // been written: `first`, `middle`, which is as long as the text, and `last` lie one behind the
    // other.
    unsafe { out.set_len(out.len() + length) };
    true
}

/// Copies `text` to `to`, which is as long, if nothing in it needs an escape. What it says no to
/// may be half written.
#[inline(always)]
fn copy_plain(text: &[u8], to: &mut [MaybeUninit<u8>]) -> bool {
    // The last bytes overlap with what is before them, so nothing is left over.
    if let (Some(last), Some(end)) = (text.last_chunk::<16>(), to.last_chunk_mut::<16>()) {
        if is_any_escaped(last) {
            return false;
        }
        end.write_copy_of_slice(last);
        for (block, place) in text.as_chunks::<16>().0.iter().zip(to.as_chunks_mut::<16>().0) {
            let block = *block;
            if is_any_escaped(&block) {
                return false;
            }
            place.write_copy_of_slice(&block);
        }
        return true;
    }
    // A short text is two words, which overlap where it is not as long as both.
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
    place.write_copy_of_slice(first);
    let Some(place) = to.last_chunk_mut::<N>() else { return false };
    place.write_copy_of_slice(last);
    true
}
