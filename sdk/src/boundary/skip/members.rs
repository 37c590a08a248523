//! The members of an object, as hosts write them.

use super::Seen;
use crate::boundary::Few;

/// A key's [tag](aro_abi::tag).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag(pub(crate) u64);

impl Tag {
    /// No key's: these bytes do not stand in a text.
    pub(crate) const NONE: Tag = Tag(u64::MAX);

    /// Of a key or a name.
    #[inline(always)]
    pub(crate) const fn of(name: &[u8]) -> Self {
        Self(aro_abi::tag(name))
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
pub(crate) fn members<'a, const N: usize>(
    bytes: &'a [u8],
    at: usize,
    stop: Tag,
    found: &mut Few<Member, N>,
    seen: &mut Seen<'a>,
) -> usize {
    #[cfg(test)]
    if OFF.get() {
        return at;
    }
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2")
        && std::is_x86_feature_detected!("bmi1")
        && std::is_x86_feature_detected!("bmi2")
    {
        // SAFETY: the processor has all three, which was just asked.
        return unsafe { avx2::members(bytes, at, stop, found, seen) };
    }
    let _ = (bytes, stop, found, seen);
    at
}

#[cfg(test)]
thread_local! {
    /// As on a processor on which no run is gone over.
    pub(crate) static OFF: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        _bzhi_u64, _mm256_cmpeq_epi8, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    };

    use super::{Few, Member, Seen, Tag};
    use crate::boundary::skip::avx2::load;

    /// What is looked at of a member: the byte before it, 31 for the key, 32 more for the value, and what may stand behind that.
    type Window = [u8; 96];

    #[target_feature(enable = "avx2,bmi1,bmi2")]
    pub(super) fn members<'a, const N: usize>(
        bytes: &'a [u8],
        at: usize,
        stop: Tag,
        found: &mut Few<Member, N>,
        seen: &mut Seen<'a>,
    ) -> usize {
        // Something stands before every member, if only the bracket of its object.
        let Some(before) = at.checked_sub(1) else { return at };
        let Some(rest) = bytes.get(before..) else { return at };
        let done = run(rest, before, stop, found, seen);
        // Near the text's end no window fits any more: a copy of the rest has room behind it.
        let Some(rest) = bytes.get(done..).filter(|rest| rest.len() < size_of::<Window>()) else { return done.max(at) };
        if done > before && !rest.starts_with(b",\"") {
            return done;
        }
        let mut copy = [0; 2 * size_of::<Window>()];
        copy[..rest.len()].copy_from_slice(rest);
        at.max(run(&copy, done, stop, found, &mut Seen::default()))
    }

    /// Goes over the members behind the first byte of `rest`, which stands at `at`; gives the place behind the last value, or `at`.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    fn run<'a, const N: usize>(
        rest: &'a [u8],
        at: usize,
        stop: Tag,
        found: &mut Few<Member, N>,
        seen: &mut Seen<'a>,
    ) -> usize {
        let (mut rest, mut at) = (rest, at);
        while let Some(window) = rest.first_chunk() {
            // Each step takes away the lowest bit; the first is the key's own quote.
            let stops = without_lowest(stops(window) & !1);
            let length = stops.trailing_zeros() as usize;
            if length >= 32 {
                return at;
            }
            let tag = Tag(_bzhi_u64(u64::from_le_bytes(part(window, 2)), 8 * length as u32 - 16));
            if tag == stop {
                return at;
            }
            let end = match three(window, length) {
                STRING => {
                    let stops = without_lowest(without_lowest(stops));
                    match stops.trailing_zeros() as usize {
                        end if stops != 0 && three(window, end) & 0xff == QUOTE => end + 1,
                        _ => match seen.string_end(rest, length + 2) {
                            Some(end) => end,
                            None => return at,
                        },
                    }
                }
                OBJECT => match descriptor_end(window, length + 2, stops) {
                    Some(end) => end,
                    None => return at,
                },
                _ => return at,
            };
            found.push(Member {
                tag,
                key: at as u32 + 2,
                key_end: (at + length) as u32,
                value: (at + length) as u32 + 2,
                value_end: (at + end) as u32,
            });
            at += end;
            match rest.get(end..) {
                Some(next) => rest = next,
                None => return at,
            }
            if rest.first_chunk() != Some(b",\"") {
                return at;
            }
        }
        at
    }

    const QUOTE: u32 = b'"' as u32;
    const STRING: u32 = u32::from_le_bytes(*b"\":\"\0");
    const OBJECT: u32 = u32::from_le_bytes(*b"\":{\0");

    /// Some bytes of the window.
    #[inline(always)]
    fn part<const N: usize>(window: &Window, at: usize) -> [u8; N] {
        // For the compiler: no place is so far behind that it must be asked whether it is in the window.
        const { assert!(63 + N <= size_of::<Window>()) };
        *window[at & 63..].first_chunk().unwrap_or(&[0; N])
    }

    /// Three bytes of the window, the first of them in the lowest place.
    #[inline(always)]
    fn three(window: &Window, at: usize) -> u32 {
        u32::from_le_bytes(part(window, at)) & 0xff_ffff
    }

    /// Where the descriptor that begins at `value` ends; the lowest bit of `stops` stands for the quote that ends its key.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    fn descriptor_end(window: &Window, value: usize, stops: u64) -> Option<usize> {
        let without_two = |stops| without_lowest(without_lowest(stops));
        // Whatever stands in front of the name is among the first 64 bytes, since the key is short.
        if part(window, value) == *b"{\"base\":\"" {
            let stops = without_two(without_two(stops));
            let end = stops.trailing_zeros() as usize;
            return (stops != 0 && part(window, end) == *b"\",\"specifiers\":[]}").then_some(end + 18);
        }
        if part(window, value) == *b"{\"specifiers\":[],\"base\":\"" {
            let stops = without_two(without_two(without_two(stops)));
            let end = stops.trailing_zeros() as usize;
            return (stops != 0 && part(window, end) == *b"\"}").then_some(end + 2);
        }
        None
    }

    #[inline(always)]
    fn without_lowest(bits: u64) -> u64 {
        bits & bits.wrapping_sub(1)
    }

    /// The quotes and backslashes among the first 64 bytes, and the control characters among the first 32, in which the key is: a bit for each.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn stops(window: &Window) -> u64 {
        let quotes = |bytes| {
            let quote = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'"' as i8));
            let backslash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'\\' as i8));
            _mm256_or_si256(quote, backslash)
        };
        let mask = |bytes| u64::from(_mm256_movemask_epi8(bytes) as u32);
        let ([first, second, _], _) = window.as_chunks::<32>() else { return 0 };
        let (first, second) = (load(first), load(second));
        let lower = _mm256_min_epu8(first, _mm256_set1_epi8(0x1f));
        let controls = _mm256_cmpeq_epi8(lower, first);
        mask(_mm256_or_si256(quotes(first), controls)) | mask(quotes(second)) << 32
    }
}
