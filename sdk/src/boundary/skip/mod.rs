//! Stepping over JSON text at the speed of memory: the end of a string, the end of an object or list.
//!
//! It reads bytes of slices, sixteen or thirty-two at a time, and gives back positions; the scan (in `json`) checks them again by slicing, so a wrong
//! position could make it refuse or panic, not read elsewhere.

mod ascii;
mod blocks;
#[cfg(target_arch = "x86_64")]
mod halves;
mod members;
#[cfg(target_arch = "x86_64")]
mod processor;
mod seen;

pub(crate) use ascii::is_ascii;

#[cfg(test)]
pub(crate) use members::OFF;
pub(crate) use members::{Level, Member, Place, Tag, members};
pub(crate) use seen::Seen;

/// Nesting that `serde_json` refuses, counted from the outermost bracket.
pub(crate) const TOO_DEEP: u32 = 128;

/// Where a string that begins before `at` ends: the position behind its closing quote.
#[inline]
pub(crate) fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut here = at;
    // Most strings of an envelope are short, so the first bytes are looked at without a call.
    #[cfg(target_arch = "x86_64")]
    while let Some(block) = bytes.get(here..).and_then(<[u8]>::first_chunk::<16>)
        && here - at < 64
    {
        let mask = sse2::quotes_and_backslashes(block);
        if mask != 0 {
            here += mask.trailing_zeros() as usize;
            if bytes[here] == b'"' {
                return Some(here + 1);
            }
            break;
        }
        here += 16;
    }
    blocks::long_string_end(bytes, here)
}

/// Where a string that begins before `at` ends, if it is plain: no backslash and no control character stands in it.
#[inline(always)]
pub(crate) fn plain_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at + first_special(bytes.get(at..)?)?;
    if bytes[end] == b'"' { Some(end + 1) } else { None }
}

/// The first byte that cannot stand in a JSON string as it is: a control character, a quote or a backslash.
#[inline]
pub(crate) fn first_special(bytes: &[u8]) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<16>();
    for (index, block) in blocks.iter().enumerate() {
        let mask = specials(block);
        if mask != 0 {
            return Some(16 * index + mask.trailing_zeros() as usize);
        }
    }
    // The last sixteen bytes overlap with what is before them, so nothing is left over.
    if let (Some(last), false) = (bytes.last_chunk::<16>(), rest.is_empty()) {
        let mask = specials(last);
        return (mask != 0).then(|| bytes.len() - 16 + mask.trailing_zeros() as usize);
    }
    rest.iter().position(is_special).map(|at| bytes.len() - rest.len() + at)
}

/// Whether it is such a byte.
#[inline(always)]
pub(crate) fn is_special(byte: &u8) -> bool {
    *byte < b' ' || matches!(byte, b'"' | b'\\')
}

/// Whether no such byte is there.
#[inline(always)]
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<16>() {
        // The last sixteen bytes overlap with what is before them, so nothing is left over.
        return !has_special(last) && !bytes.as_chunks::<16>().0.iter().any(has_special);
    }
    // A short text is two words, which overlap where it is not as long as both.
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return !have_special(first, last);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return !have_special(first, last);
    }
    !bytes.iter().any(is_special)
}

/// Whether such a byte stands among sixteen.
#[inline(always)]
pub(crate) fn has_special(block: &[u8; 16]) -> bool {
    specials(block) != 0
}

/// Whether such a byte stands in one of two pieces of at most eight bytes.
#[inline(always)]
pub(crate) fn have_special<const N: usize>(first: &[u8; N], last: &[u8; N]) -> bool {
    const { assert!(N <= 8) };
    let mut block = [0; 16];
    block[..N].copy_from_slice(first);
    block[N..2 * N].copy_from_slice(last);
    specials(&block) & ((1 << (2 * N)) - 1) != 0
}

