//! The end of an object or a list, the end of a long string: in blocks of 64 bytes where the processor has the instructions for it.

#[cfg(target_arch = "x86_64")]
use super::halves::BLOCK;
#[cfg(target_arch = "x86_64")]
use super::is_possible;
use super::string_end;

/// Where the object or list that begins at `at` ends, when `depth` brackets are open around it: the position behind its closing bracket. `None`
/// when quotes do not balance or brackets in number, when they stand deeper than `limit`, and when a backslash stands outside of strings, which would
/// leave open whether a quote behind it counts.
#[inline(always)]
pub(crate) fn container_end(bytes: &[u8], at: usize, depth: u32, limit: u32) -> Option<usize> {
    let room = limit.saturating_sub(depth);
    #[cfg(target_arch = "x86_64")]
    if bytes.len() >= BLOCK && is_possible() {
        // SAFETY: the processor has what it needs, which was just asked.
        return unsafe { avx2::container_end(bytes, at, room) };
    }
    bytewise(bytes, at, room)
}

/// Byte by byte.
fn bytewise(bytes: &[u8], mut at: usize, room: u32) -> Option<usize> {
    let mut open = 0;
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        match byte {
            b'"' => at = string_end(bytes, at)?,
            b'{' | b'[' => {
                open += 1;
                if open >= room {
                    return None;
                }
            }
            b'}' | b']' => {
                open -= 1;
                if open == 0 {
                    return Some(at);
                }
            }
            b'\\' => return None,
            _ => {}
        }
    }
}

