//! The end of an object or a list, the end of a string with escapes: in blocks of 64 bytes where the processor has the instructions for it.

use super::string_end;

/// Where the object or list that begins at `at` ends, when `depth` brackets are open around it: the position behind its closing bracket. `None`
/// when quotes do not balance or brackets in number, when they stand deeper than `limit`, and when a backslash stands outside of strings, which would
/// leave open whether a quote behind it counts.
#[inline]
pub(crate) fn container_end(bytes: &[u8], at: usize, depth: u32, limit: u32) -> Option<usize> {
    let mut height = Height { open: 0, room: limit.saturating_sub(depth) };
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2")
        && std::is_x86_feature_detected!("pclmulqdq")
        && std::is_x86_feature_detected!("popcnt")
        && std::is_x86_feature_detected!("bmi1")
    {
        // Short ones byte by byte; what is longer, in blocks.
        return match bytewise(bytes, at, bytes.len().min(at + NEAR), &mut height)? {
            Place::End(end) => Some(end),
            // SAFETY: the processor has all four, which was just asked.
            Place::Further(at) => unsafe { avx2::container_end(bytes, at, height) },
        };
    }
    match bytewise(bytes, at, bytes.len(), &mut height)? {
        Place::End(end) => Some(end),
        Place::Further(_) => None,
    }
}

/// Containers up to this length are gone over byte by byte.
#[cfg(target_arch = "x86_64")]
const NEAR: usize = 12;

/// How many brackets are open, and how many there is room for.
#[derive(Clone, Copy)]
struct Height {
    open: u32,
    room: u32,
}

impl Height {
    /// One more bracket; whether it closes the outermost one. A backslash outside of strings belongs to nothing and is refused.
    #[inline(always)]
    fn step(&mut self, byte: u8) -> Option<bool> {
        match byte {
            b'{' | b'[' => {
                self.open += 1;
                (self.open < self.room).then_some(false)
            }
            b'}' | b']' => {
                self.open = self.open.checked_sub(1)?;
                Some(self.open == 0)
            }
            _ => None,
        }
    }
}

/// Where a look at bytes has come to.
enum Place {
    /// Behind the closing bracket.
    End(usize),
    /// Outside of strings; no end has come yet.
    Further(usize),
}

/// Byte by byte from `at` to `until`, or a little further where a string goes on.
#[inline(always)]
fn bytewise(bytes: &[u8], mut at: usize, until: usize, height: &mut Height) -> Option<Place> {
    while at < until {
        match bytes[at] {
            b'"' => at = string_end(bytes, at + 1)?.0,
            byte @ (b'{' | b'[' | b'}' | b']' | b'\\') => {
                at += 1;
                if height.step(byte)? {
                    return Some(Place::End(at));
                }
            }
            _ => at += 1,
        }
    }
    Some(Place::Further(at))
}

/// Where a string ends that has a backslash at `at`: the position behind its closing quote.
#[cold]
pub(super) fn escaped_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("bmi1") {
        // SAFETY: the processor has both, which was just asked.
        return unsafe { avx2::string_end(bytes, at) };
    }
    escape_by_escape(bytes, at)
}

