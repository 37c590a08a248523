//! The members of an object, as hosts write them.

use aro_abi::keys;

use crate::boundary::Few;

/// A key's [tag](aro_abi::tag).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag(pub(crate) u64);

impl Tag {
    /// No key's: these bytes do not stand in a text.
    pub(crate) const NONE: Tag = Tag(u64::MAX);

    /// `_with`. It is shorter than a tag, so an equal tag is an equal key.
    pub(crate) const WITH: Tag = Tag::of(keys::WITH.as_bytes());

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
    /// Where the value begins.
    pub(crate) value: u32,
    /// Where it ends.
    pub(crate) value_end: u32,
}

/// The members of one object, in the order of the text; the first few without an allocation.
pub(crate) struct Level {
    pub(crate) members: Few<Member, 12>,
    /// Whether there is an object at all.
    pub(crate) there: bool,
    /// Whether one of the keys is to be unescaped first.
    pub(crate) escaped: bool,
}

impl Level {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { members: Few::new(), there: false, escaped: false }
    }

    #[inline]
    pub(crate) fn clear(&mut self) {
        self.members.clear();
        (self.there, self.escaped) = (false, false);
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, member: Member) {
        self.escaped |= member.tag == Tag::NONE;
        self.members.push(member);
    }

    /// The value of the last member ends there.
    #[inline(always)]
    pub(crate) fn end_last(&mut self, at: usize) {
        if let Some(last) = self.members.last_mut() {
            last.value_end = at as u32;
        }
    }
}

/// How far the members of an object, and of the `_with` objects in it, have been gone over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// A position: of a member's first quote, or behind a value.
    pub(crate) at: usize,
    /// Which of the levels it is in: that many `_with` objects are open.
    pub(crate) level: usize,
    /// Whether a value ends there.
    pub(crate) behind: bool,
}

