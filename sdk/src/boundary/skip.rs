//! Stepping over JSON text at the speed of memory: the end of a string, the end of an object or list.
//!
//! The only unsafe code outside the ABI's functions. It reads bytes of slices, sixteen or thirty-two at a time, and gives back positions; the scan (in
//! `json`) checks them again by slicing, so a wrong position could make it refuse or panic, not read elsewhere.

mod members;

#[cfg(test)]
pub(crate) use members::OFF;
pub(crate) use members::{Member, Tag, members};

/// Where a string that begins before `at` ends: the position behind its closing quote, and whether a backslash stands in it.
#[inline(always)]
pub(crate) fn string_end(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let found = quote_or_backslash(bytes, at)?;
    if bytes[found] == b'"' { Some((found + 1, false)) } else { escaped_string_end(bytes, found) }
}

/// The same for a string with a backslash at `at`.
#[cold]
fn escaped_string_end(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    loop {
        let found = quote_or_backslash(bytes, at)?;
        if bytes[found] == b'"' {
            return Some((found + 1, true));
        }
        at = found + 2;
    }
}

/// Where a string that begins before `at` ends, if it is plain: no backslash and no control character stands in it.
#[inline(always)]
pub(crate) fn plain_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut here = at;
    #[cfg(target_arch = "x86_64")]
    while let Some(block) = bytes.get(here..).and_then(<[u8]>::first_chunk::<16>) {
        let mask = specials(block);
        if mask != 0 {
            let end = here + mask.trailing_zeros() as usize;
            return if bytes[end] == b'"' { Some(end + 1) } else { None };
        }
        here += 16;
    }
    let rest = bytes.get(here..)?;
    let end = here + rest.iter().position(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\'))?;
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
    rest.iter().position(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\')).map(|at| bytes.len() - rest.len() + at)
}

/// Whether no such byte is there.
#[inline(always)]
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    // A short text is two words, which overlap where it is not as long as both.
    if let (None, Some(first), Some(last)) = (bytes.get(8), bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return !have_special(first, last);
    }
    if let (None, Some(first), Some(last)) = (bytes.get(16), bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return !have_special(first, last);
    }
    first_special(bytes).is_none()
}

/// Whether such a byte stands in one of two pieces of at most eight bytes.
#[inline(always)]
pub(crate) fn have_special<const N: usize>(first: &[u8; N], last: &[u8; N]) -> bool {
    const { assert!(N <= 8) };
    let mut block = [b' '; 16];
    block[..N].copy_from_slice(first);
    block[8..8 + N].copy_from_slice(last);
    specials(&block) != 0
}

#[cfg(target_arch = "x86_64")]
use sse2::specials;

/// Control characters, quotes and backslashes, a bit for each.
#[cfg(not(target_arch = "x86_64"))]
fn specials(block: &[u8; 16]) -> u64 {
    block
        .iter()
        .enumerate()
        .fold(0, |mask, (index, byte)| mask | u64::from(*byte < b' ' || matches!(byte, b'"' | b'\\')) << index)
}

/// Whether all bytes are ASCII.
#[inline]
pub(crate) fn is_ascii(bytes: &[u8]) -> bool {
    #[cfg(target_arch = "x86_64")]
    if bytes.len() >= 64 && std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has it, which was just asked.
        return unsafe { avx2::is_ascii(bytes) };
    }
    bytes.is_ascii()
}

/// The first quote or backslash from `at` on. Most strings of an envelope are short, so the first bytes are looked at without a call.
#[inline(always)]
fn quote_or_backslash(bytes: &[u8], at: usize) -> Option<usize> {
    let mut here = at;
    #[cfg(target_arch = "x86_64")]
    while let Some(block) = bytes.get(here..).and_then(<[u8]>::first_chunk::<16>) {
        let mask = sse2::quotes_and_backslashes(block);
        if mask != 0 {
            return Some(here + mask.trailing_zeros() as usize);
        }
        here += 16;
        if here - at >= 64 {
            break;
        }
    }
    memchr::memchr2(b'"', b'\\', bytes.get(here..)?).map(|found| here + found)
}

