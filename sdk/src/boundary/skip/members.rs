//! The members of an object, as hosts write them.

use aro_abi::keys;

use super::{Seen, TOO_DEEP};
use crate::boundary::Few;

/// A key's [tag](aro_abi::tag).
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Tag(pub(crate) u64);

impl Tag {
    /// No key's: these bytes do not stand in a text.
    pub(crate) const NONE: Tag = Tag(u64::MAX);

    /// `_with`. It is shorter than a tag, so an equal tag is an equal key.
    pub(crate) const WITH: Tag = Tag::of(keys::WITH.as_bytes());

    /// A bit for the first letter.
    #[inline(always)]
    fn letter(self) -> u64 {
        1 << (self.0 & 63)
    }

    /// Of a key or a name.
    #[inline(always)]
    pub(crate) const fn of(name: &[u8]) -> Self {
        Self(aro_abi::tag(name))
    }
}

/// One member, by its places in a text.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug, PartialEq, Eq))]
pub(crate) struct Member {
    /// The key's tag; none if the key is to be unescaped first.
    pub(crate) tag: Tag,
    /// Where the key begins, behind its quote.
    pub(crate) key: usize,
    /// Where the value begins.
    pub(crate) value: usize,
    /// Where it ends.
    pub(crate) value_end: usize,
}

/// The members of one object, in the order of the text; the first few without an allocation.
pub(crate) struct Level {
    pub(crate) members: Few<Member, 12>,
    /// Whether there is an object at all.
    pub(crate) there: bool,
    /// Whether a tag does not tell which member is meant: a key is to be unescaped first, or some members are on the heap.
    pub(crate) odd: bool,
    /// A bit for each key's first letter: most keys that are not there have one of their own.
    letters: u64,
}

impl Level {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { members: Few::new(), there: false, odd: false, letters: 0 }
    }

    #[inline]
    pub(crate) fn clear(&mut self) {
        self.members.clear();
        (self.there, self.odd, self.letters) = (false, false, 0);
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, member: Member) {
        let in_place = self.members.push(member);
        self.odd |= !in_place || member.tag == Tag::NONE;
        self.letters |= member.tag.letter();
    }

    /// The last member of this tag, if the level is not odd.
    #[inline(always)]
    pub(crate) fn last(&self, tag: Tag) -> Option<&Member> {
        if self.letters & tag.letter() == 0 { None } else { self.find(tag) }
    }

    #[inline(never)]
    fn find(&self, tag: Tag) -> Option<&Member> {
        let [mut first, _] = self.members.parts();
        while let [before @ .., member] = first {
            if member.tag == tag {
                return Some(member);
            }
            first = before;
        }
        None
    }

    /// The value of the last member ends there.
    #[inline(always)]
    pub(crate) fn end_last(&mut self, at: usize) {
        if let Some(last) = self.members.last_mut() {
            last.value_end = at;
        }
    }
}

/// How far the members of an object, and of the `_with` objects in it, have been gone over. It fits into a register.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug, PartialEq, Eq))]
pub(crate) struct Place {
    /// A position: of a member's first quote, or behind a value.
    pub(crate) at: u32,
    /// Which of the levels it is in: that many `_with` objects are open.
    pub(crate) level: u16,
    /// So many brackets are open around the values of the first level.
    pub(crate) depth: u8,
    /// Whether a value ends there.
    pub(crate) behind: bool,
}