/// Whether the byte stands there.
#[inline]
pub(crate) fn contains(bytes: &[u8], byte: u8) -> bool {
    #[cfg(target_arch = "x86_64")]
    if let (None, Some(last)) = (bytes.get(256), bytes.last_chunk()) {
        // Of few bytes all are looked at, which takes no decision at each step. The last sixteen overlap with what is before them.
        let mut found = sse2::equal(sse2::load(last), byte);
        for block in bytes.as_chunks().0 {
            found = sse2::either(found, sse2::equal(sse2::load(block), byte));
        }
        return sse2::mask(found) != 0;
    }
    memchr::memchr(byte, bytes).is_some()
}

#[cfg(target_arch = "x86_64")]
use sse2::specials;

/// Control characters, quotes and backslashes, a bit for each.
#[cfg(not(target_arch = "x86_64"))]
fn specials(block: &[u8; 16]) -> u64 {
    block.iter().enumerate().fold(0, |mask, (index, byte)| mask | u64::from(is_special(byte)) << index)
}

#[cfg(target_arch = "x86_64")]
mod sse2 {
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
        _mm_xor_si128,
    };

    #[inline(always)]
    pub(super) fn load(block: &[u8; 16]) -> __m128i {
        // SAFETY: the reference is good for sixteen bytes, and this load needs no alignment. SSE2 is part of x86_64.
        unsafe { _mm_loadu_si128(block.as_ptr().cast()) }
    }

    #[inline(always)]
    pub(super) fn mask(bytes: __m128i) -> u64 {
        // SAFETY: SSE2 is part of x86_64.
        let mask = unsafe { _mm_movemask_epi8(bytes) };
        u64::from(mask as u32)
    }

    #[inline(always)]
    pub(super) fn equal(bytes: __m128i, byte: u8) -> __m128i {
        // SAFETY: SSE2 is part of x86_64.
        let splat = unsafe { _mm_set1_epi8(byte as i8) };
        // SAFETY: as above.
        unsafe { _mm_cmpeq_epi8(bytes, splat) }
    }

    #[inline(always)]
    pub(super) fn either(a: __m128i, b: __m128i) -> __m128i {
        // SAFETY: SSE2 is part of x86_64.
        unsafe { _mm_or_si128(a, b) }
    }

    #[inline(always)]
    pub(super) fn quotes_and_backslashes(block: &[u8; 16]) -> u64 {
        let bytes = load(block);
        mask(either(equal(bytes, b'"'), equal(bytes, b'\\')))
    }

    /// Control characters, quotes and backslashes, a bit for each.
    #[inline(always)]
    pub(super) fn specials(block: &[u8; 16]) -> u64 {
        let bytes = load(block);
        // A quote would be one more control character if this bit were turned. The comparison is one of signed numbers, so the highest is turned too.
        // SAFETY: SSE2 is part of x86_64.
        let turn = unsafe { _mm_set1_epi8(((b'"' ^ b' ') | 0x80) as i8) };
        // SAFETY: as above.
        let turned = unsafe { _mm_xor_si128(bytes, turn) };
        // SAFETY: as above.
        let least = unsafe { _mm_set1_epi8(((b' ' + 1) | 0x80) as i8) };
        // SAFETY: as above.
        let controls_and_quotes = unsafe { _mm_cmplt_epi8(turned, least) };
        mask(either(controls_and_quotes, equal(bytes, b'\\')))
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) use avx2::load;
#[cfg(target_arch = "x86_64")]
pub(super) use processor::is_possible;

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{__m256i, _mm256_loadu_si256};

    #[target_feature(enable = "avx2")]
    #[inline]
    pub(in crate::boundary) fn load(block: &[u8; 32]) -> __m256i {
        // SAFETY: the reference is good for thirty-two bytes, and this load needs no alignment.
        unsafe { _mm256_loadu_si256(block.as_ptr().cast()) }
    }
}

#[cfg(test)]
mod tests;