/// Where the object or list that begins at `at` ends, when `depth` brackets are open around it: the position behind its closing bracket. `None`
/// when quotes and brackets do not balance, when they stand deeper than `limit`, and when a backslash stands outside of strings, which would leave
/// open whether a quote behind it counts.
#[inline]
pub(crate) fn container_end(bytes: &[u8], at: usize, depth: u32, limit: u32) -> Option<usize> {
    let mut brackets = Brackets { open: 0, height: 0, room: limit.saturating_sub(depth) };
    // Short ones, such as the descriptors of a statement, byte by byte; what is longer, in blocks.
    let near = bytes.len().min(at + 40);
    let mut at = at;
    while at < near {
        match bytes[at] {
            b'"' => at = string_end(bytes, at + 1)?.0,
            byte @ (b'{' | b'[' | b'}' | b']' | b'\\') => {
                at += 1;
                if brackets.step(byte)? {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("pclmulqdq") {
        // SAFETY: the processor has both, which was just asked.
        return unsafe { avx2::blocks(bytes, at, brackets) };
    }
    walk(bytes, at, brackets)
}

/// The open brackets, a bit for each, 1 for `{`.
struct Brackets {
    open: u128,
    height: u32,
    room: u32,
}

impl Brackets {
    /// One more bracket; whether it closes the outermost one. A backslash outside of strings belongs to nothing and is refused.
    #[inline(always)]
    fn step(&mut self, byte: u8) -> Option<bool> {
        // `{` and `}` have bit 5 set, `[` and `]` have not; of all that comes here only an opening bracket has bit 1 set.
        if byte & 2 != 0 {
            self.height += 1;
            if self.height >= self.room {
                return None;
            }
            self.open = self.open << 1 | u128::from(byte >> 5 & 1);
            return Some(false);
        }
        if byte != b']' | (self.open as u8 & 1) << 5 {
            return None;
        }
        self.open >>= 1;
        self.height -= 1;
        Some(self.height == 0)
    }
}

/// What stands where in a block, a bit for each byte.
#[derive(Clone, Copy)]
struct Masks {
    quotes: u64,
    backslashes: u64,
    brackets: u64,
}

#[cfg(target_arch = "x86_64")]
use sse2::masks;

#[cfg(not(target_arch = "x86_64"))]
use masks_bytewise as masks;

#[cfg(any(test, not(target_arch = "x86_64")))]
fn masks_bytewise(block: &[u8; 64]) -> Masks {
    let mut masks = Masks { quotes: 0, backslashes: 0, brackets: 0 };
    for (index, byte) in block.iter().enumerate() {
        masks.quotes |= u64::from(*byte == b'"') << index;
        masks.backslashes |= u64::from(*byte == b'\\') << index;
        masks.brackets |= u64::from(matches!(byte | 0x20, b'{' | b'}')) << index;
    }
    masks
}

/// Bit `n` of the result is the parity of the bits up to `n`.
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The walk over the blocks, as the body of a function: an instruction set is a property of a function, and neither a closure nor a generic
/// function that is called from it has it for sure.
macro_rules! walk {
    ($bytes:ident, $at:ident, $brackets:ident, $block:literal, $masks:path, $prefix_xor:path) => {{
        let (bytes, mut brackets) = ($bytes, $brackets);
        let (mut quoted, mut escape) = (0u64, false);
        let mut base = $at;
        while base < bytes.len() {
            let Masks { mut quotes, backslashes, brackets: found } = match bytes[base..].first_chunk::<$block>() {
                Some(block) => $masks(block),
                None => {
                    let mut last = [b' '; $block];
                    last[..bytes.len() - base].copy_from_slice(&bytes[base..]);
                    $masks(&last)
                }
            };
            if backslashes != 0 || escape {
                let (escaped, carry) = escaped(backslashes, escape, 1 << ($block - 1));
                quotes &= !escaped;
                escape = carry;
            }
            if quoted != 0 && quotes == 0 && backslashes == 0 {
                // The middle of a long string: nothing counts before its end.
                let next = base + $block;
                base = next + memchr::memchr2(b'"', b'\\', bytes.get(next..)?)?;
                continue;
            }
            // A bit is set from an opening quote up to its closing one.
            let inside = $prefix_xor(quotes) ^ quoted;
            quoted = ((inside << (64 - $block)) as i64 >> 63) as u64;
            let mut left = (found | backslashes) & !inside;
            while left != 0 {
                let position = base + left.trailing_zeros() as usize;
                if brackets.step(bytes[position])? {
                    return Some(position + 1);
                }
                left &= left - 1;
            }
            base += $block;
        }
        None
    }};
}

fn walk(bytes: &[u8], at: usize, brackets: Brackets) -> Option<usize> {
    walk!(bytes, at, brackets, 64, masks, prefix_xor)
}

/// The bytes that a backslash stands before which is not itself escaped; `carry` says so of the byte behind the block, whose last
/// bit is `last`.
fn escaped(mut backslashes: u64, carry: bool, last: u64) -> (u64, bool) {
    let mut escaped = u64::from(carry);
    backslashes &= !escaped;
    while backslashes != 0 {
        let bit = backslashes & backslashes.wrapping_neg();
        if bit == last {
            return (escaped, true);
        }
        escaped |= bit << 1;
        backslashes &= !(bit | bit << 1);
    }
    (escaped, false)
}

#[cfg(target_arch = "x86_64")]
mod sse2 {
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    };

    use super::Masks;

    #[inline(always)]
    fn load(block: &[u8; 16]) -> __m128i {
        // SAFETY: the reference is good for sixteen bytes, and this load needs no alignment. SSE2 is part of x86_64.
        unsafe { _mm_loadu_si128(block.as_ptr().cast()) }
    }

    #[inline(always)]
    fn mask(bytes: __m128i) -> u64 {
        // SAFETY: SSE2 is part of x86_64.
        let mask = unsafe { _mm_movemask_epi8(bytes) };
        u64::from(mask as u32)
    }

    #[inline(always)]
    fn equal(bytes: __m128i, byte: u8) -> __m128i {
        // SAFETY: SSE2 is part of x86_64.
        let splat = unsafe { _mm_set1_epi8(byte as i8) };
        // SAFETY: as above.
        unsafe { _mm_cmpeq_epi8(bytes, splat) }
    }

    #[inline(always)]
    fn either(a: __m128i, b: __m128i) -> __m128i {
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
        // SAFETY: SSE2 is part of x86_64.
        let highest = unsafe { _mm_set1_epi8(0x1f) };
        // SAFETY: as above.
        let lower = unsafe { _mm_min_epu8(bytes, highest) };
        // SAFETY: as above.
        let control = unsafe { _mm_cmpeq_epi8(lower, bytes) };
        mask(either(control, either(equal(bytes, b'"'), equal(bytes, b'\\'))))
    }

    #[inline(always)]
    pub(super) fn masks(block: &[u8; 64]) -> Masks {
        let mut masks = Masks { quotes: 0, backslashes: 0, brackets: 0 };
        let (quarters, _) = block.as_chunks::<16>();
        for (index, quarter) in quarters.iter().enumerate() {
            let bytes = load(quarter);
            // SAFETY: SSE2 is part of x86_64.
            let lower = either(bytes, unsafe { _mm_set1_epi8(0x20) });
            let at = 16 * index;
            masks.quotes |= mask(equal(bytes, b'"')) << at;
            masks.backslashes |= mask(equal(bytes, b'\\')) << at;
            masks.brackets |= mask(either(equal(lower, b'{'), equal(lower, b'}'))) << at;
        }
        masks
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8, _mm256_cmpeq_epi8,
        _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256,
    };

    use super::{Brackets, Masks, escaped};

    #[target_feature(enable = "avx2,pclmulqdq")]
    pub(super) fn blocks(bytes: &[u8], at: usize, brackets: Brackets) -> Option<usize> {
        walk!(bytes, at, brackets, 32, masks, prefix_xor)
    }

    /// For 32 bytes or more.
    #[target_feature(enable = "avx2")]
    pub(super) fn is_ascii(bytes: &[u8]) -> bool {
        let (blocks, rest) = bytes.as_chunks::<32>();
        let (quads, rest_of_blocks) = blocks.as_chunks::<4>();
        for [a, b, c, d] in quads {
            let all = _mm256_or_si256(_mm256_or_si256(load(a), load(b)), _mm256_or_si256(load(c), load(d)));
            if _mm256_movemask_epi8(all) != 0 {
                return false;
            }
        }
        let mut all = _mm256_setzero_si256();
        // The last bytes overlap with what is before them.
        for block in rest_of_blocks.iter().chain(bytes.last_chunk().filter(|_| !rest.is_empty())) {
            all = _mm256_or_si256(all, load(block));
        }
        _mm256_movemask_epi8(all) == 0
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn load(block: &[u8; 32]) -> __m256i {
        // SAFETY: the reference is good for thirty-two bytes, and this load needs no alignment.
        unsafe { _mm256_loadu_si256(block.as_ptr().cast()) }
    }

    /// A product without carries with all ones is the parity of all lower bits.
    #[target_feature(enable = "pclmulqdq")]
    #[inline]
    fn prefix_xor(bits: u64) -> u64 {
        let product = _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits as i64), _mm_set1_epi8(-1));
        _mm_cvtsi128_si64(product) as u64
    }

    // Blocks of 64 would need two masks joined into one, which LLVM takes apart again bit by bit.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn masks(block: &[u8; 32]) -> Masks {
        let bytes = load(block);
        let lower = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
        let equal = |bytes: __m256i, byte: u8| _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8));
        let mask = |bytes: __m256i| u64::from(_mm256_movemask_epi8(bytes) as u32);
        Masks {
            quotes: mask(equal(bytes, b'"')),
            backslashes: mask(equal(bytes, b'\\')),
            brackets: mask(_mm256_or_si256(equal(lower, b'{'), equal(lower, b'}'))),
        }
    }
}

#[cfg(test)]
mod tests;