/// Goes over members from the quote at `place` on, as long as they are of the plainest kind: a short key without a backslash, and a string, a descriptor
/// (`{"base":"…","specifiers":[]}`), or under `_with` an object of such members, which belong to the next level if there is one and nothing is in it.
/// No blanks. Gives the place where something else begins, which is for the caller to read.
#[inline(always)]
pub(crate) fn members(bytes: &[u8], place: Place, levels: &mut [Level]) -> Place {
    #[cfg(test)]
    if OFF.get() {
        return place;
    }
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2")
        && std::is_x86_feature_detected!("bmi1")
        && std::is_x86_feature_detected!("bmi2")
    {
        // SAFETY: the processor has all three, which was just asked.
        return unsafe { avx2::members(bytes, place, levels) };
    }
    let _ = (bytes, levels);
    place
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

    use super::{Level, Member, Place, Tag};
    use crate::boundary::skip::{self, avx2::load};

    /// What is looked at of a member: 32 bytes for the key, 32 more for the value, and what may stand behind that.
    type Window = [u8; 96];

    #[target_feature(enable = "avx2,bmi1,bmi2")]
    pub(super) fn members(bytes: &[u8], place: Place, levels: &mut [Level]) -> Place {
        let Some(rest) = bytes.get(place.at..) else { return place };
        let place = run(rest, place, levels);
        // Near the text's end no window fits any more: a copy of the rest has room behind it.
        let Some(rest) = bytes.get(place.at..) else { return place };
        if place.behind || rest.len() >= size_of::<Window>() {
            return place;
        }
        let mut copy = [0; 2 * size_of::<Window>()];
        copy[..rest.len()].copy_from_slice(rest);
        run(&copy, place, levels)
    }

    /// What was found at the end of a window.
    enum Found {
        /// A value that ends there.
        Value(usize),
        /// `_with`, whose first member begins there.
        With(usize),
    }

    /// Goes over the members from the first byte of `rest` on, which stands at `place`.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    fn run(rest: &[u8], place: Place, levels: &mut [Level]) -> Place {
        let Place { mut at, mut level, .. } = place;
        let mut rest = rest;
        loop {
            let begins = |at| Place { at, level, behind: false };
            let Some((here, deeper)) = levels.get_mut(level..).and_then(<[Level]>::split_first_mut) else {
                return begins(at);
            };
            // Members whose values end in their windows, one behind the other.
            let found = loop {
                let Some(window) = rest.first_chunk() else { return begins(at) };
                // Each step takes away the lowest bit; the first is the key's own quote.
                let stops = without_lowest(stops(window));
                let length = stops.trailing_zeros() as usize;
                if length >= 32 {
                    return begins(at);
                }
                let tag = Tag(_bzhi_u64(u64::from_le_bytes(part(window, 1)), 8 * length as u32 - 8));
                let mut member =
                    Member { tag, key: at as u32 + 1, value: (at + length) as u32 + 2, value_end: 0 };
                let end = match three(window, length) {
                    STRING if tag != Tag::WITH => {
                        let stops = without_lowest(without_lowest(stops));
                        let end = stops.trailing_zeros() as usize;
                        if stops == 0 || window[end] != b'"' {
                            let Some((end, _)) = skip::string_end(rest, length + 3) else { return begins(at) };
                            member.value_end = (at + end) as u32;
                            here.members.push(member);
                            break Found::Value(end);
                        }
                        end + 1
                    }
                    OBJECT if tag != Tag::WITH => match descriptor_end(window, length + 3, stops) {
                        Some(end) => end,
                        None => return begins(at),
                    },
                    OBJECT if window[length + 3] == b'"' && deeper.first().is_some_and(|level| !level.there) => {
                        here.members.push(member);
                        break Found::With(length + 3);
                    }
                    _ => return begins(at),
                };
                member.value_end = (at + end) as u32;
                here.members.push(member);
                if part(window, end) != *b",\"" {
                    break Found::Value(end);
                }
                at += end + 1;
                rest = &rest[end + 1..];
            };
            let end = match found {
                Found::Value(end) => end,
                Found::With(first) => {
                    level += 1;
                    if let Some(inner) = deeper.first_mut() {
                        inner.there = true;
                    }
                    at += first;
                    rest = &rest[first..];
                    continue;
                }
            };
            // Behind a value whatever stands there.
            at += end;
            rest = rest.get(end..).unwrap_or_default();
            while level > 0 && rest.first() == Some(&b'}') {
                at += 1;
                rest = &rest[1..];
                level -= 1;
                levels[level].end_last(at);
            }
            match rest {
                [b',', b'"', ..] => {
                    at += 1;
                    rest = &rest[1..];
                }
                _ => return Place { at, level, behind: true },
            }
        }
    }

    const STRING: u32 = u32::from_le_bytes(*b"\":\"\0");
    const OBJECT: u32 = u32::from_le_bytes(*b"\":{\0");

    /// Some bytes of the window.
    #[inline(always)]
    fn part<const N: usize>(window: &Window, at: usize) -> [u8; N] {
        match window.get(at..).and_then(<[u8]>::first_chunk) {
            Some(part) => *part,
            // No place is so far behind, which the compiler sees.
            None => [0; N],
        }
    }

    /// Three bytes of the window, the first of them in the lowest place.
    #[inline(always)]
    fn three(window: &Window, at: usize) -> u32 {
        u32::from_le_bytes(part(window, at)) & 0xff_ffff
    }

    /// Where the descriptor ends whose first key begins at `first`; the lowest bit of `stops` stands for the quote that ends its own key.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    fn descriptor_end(window: &Window, first: usize, stops: u64) -> Option<usize> {
        let without_two = |stops| without_lowest(without_lowest(stops));
        // Whatever stands in front of the name is among the first 64 bytes, since the key is short.
        if part(window, first) == *b"\"base\":\"" {
            let stops = without_two(without_two(stops));
            let end = stops.trailing_zeros() as usize;
            return (stops != 0 && part(window, end) == *b"\",\"specifiers\":[]}").then_some(end + 18);
        }
        if part(window, first) == *b"\"specifiers\":[],\"base\":\"" {
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