/// As [`string_end`], for strings that are long or have a backslash in them.
#[inline]
pub(super) fn long_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    if is_possible() {
        // SAFETY: the processor has what it needs, which was just asked.
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
    use std::arch::x86_64::{_mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8};

    use super::escape_by_escape;
    use crate::boundary::skip::halves::{BLOCK, Halves};

    /// As [`super::container_end`], in a text of at least one block.
    #[target_feature(enable = "avx2,pclmulqdq,popcnt,bmi1")]
    pub(super) fn container_end(bytes: &[u8], at: usize, room: u32) -> Option<usize> {
        if room < 2 {
            return None;
        }
        let (mut at, mut open) = (at + 1, 1);
        loop {
            match blocks(bytes, at, open, room)? {
                Stop::End(end) => return Some(end),
                Stop::Within(long, still_open) => (at, open) = (string_end(bytes, long)?, still_open),
            }
        }
    }

    /// Why no further block is looked at.
    enum Stop {
        /// The container ends before this position.
        End(usize),
        /// The position is within a long string, and so many brackets are open around it.
        Within(usize, u32),
    }

    /// From a place outside of strings on, around which so many brackets of the container are open.
    #[target_feature(enable = "avx2,pclmulqdq,popcnt,bmi1")]
    #[inline]
    fn blocks(bytes: &[u8], at: usize, mut open: u32, room: u32) -> Option<Stop> {
        // Where less are open, a block of opening brackets is not too deep.
        let slack = room.saturating_sub(BLOCK as u32 + 1);
        let mut copy;
        let (mut rest, mut end) = (bytes.get(at..)?, bytes.len());
        // All ones within a string.
        let mut quoted = 0;
        loop {
            // Most blocks of objects. Nothing is called here, so constants stay in registers.
            let mut blocks = rest.as_chunks().0;
            while let [block, others @ ..] = blocks {
                let halves = Halves::of(block);
                let mut quotes = halves.equal(b'"');
                if quotes == 0 && (quoted != 0 || !halves.have_specials()) {
                    break;
                }
                if halves.have(b'\\') {
                    let backslashes = halves.equal(b'\\');
                    let (escaped, carry) = escaped(backslashes, 0);
                    quotes &= !escaped;
                    if carry != 0 || backslashes & (prefix_xor(quotes) ^ quoted) != backslashes {
                        break;
                    }
                }
                let inside = prefix_xor(quotes) ^ quoted;
                let (opening, closing) = halves.brackets(inside);
                // A subtraction borrows from an opening bracket up to the next bracket, and takes that away if it is a closing one. What is left has none to
                // itself, so in this block no less are open than before it, less these.
                let unmatched = closing & closing.wrapping_sub(opening);
                if open.wrapping_sub(1).wrapping_sub(unmatched.count_ones()) >= slack {
                    if open >= slack {
                        break;
                    }
                    if let Some(bit) = last_closed(opening, closing, unmatched, open) {
                        return Some(Stop::End(end - rest_from(rest, blocks).len() + bit + 1));
                    }
                }
                open = open + opening.count_ones() - closing.count_ones();
                quoted = last_to_all(inside);
                blocks = others;
            }
            rest = rest_from(rest, blocks);
            let at = end - rest.len();
            let Some((block, mut behind)) = rest.split_first_chunk() else {
                let left = rest.len();
                copy = tail(bytes, &mut end)?;
                rest = copy.get(BLOCK - left..)?;
                continue;
            };
            let halves = Halves::of(block);
            if quoted == 0 && !halves.have_specials() {
                // Numbers.
                let mut blocks = behind.as_chunks().0;
                while let [block, others @ ..] = blocks
                    && !Halves::of(block).have_specials()
                {
                    blocks = others;
                }
                rest = rest_from(behind, blocks);
                continue;
            }
            let backslashes = halves.equal(b'\\');
            let (escaped, carry) = escaped(backslashes, 0);
            let quotes = halves.equal(b'"') & !escaped;
            if quotes == 0 && quoted != 0 {
                return Some(Stop::Within(at, open));
            }
            if carry != 0 {
                // What is escaped beyond the block is left out of the next one.
                behind = behind.get(1..).unwrap_or_default();
            }
            // A bit is set from an opening quote up to its closing one.
            let inside = prefix_xor(quotes) ^ quoted;
            let (opening, closing) = halves.brackets(inside);
            if let Some(bit) = one_by_one(opening, closing, backslashes & !inside, &mut open, room)? {
                return Some(Stop::End(at + bit + 1));
            }
            quoted = last_to_all(inside);
            rest = behind;
        }
    }

    /// Which closing bracket closes the last one that is open, of those that are `unmatched`.
    #[target_feature(enable = "popcnt,bmi1")]
    #[inline]
    fn last_closed(opening: u64, closing: u64, unmatched: u64, open: u32) -> Option<usize> {
        let mut left = unmatched;
        while left != 0 {
            let up_to = left ^ left.wrapping_sub(1);
            if open + (opening & up_to).count_ones() == (closing & up_to).count_ones() {
                return Some(left.trailing_zeros() as usize);
            }
            left &= left - 1;
        }
        None
    }

    /// One bracket after the other, when so many are `open`: which closes the last one. `None` when one is too deep, or there is something else.
    #[inline]
    fn one_by_one(opening: u64, closing: u64, other: u64, open: &mut u32, room: u32) -> Option<Option<usize>> {
        let mut left = opening | closing | other;
        while left != 0 {
            let bit = left & left.wrapping_neg();
            left ^= bit;
            if opening & bit != 0 {
                *open += 1;
                if *open >= room {
                    return None;
                }
            } else if closing & bit != 0 {
                *open -= 1;
                if *open == 0 {
                    return Some(Some(bit.trailing_zeros() as usize));
                }
            } else {
                return None;
            }
        }
        Some(None)
    }

    /// All bits as the last one.
    #[inline]
    fn last_to_all(bits: u64) -> u64 {
        (bits as i64 >> 63) as u64
    }

    /// As [`super::long_string_end`].
    #[target_feature(enable = "avx2,bmi1")]
    pub(super) fn string_end(bytes: &[u8], from: usize) -> Option<usize> {
        let mut rest = bytes.get(from..)?;
        loop {
            let mut blocks = rest.as_chunks().0;
            while let [block, others @ ..] = blocks
                && !Halves::of(block).have(b'"')
            {
                blocks = others;
            }
            rest = rest_from(rest, blocks);
            let at = bytes.len() - rest.len();
            let Some((block, behind)) = rest.split_first_chunk() else {
                return escape_by_escape(bytes, at + is_escaped(&bytes[from..at]) as usize);
            };
            let halves = Halves::of(block);
            let quotes = halves.equal(b'"');
            let first = at + quotes.trailing_zeros() as usize;
            if first == from || bytes[first - 1] != b'\\' {
                return Some(first + 1);
            }
            let quotes = quotes & !escaped(halves.equal(b'\\'), is_escaped(&bytes[from..at])).0;
            if quotes != 0 {
                return Some(at + quotes.trailing_zeros() as usize + 1);
            }
            rest = behind;
        }
    }

    /// What remains of `rest` when only the last `blocks` of it do.
    #[inline]
    fn rest_from<'b>(rest: &'b [u8], blocks: &[[u8; BLOCK]]) -> &'b [u8] {
        let left = blocks.len() * BLOCK + rest.len() % BLOCK;
        &rest[rest.len() - left..]
    }

    /// 1 if there is an odd number of backslashes at the end.
    #[inline]
    fn is_escaped(mut before: &[u8]) -> u64 {
        let mut odd = 0;
        while let [others @ .., b'\\'] = before {
            (before, odd) = (others, odd ^ 1);
        }
        odd
    }

    /// The last bytes of the text, and blanks behind them, which reach to `end` then. `None` if it is them already.
    #[inline]
    fn tail(bytes: &[u8], end: &mut usize) -> Option<[u8; 2 * BLOCK]> {
        if *end > bytes.len() {
            return None;
        }
        *end += BLOCK;
        let mut copy = [b' '; 2 * BLOCK];
        *copy.first_chunk_mut()? = *bytes.last_chunk::<BLOCK>()?;
        Some(copy)
    }

    /// The bytes behind which a backslash stands that is not itself escaped, and whether that is so of the byte behind the block; `carry` says so of the first
    /// one. A run of backslashes escapes what stands behind it if it is odd, counted from where it begins: adding the beginnings of runs to the runs
    /// carries to just behind their ends.
    #[inline]
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
}