/// From one quote or backslash to the next.
fn escape_by_escape(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8, _mm256_cmpeq_epi8,
        _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    };

    use super::Height;
    use crate::boundary::skip::avx2::load;

    /// What stands where in a block, a bit for each byte.
    #[derive(Clone, Copy)]
    struct Masks {
        quotes: u64,
        backslashes: u64,
        opening: u64,
        closing: u64,
    }

    /// From a place outside of strings on.
    #[target_feature(enable = "avx2,pclmulqdq,popcnt,bmi1")]
    pub(super) fn container_end(bytes: &[u8], at: usize, mut height: Height) -> Option<usize> {
        let (mut quoted, mut escape, mut last) = (0, 0, [b' '; 64]);
        let mut base = at;
        while base < bytes.len() {
            let Masks { mut quotes, backslashes, opening, closing } = masks(block(bytes, base, &mut last));
            if backslashes | escape != 0 {
                let (escaped, carry) = escaped(backslashes, escape);
                quotes &= !escaped;
                escape = carry;
            } else if quotes == 0 {
                if quoted != 0 {
                    // The middle of a long string: nothing counts before its end.
                    base = quote_or_backslash(bytes, base + 64)?;
                    continue;
                }
                if opening | closing == 0 {
                    base += 64;
                    continue;
                }
            }
            // A bit is set from an opening quote up to its closing one.
            let inside = prefix_xor(quotes) ^ quoted;
            quoted = (inside as i64 >> 63) as u64;
            let outside = backslashes & !inside;
            let (opening, closing) = (opening & !inside, closing & !inside);
            if outside != 0 || height.open + opening.count_ones() >= height.room {
                let mut left = opening | closing | outside;
                while left != 0 {
                    let position = base + left.trailing_zeros() as usize;
                    if height.step(bytes[position])? {
                        return Some(position + 1);
                    }
                    left &= left - 1;
                }
            } else {
                // Only a closing bracket can be the last one: it is if as many are open as were before the block, less those that it has closed.
                let mut left = closing;
                while left != 0 {
                    height.open = height.open.wrapping_sub(1);
                    let before = opening & (left ^ left.wrapping_sub(1));
                    if height.open.wrapping_add(before.count_ones()) == 0 {
                        return Some(base + left.trailing_zeros() as usize + 1);
                    }
                    left &= left - 1;
                }
                height.open = height.open.wrapping_add(opening.count_ones());
            }
            base += 64;
        }
        None
    }

    /// From a backslash of the string on.
    #[target_feature(enable = "avx2,bmi1")]
    pub(super) fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
        let (mut base, mut escape, mut last) = (at, 0, [b' '; 64]);
        while base < bytes.len() {
            let Masks { quotes, backslashes, .. } = masks(block(bytes, base, &mut last));
            let next = base + 64;
            if quotes | backslashes == 0 {
                escape = 0;
                base = quote_or_backslash(bytes, next)?;
                continue;
            }
            // Without a quote it only matters whether the last byte escapes the next one.
            if quotes != 0 || backslashes >> 63 != 0 {
                let (escaped, carry) = escaped(backslashes, escape);
                let quotes = quotes & !escaped;
                if quotes != 0 {
                    return Some(base + quotes.trailing_zeros() as usize + 1);
                }
                escape = carry;
            } else {
                escape = 0;
            }
            base = next;
        }
        None
    }

    /// The first of either from `from` on.
    #[inline(always)]
    fn quote_or_backslash(bytes: &[u8], from: usize) -> Option<usize> {
        memchr::memchr2(b'"', b'\\', bytes.get(from..)?).map(|found| from + found)
    }

    /// The block that begins at `base`. Near the end it is `last`, which is blank, with the last bytes in it.
    #[inline(always)]
    fn block<'a>(bytes: &'a [u8], base: usize, last: &'a mut [u8; 64]) -> &'a [u8; 64] {
        let rest = &bytes[base..];
        match rest.first_chunk() {
            Some(block) => block,
            None => {
                last[..rest.len()].copy_from_slice(rest);
                last
            }
        }
    }

    /// The bytes behind which a backslash stands that is not itself escaped, and whether that is so of the byte behind the block; `carry` says so of the first
    /// one. A run of backslashes escapes what stands behind it if it is odd, counted from where it begins: adding the beginnings of runs to the runs
    /// carries to just behind their ends.
    #[inline(always)]
    fn escaped(backslashes: u64, carry: u64) -> (u64, u64) {
        const EVEN: u64 = 0x5555_5555_5555_5555;
        let backslashes = backslashes & !carry;
        let behind = backslashes << 1 | carry;
        let odd_beginnings = backslashes & !EVEN & !behind;
        let (ends, beyond) = odd_beginnings.overflowing_add(backslashes);
        ((EVEN ^ ends << 1) & behind, u64::from(beyond))
    }

    /// Bit `n` of the result is the parity of the bits up to `n`: a product without carries with all ones is the parity of all lower bits.
    #[target_feature(enable = "pclmulqdq")]
    #[inline]
    fn prefix_xor(bits: u64) -> u64 {
        let product = _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits as i64), _mm_set1_epi8(-1));
        _mm_cvtsi128_si64(product) as u64
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn masks(block: &[u8; 64]) -> Masks {
        let ([first, second], _) = block.as_chunks::<32>() else {
            return Masks { quotes: 0, backslashes: 0, opening: 0, closing: 0 };
        };
        let (first, second) = (load(first), load(second));
        let blank = _mm256_set1_epi8(0x20);
        let (lower_first, lower_second) = (_mm256_or_si256(first, blank), _mm256_or_si256(second, blank));
        let equal = |first: __m256i, second: __m256i, byte: u8| {
            let byte = _mm256_set1_epi8(byte as i8);
            let mask = |bytes| u64::from(_mm256_movemask_epi8(bytes) as u32);
            mask(_mm256_cmpeq_epi8(first, byte)) | mask(_mm256_cmpeq_epi8(second, byte)) << 32
        };
        Masks {
            quotes: equal(first, second, b'"'),
            backslashes: equal(first, second, b'\\'),
            opening: equal(lower_first, lower_second, b'{'),
            closing: equal(lower_first, lower_second, b'}'),
        }
    }
}

/// What each path finds that begins at `at`, also those that this processor would not take.
#[cfg(test)]
pub(super) fn every_path(bytes: &[u8], at: usize, room: u32) -> Vec<(&'static str, Option<usize>)> {
    let height = Height { open: 0, room };
    let plain = match bytewise(bytes, at, bytes.len(), &mut height.clone()) {
        Some(Place::End(end)) => Some(end),
        _ => None,
    };
    let mut ends = vec![("bytewise", plain)];
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2")
        && std::is_x86_feature_detected!("pclmulqdq")
        && std::is_x86_feature_detected!("popcnt")
        && std::is_x86_feature_detected!("bmi1")
    {
        // SAFETY: the processor has all four, which was just asked.
        ends.push(("avx2", unsafe { avx2::container_end(bytes, at, height) }));
    }
    ends
}

/// The same of a string's end, where a backslash may stand anywhere.
#[cfg(test)]
pub(super) fn every_path_of_a_string(bytes: &[u8], at: usize) -> [(&'static str, Option<usize>); 2] {
    [("bytewise", escape_by_escape(bytes, at)), ("as called", escaped_string_end(bytes, at))]
}