/// Goes over members from the quote at `place` on, as long as they are of the plainest kind: a short key without a backslash, and a string, an object
/// or a list, or under `_with` an object of such members, which belong to the next level if there is one and nothing is in it. No blanks. Gives the place
/// where something else begins, which is for the caller to read.
#[inline(always)]
pub(crate) fn members(bytes: &[u8], place: Place, levels: &mut [Level], seen: &mut Seen<'_>) -> Place {
    #[cfg(test)]
    if OFF.get() {
        return place;
    }
    #[cfg(target_arch = "x86_64")]
    if super::is_possible() {
        // SAFETY: the processor has what it needs, which was just asked.
        return unsafe { avx2::members(bytes, place, levels, seen) };
    }
    let _ = (bytes, levels, seen);
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
        __m256i, _bzhi_u64, _mm256_cmpeq_epi8, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
        _mm256_set1_epi8, _mm256_setr_epi8, _mm256_shuffle_epi8,
    };

    use super::{Level, Member, Place, Seen, TOO_DEEP, Tag};
    use crate::boundary::skip::avx2::load;

    /// What is looked at of a member: what stands before its key, 32 bytes for the key, 32 more for the value, and what may stand behind that.
    type Window = [u8; 96];

    /// Where the key begins: behind a comma or a bracket, and a quote.
    const KEY: usize = 2;

    /// Why the loop over members is left.
    enum Stop {
        /// A value is not followed by a member.
        Behind,
        /// The list is full.
        Full(Member),
        /// The value is a string that does not end in the window.
        Long(Member),
        /// It may be `_with`.
        With,
        /// No window fits any more.
        Near,
        /// The member is of another kind.
        Other,
    }

    #[target_feature(enable = "avx2,bmi1,bmi2")]
    pub(super) fn members(bytes: &[u8], place: Place, levels: &mut [Level], seen: &mut Seen<'_>) -> Place {
        // Near the end of the text no window fits any more: a copy of the rest has room behind it.
        let mut copy = [0; 2 * size_of::<Window>()];
        let (mut text, mut base, mut copied) = (bytes, 0, false);
        let mut level = place.level as usize;
        // Before the member's first quote. A blank there would be taken for a part of the key.
        let mut at = (place.at as usize).wrapping_sub(1);
        if !matches!(bytes.get(at), Some(b'{' | b',')) {
            return place;
        }
        loop {
            let begins = |at| Place { at: at as u32 + 1, level: level as u16, ..place };
            let Some(mut rest) = text.get(at - base..) else { return begins(at) };
            let Some(this) = levels.get_mut(level) else { return begins(at) };
            let mut letters = this.letters;
            let mut found = this.members.fill();
            let stop = loop {
                let Some(window) = rest.first_chunk() else { break Stop::Near };
                // The lowest bit stands for the quote that ends the key, and each step takes one away.
                let stops = stops(window);
                let length = stops.trailing_zeros() as usize;
                if length >= 32 || part(window, KEY + length) != *b"\":" {
                    break Stop::Other;
                }
                let value = KEY + length + 2;
                let member = |end| Member {
                    tag: Tag(_bzhi_u64(u64::from_le_bytes(part(window, KEY)), 8 * length as u32)),
                    key: at + KEY,
                    value: at + value,
                    value_end: at + end,
                };
                // Half a tag is enough to look twice.
                if part(window, KEY) == *b"_wit" {
                    break Stop::With;
                }
                let end = match end_of(window, value, stops) {
                    End::At(end) => end,
                    End::Far => break Stop::Long(member(0)),
                    End::Unknown => break Stop::Other,
                };
                let member = member(end);
                letters |= member.tag.letter();
                if !found.push(member) {
                    break Stop::Full(member);
                }
                at += end;
                if part(window, end) != *b",\"" {
                    break Stop::Behind;
                }
                rest = &rest[end..];
            };
            drop(found);
            this.letters = letters;
            match stop {
                Stop::Behind => {}
                Stop::Full(member) => {
                    this.push(member);
                    at = member.value_end;
                }
                Stop::Long(member) => {
                    let Some(end) = seen.end(member.value, TOO_DEEP, TOO_DEEP) else { return begins(at) };
                    this.push(Member { value_end: end, ..member });
                    at = end;
                }
                Stop::With => match opened(bytes, at, &mut levels[level..]) {
                    Some(value) => {
                        (at, level) = (value, level + 1);
                        continue;
                    }
                    None => return begins(at),
                },
                Stop::Near if !copied => {
                    copied = true;
                    (text, base) = tail(bytes, &mut copy);
                    continue;
                }
                Stop::Near => return begins(at),
                Stop::Other => {
                    let depth = u32::from(place.depth) + level as u32;
                    let member = text.get(at - base..).and_then(|rest| far(rest, at, depth, seen));
                    let Some(member) = member else { return begins(at) };
                    this.push(member);
                    at = member.value_end;
                }
            }
            while level > 0 && bytes.get(at) == Some(&b'}') {
                at += 1;
                level -= 1;
                levels[level].end_last(at);
            }
            if bytes.get(at..).and_then(<[u8]>::first_chunk) != Some(b",\"") {
                return Place { at: at as u32, level: level as u16, behind: true, ..place };
            }
        }
    }

    /// Opens the object under `_with`, if that is what stands behind the comma or bracket at `at`: its first member belongs to the second of `levels`, which
    /// must be empty. Gives the place of its bracket.
    #[inline(always)]
    fn opened(bytes: &[u8], at: usize, levels: &mut [Level]) -> Option<usize> {
        let [this, inner, ..] = levels else { return None };
        let (key, value) = (at + KEY, at + KEY + "_with\":".len());
        if inner.there || bytes.get(key..value + 2) != Some(b"_with\":{\"") {
            return None;
        }
        inner.there = true;
        this.push(Member { tag: Tag::WITH, key, value, value_end: 0 });
        Some(value)
    }

    /// Where a value ends.
    enum End {
        At(usize),
        /// It is a string that does not end in the window, or has a backslash in it.
        Far,
        /// It is of another kind.
        Unknown,
    }

    /// Where the value ends that begins at `value`; the lowest bit of `stops` stands for the quote that ends its key.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    fn end_of(window: &Window, value: usize, stops: u64) -> End {
        match window[value] {
            b'"' => {
                let stops = without_lowest(without_lowest(stops));
                let quote = KEY + stops.trailing_zeros() as usize;
                if stops == 0 || window[quote] != b'"' { End::Far } else { End::At(quote + 1) }
            }
            b'{' => descriptor_end(window, value + 1, stops).map_or(End::Unknown, End::At),
            _ => End::Unknown,
        }
    }

    /// The member behind the comma or bracket at `at`, where `rest` begins, if its value is an object or a list.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    fn far(rest: &[u8], at: usize, depth: u32, seen: &mut Seen<'_>) -> Option<Member> {
        let window = rest.first_chunk()?;
        let length = stops(window).trailing_zeros() as usize;
        let value = KEY + length + 2;
        if length >= 32 || part(window, KEY + length) != *b"\":" || !matches!(window[value], b'{' | b'[') {
            return None;
        }
        let tag = Tag(_bzhi_u64(u64::from_le_bytes(part(window, KEY)), 8 * length as u32));
        let (key, value) = (at + KEY, at + value);
        Some(Member { tag, key, value, value_end: seen.end(value, depth, TOO_DEEP)? })
    }

    /// A copy of the text's last bytes, with room behind them, and where in the text it begins.
    #[inline(always)]
    fn tail<'c>(bytes: &[u8], copy: &'c mut [u8; 2 * size_of::<Window>()]) -> (&'c [u8], usize) {
        let mut base = 0;
        match bytes.last_chunk::<{ size_of::<Window>() }>() {
            // Of a length that is known.
            Some(last) => {
                copy[..last.len()].copy_from_slice(last);
                base = bytes.len() - last.len();
            }
            None => copy[..bytes.len()].copy_from_slice(bytes),
        }
        (copy, base)
    }

    /// Some bytes of the window.
    #[inline(always)]
    fn part<const N: usize>(window: &Window, at: usize) -> [u8; N] {
        match window.get(at..).and_then(<[u8]>::first_chunk) {
            Some(part) => *part,
            // No place is so far behind, which the compiler sees.
            None => [0; N],
        }
    }

    /// Where the descriptor ends whose first key begins at `first`; the lowest bit of `stops` stands for the quote that ends its own key.
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    fn descriptor_end(window: &Window, first: usize, stops: u64) -> Option<usize> {
        let without_two = |stops| without_lowest(without_lowest(stops));
        // Whatever stands in front of the name is among the first 64 bytes, since the key is short.
        if part(window, first) == *b"\"base\":\"" {
            let stops = without_two(without_two(stops));
            let end = KEY + stops.trailing_zeros() as usize;
            return (stops != 0 && part(window, end) == *b"\",\"specifiers\":[]}").then_some(end + 18);
        }
        if part(window, first) == *b"\"specifiers\":[],\"base\":\"" {
            let stops = without_two(without_two(without_two(stops)));
            let end = KEY + stops.trailing_zeros() as usize;
            return (stops != 0 && part(window, end) == *b"\"}").then_some(end + 2);
        }
        None
    }

    #[inline(always)]
    fn without_lowest(bits: u64) -> u64 {
        bits & bits.wrapping_sub(1)
    }

    /// The quotes and backslashes among 64 bytes from the key on, and the control characters among the first 32 of them: a bit for each.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn stops(window: &Window) -> u64 {
        let mask = |bytes| u64::from(_mm256_movemask_epi8(bytes) as u32);
        let (first, second) = (load(&part(window, KEY)), load(&part(window, KEY + 32)));
        let lower = _mm256_min_epu8(first, _mm256_set1_epi8(0x1f));
        let controls = _mm256_cmpeq_epi8(lower, first);
        mask(_mm256_or_si256(quotes(first), controls)) | mask(quotes(second)) << 32
    }

    /// The quotes and backslashes: by its lower half each byte looks up the one that it would have to be.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn quotes(bytes: __m256i) -> __m256i {
        const NONE: i8 = -1;
        #[rustfmt::skip]
        let candidates = _mm256_setr_epi8(
            NONE, NONE, b'"' as i8, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, b'\\' as i8, NONE, NONE, NONE,
            NONE, NONE, b'"' as i8, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, b'\\' as i8, NONE, NONE, NONE,
        );
        _mm256_cmpeq_epi8(_mm256_shuffle_epi8(candidates, bytes), bytes)
    }
}