/// What each path finds that begins at `at`, also those that this processor would not take.
#[cfg(test)]
pub(super) fn every_path(bytes: &[u8], at: usize, room: u32) -> Vec<(&'static str, Option<usize>)> {
    let mut ends = vec![("bytewise", bytewise(bytes, at, room))];
    #[cfg(target_arch = "x86_64")]
    if is_possible() {
        // Behind as many blanks as make a text long enough, and so many more that its blocks begin at other places.
        for before in [BLOCK, BLOCK + 1, BLOCK + 31, 2 * BLOCK - 1] {
            let text = [&vec![b' '; before], bytes].concat();
            // SAFETY: the processor has what it needs, which was just asked.
            let end = unsafe { avx2::container_end(&text, before + at, room) };
            ends.push(("avx2", end.map(|end| end - before)));
        }
    }
    ends
}

/// The same of a string's end, where a backslash may stand anywhere.
#[cfg(test)]
pub(super) fn every_path_of_a_string(bytes: &[u8], at: usize) -> Vec<(&'static str, Option<usize>)> {
    let mut ends = vec![("bytewise", escape_by_escape(bytes, at))];
    #[cfg(target_arch = "x86_64")]
    if is_possible() {
        for before in [BLOCK, BLOCK + 1] {
            let text = [&vec![b'\\'; before], bytes].concat();
            // SAFETY: the processor has what it needs, which was just asked.
            let end = unsafe { avx2::string_end(&text, before + at) };
            ends.push(("avx2", end.map(|end| end - before)));
        }
    }
    ends
}
