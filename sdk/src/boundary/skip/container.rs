//! The end of an object or a list.

#[cfg(target_arch = "x86_64")]
use super::sse2::{either, equal, load, mask};
use super::string_end;

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
#[inline(always)]
fn masks(block: &[u8; 64]) -> Masks {
    let mut masks = Masks { quotes: 0, backslashes: 0, brackets: 0 };
    let (quarters, _) = block.as_chunks::<16>();
    for (index, quarter) in quarters.iter().enumerate() {
        let bytes = load(quarter);
        // SAFETY: SSE2 is part of x86_64.
        let lower = either(bytes, unsafe { std::arch::x86_64::_mm_set1_epi8(0x20) });
        let at = 16 * index;
        masks.quotes |= mask(equal(bytes, b'"')) << at;
        masks.backslashes |= mask(equal(bytes, b'\\')) << at;
        masks.brackets |= mask(either(equal(lower, b'{'), equal(lower, b'}'))) << at;
    }
    masks
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8, _mm256_cmpeq_epi8,
        _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    };

    use super::{Brackets, Masks, escaped};
    use crate::boundary::skip::avx2::load;

    #[target_feature(enable = "avx2,pclmulqdq")]
    pub(super) fn blocks(bytes: &[u8], at: usize, brackets: Brackets) -> Option<usize> {
        walk!(bytes, at, brackets, 32, masks, prefix_xor)
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

/// What each path finds that begins at `at`, also those that this processor would not take.
#[cfg(test)]
pub(super) fn every_path(bytes: &[u8], at: usize, room: u32) -> Vec<(&'static str, Option<usize>)> {
    let outermost = || Brackets { open: 0, height: 0, room };
    let bytewise = |brackets: Brackets| walk!(bytes, at, brackets, 64, masks_bytewise, prefix_xor);
    let mut ends = vec![("portable", walk(bytes, at, outermost())), ("bytewise", bytewise(outermost()))];
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("pclmulqdq") {
        // SAFETY: the processor has both, which was just asked.
        ends.push(("avx2", unsafe { avx2::blocks(bytes, at, outermost()) }));
    }
    ends
}
