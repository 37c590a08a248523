//! The members of an object, as hosts write them.

use crate::boundary::Few;

/// The first eight bytes of a key, by which most keys are told apart in one comparison; a shorter key is filled up with zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag(u64);

impl Tag {
    /// No key's: these bytes do not stand in a text.
    pub(crate) const NONE: Tag = Tag(u64::MAX);

    /// Of a key or a name.
    #[inline(always)]
    pub(crate) const fn of(name: &[u8]) -> Self {
        if let Some(first) = name.first_chunk() {
            return Self(u64::from_le_bytes(*first));
        }
        // The two halves overlap where the name is not as long as both of them.
        if let (Some(first), Some(last)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            let last = (u32::from_le_bytes(*last) as u64) << (8 * (name.len() - 4));
            return Self(u32::from_le_bytes(*first) as u64 | last);
        }
        match name {
            [a, b, c] => Self(*a as u64 | (*b as u64) << 8 | (*c as u64) << 16),
            [a, b] => Self(*a as u64 | (*b as u64) << 8),
            [a] => Self(*a as u64),
            _ => Self(0),
        }
    }
}

/// One member, by its places in a text that is shorter than 4 GB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// The key's tag; none if the key is to be unescaped first.
    pub(crate) tag: Tag,
    /// Where the key begins, behind its quote.
    pub(crate) key: u32,
    /// Where it ends.
    pub(crate) key_end: u32,
    /// Where the value begins.
    pub(crate) value: u32,
    /// Where it ends.
    pub(crate) value_end: u32,
}

/// Goes over members from the quote at `at` on, as long as they are of the plainest kind: a short key without a backslash that is not `stop`, and a
/// string or a descriptor (`{"base":"…","specifiers":[]}`), with no blanks. Gives the position behind the last such value, or `at` where the first member
/// is of another kind; that one is for the caller to read.
#[inline(always)]
pub(crate) fn members<const N: usize>(bytes: &[u8], at: usize, stop: Tag, found: &mut Few<Member, N>) -> usize {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2")
        && std::is_x86_feature_detected!("bmi1")
        && std::is_x86_feature_detected!("bmi2")
    {
        // SAFETY: the processor has all three, which was just asked.
        return unsafe { avx2::members(bytes, at, stop, found) };
    }
    let _ = (bytes, stop, found);
    at
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        _bzhi_u64, _mm256_cmpeq_epi8, _mm256_min_epu8, _mm256_movemask_epi8,
        _mm256_or_si256, _mm256_set1_epi8,
    };

    use super::{Few, Member, Tag};
    use crate::boundary::skip::{self, avx2::load};

    #[target_feature(enable = "avx2,bmi1,bmi2")]
    pub(super) fn members<const N: usize>(bytes: &[u8], at: usize, stop: Tag, found: &mut Few<Member, N>) -> usize {
        let (mut at, mut done) = (at, at);
        let mut last;
        while let Some(rest) = bytes.get(at..) {
            let window = match rest.first_chunk() {
                Some(window) => window,
                None => {
                    last = [0; 64];
                    last[..rest.len()].copy_from_slice(rest);
                    &last
                }
            };
            let Some((tag, length, value_end)) = member(bytes, at, window) else { break };
            if tag == stop {
                break;
            }
            done = value_end;
            found.push(Member {
                tag,
                key: at as u32 + 1,
                key_end: (at + length) as u32,
                value: (at + length) as u32 + 2,
                value_end: value_end as u32,
            });
            if chunk(bytes, value_end) != Some(b",\"") {
                break;
            }
            at = value_end + 1;
        }
        done
    }

    /// The member whose key's quote stands at `at`, where `window` begins, if it is of the plainest kind: its tag, where in the window the key
    /// ends, and where in the text the value does.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    fn member(bytes: &[u8], at: usize, window: &[u8; 64]) -> Option<(Tag, usize, usize)> {
        // Each step takes away the lowest bit; the first is the key's own quote.
        let stops = without_lowest(stops(window));
        let length = stops.trailing_zeros() as usize;
        if length >= 32 {
            return None;
        }
        let word = u64::from_le_bytes(*window[1..].first_chunk()?);
        let tag = Tag(_bzhi_u64(word, 8 * length as u32 - 8));
        let value = at + length + 2;
        let end = match window[length..].first_chunk()? {
            b"\":\"" => {
                let end = at + without_lowest(without_lowest(stops)).trailing_zeros() as usize;
                match bytes.get(end)? {
                    b'"' => end + 1,
                    _ => skip::string_end(bytes, value + 1)?.0,
                }
            }
            b"\":{" => descriptor_end(bytes, at, value, stops)?,
            _ => return None,
        };
        Some((tag, length, end))
    }

    /// Where the descriptor that begins at `value` ends; the lowest bit of `stops` stands for the quote that ends its key.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    fn descriptor_end(bytes: &[u8], at: usize, value: usize, stops: u64) -> Option<usize> {
        let without_two = |stops| without_lowest(without_lowest(stops));
        // Whatever stands in front of the name is in the window, since the key is short.
        let rest = bytes.get(value..)?;
        if rest.first_chunk() == Some(b"{\"base\":\"") {
            let end = at + without_two(without_two(stops)).trailing_zeros() as usize;
            return (chunk(bytes, end)? == b"\",\"specifiers\":[]}").then_some(end + 18);
        }
        if rest.first_chunk() == Some(b"{\"specifiers\":[],\"base\":\"") {
            let end = at + without_two(without_two(without_two(stops))).trailing_zeros() as usize;
            return (chunk(bytes, end)? == b"\"}").then_some(end + 2);
        }
        None
    }

    #[inline(always)]
    fn without_lowest(bits: u64) -> u64 {
        bits & bits.wrapping_sub(1)
    }

    #[inline(always)]
    fn chunk<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
        bytes.get(at..)?.first_chunk()
    }

    /// The quotes and backslashes of the window, and the control characters of its first half, in which the key is: a bit for each.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn stops(window: &[u8; 64]) -> u64 {
        let quotes = |bytes| {
            let quote = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'"' as i8));
            let backslash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'\\' as i8));
            _mm256_or_si256(quote, backslash)
        };
        let mask = |bytes| u64::from(_mm256_movemask_epi8(bytes) as u32);
        let ([first, second], _) = window.as_chunks::<32>() else { return 0 };
        let (first, second) = (load(first), load(second));
        let lower = _mm256_min_epu8(first, _mm256_set1_epi8(0x1f));
        let controls = _mm256_cmpeq_epi8(lower, first);
        mask(_mm256_or_si256(quotes(first), controls)) | mask(quotes(second)) << 32
    }
}
