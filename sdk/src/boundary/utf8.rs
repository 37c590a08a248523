//! Whether bytes are UTF-8.
//!
//! `std` looks at each byte where text is not ASCII. With AVX2 it is the method of Keiser and Lemire ("Validating UTF-8 in less than one instruction
//! per byte", 2021): whatever can be wrong shows in two neighbouring bytes, so for each pair three look-ups by half a byte say what faults each
//! half allows, and a pair is wrong if all three allow the same fault. Where no character takes more than two bytes, which is so of most alphabets, less is
//! looked at.

use std::str::{self, Utf8Error};

/// The text that these bytes are.
#[inline]
pub(super) fn text(bytes: &[u8]) -> Result<&str, Utf8Error> {
    #[cfg(target_arch = "x86_64")]
    if bytes.len() >= 96 && super::skip::is_possible() {
        // SAFETY: the processor has what it needs, which was just asked.
        let valid = unsafe { avx2::is_valid(bytes) };
        if valid {
            // SAFETY: that is what was just found. The tests hold the finding against `std`'s, for each kind of fault at each place of a block.
            return Ok(unsafe { str::from_utf8_unchecked(bytes) });
        }
    }
    // Where a fault is, only this one says.
    str::from_utf8(bytes)
}

/// What can be wrong with a pair of bytes, a bit each. Of a pair the first byte's halves and the second one's upper half tell it.
mod fault {
    /// A leading byte, and no continuation behind it.
    pub(super) const SHORT: u8 = 1;
    /// A continuation behind ASCII.
    pub(super) const LONG: u8 = 1 << 1;
    /// Three bytes for what fits in two.
    pub(super) const OVERLONG_3: u8 = 1 << 2;
    /// Above U+10FFFF, the second byte being 90 or more.
    pub(super) const LARGE: u8 = 1 << 3;
    /// Half of a surrogate pair.
    pub(super) const SURROGATE: u8 = 1 << 4;
    /// Two bytes for what fits in one.
    pub(super) const OVERLONG_2: u8 = 1 << 5;
    /// Above U+10FFFF, or four bytes for what fits in three: the second byte is below 90.
    pub(super) const LARGE_OR_OVERLONG_4: u8 = 1 << 6;
    /// Two continuations. That is a fault unless they are the second and third, or the third and fourth byte of a character.
    pub(super) const TWO: u8 = 1 << 7;
    /// What does not depend on the first byte's lower half.
    pub(super) const ANY: u8 = SHORT | LONG | TWO;
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm_loadu_si128, _mm256_adds_epu8, _mm256_and_si256, _mm256_avg_epu8, _mm256_broadcastsi128_si256,
        _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_max_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
        _mm256_shuffle_epi8, _mm256_srli_epi16, _mm256_testz_si256, _mm256_xor_si256,
    };

    use super::fault::{ANY, LARGE, LARGE_OR_OVERLONG_4, LONG, OVERLONG_2, OVERLONG_3, SHORT, SURROGATE, TWO};
    use crate::boundary::skip::load;

    /// By the first byte's upper half.
    const FIRST_UPPER: [u8; 16] = {
        const FOUR: u8 = SHORT | LARGE | LARGE_OR_OVERLONG_4;
        const THREE: u8 = SHORT | OVERLONG_3 | SURROGATE;
        [LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, TWO, TWO, TWO, TWO, SHORT | OVERLONG_2, SHORT, THREE, FOUR]
    };
    /// By the first byte's lower half.
    const FIRST_LOWER: [u8; 16] = {
        const HIGH: u8 = ANY | LARGE | LARGE_OR_OVERLONG_4;
        const ZERO: u8 = ANY | OVERLONG_2 | OVERLONG_3 | LARGE_OR_OVERLONG_4;
        let mut table = [HIGH; 16];
        (table[0], table[1], table[2], table[3], table[4]) = (ZERO, ANY | OVERLONG_2, ANY, ANY, ANY | LARGE);
        table[0xd] = HIGH | SURROGATE;
        table
    };
    /// By the second byte's upper half.
    const SECOND_UPPER: [u8; 16] = {
        const CONTINUES: u8 = LONG | OVERLONG_2 | TWO;
        let mut table = [SHORT; 16];
        table[8] = CONTINUES | OVERLONG_3 | LARGE_OR_OVERLONG_4;
        table[9] = CONTINUES | OVERLONG_3 | LARGE;
        (table[0xa], table[0xb]) = (CONTINUES | SURROGATE | LARGE, CONTINUES | SURROGATE | LARGE);
        table
    };

    /// What is looked at together: 64 bytes, and 32 before them.
    type Window = [u8; 96];

    /// Whether a text is UTF-8 that is not shorter than a window.
    #[target_feature(enable = "avx2")]
    pub(super) fn is_valid(bytes: &[u8]) -> bool {
        let Some(last) = bytes.get(bytes.len().wrapping_sub(96)..).and_then(<[u8]>::first_chunk) else { return false };
        // Nothing stands before the text.
        let mut begin = [0; 96];
        begin[32..].copy_from_slice(&bytes[..64]);
        let mut all = with_faults(cut_short(last), &begin);
        let mut rest = &bytes[32..];
        while let Some(window) = rest.first_chunk() {
            all = with_faults(all, window);
            rest = &rest[64..];
        }
        // The last window overlaps with what is before it, so nothing is left over.
        all = with_faults(all, last);
        _mm256_movemask_epi8(all) == 0
    }

    /// The highest bit is set where a character is cut short by the end of the text.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn cut_short(last: &Window) -> __m256i {
        // Of the last three bytes those from F0, E0 and C0 on; of the others FF, which is wrong anyway.
        const MISSING: [u8; 32] = {
            let mut missing = [0; 32];
            (missing[29], missing[30], missing[31]) = (0x0f, 0x1f, 0x3f);
            missing
        };
        _mm256_avg_epu8(part(last, 64), load(&MISSING))
    }

    /// The faults so far, and the highest bit where something is wrong with one of the last 64 bytes and those before it.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn with_faults(all: __m256i, window: &Window) -> __m256i {
        let (first, second) = (part(window, 32), part(window, 64));
        let most = _mm256_max_epu8(_mm256_max_epu8(first, second), part(window, 0));
        let high = _mm256_set1_epi8(i8::MIN);
        if _mm256_testz_si256(most, high) == 1 {
            // All is ASCII, also before.
            return all;
        }
        let faults = if _mm256_testz_si256(at_least(0xe0, most), high) == 1 {
            let first = faults_of_two(part(window, 31), first);
            _mm256_or_si256(first, faults_of_two(part(window, 63), second))
        } else {
            let (first, second) = (half(window, 32), half(window, 64));
            // It is set by addition where any bit is.
            _mm256_adds_epu8(_mm256_or_si256(first, second), _mm256_set1_epi8(0x7f))
        };
        _mm256_or_si256(all, faults)
    }

    /// The same where no character takes more than two bytes: what is not ASCII is a leading byte or a continuation, and the latter is what stands behind
    /// the former.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn faults_of_two(one_before: __m256i, here: __m256i) -> __m256i {
        // Signed, all others are greater.
        let continues = _mm256_cmpgt_epi8(_mm256_set1_epi8(0xc0_u8 as i8), here);
        let follows = _mm256_xor_si256(at_least(0xc0, one_before), continues);
        // C0 and C1. Not where they stand themselves: the last byte of a block is judged with the next one, as `half` does, whichever of the two that is.
        let even = _mm256_and_si256(one_before, _mm256_set1_epi8(0xfe_u8 as i8));
        _mm256_or_si256(follows, _mm256_cmpeq_epi8(even, _mm256_set1_epi8(0xc0_u8 as i8)))
    }

    /// The highest bit of each byte says whether it is so much or more, if that is at least 80: the average with what is then missing to 100, less one because
    /// averages are rounded up.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn at_least(bound: u8, bytes: __m256i) -> __m256i {
        _mm256_avg_epu8(bytes, _mm256_set1_epi8(0xff_u8.wrapping_sub(bound) as i8))
    }

    /// Some bytes of the window.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn part(window: &Window, at: usize) -> __m256i {
        match window.get(at..).and_then(<[u8]>::first_chunk) {
            Some(part) => load(part),
            // No place is so far behind, which the compiler sees.
            None => load(&[0xff; 32]),
        }
    }

    /// Not zero where something is wrong with one of the bytes from `at` on and those before it.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn half(window: &Window, at: usize) -> __m256i {
        let one_before = part(window, at - 1);
        let first = _mm256_and_si256(
            _mm256_shuffle_epi8(table(&FIRST_UPPER), upper(one_before)),
            _mm256_shuffle_epi8(table(&FIRST_LOWER), _mm256_and_si256(one_before, _mm256_set1_epi8(0x0f))),
        );
        let pair = _mm256_and_si256(first, _mm256_shuffle_epi8(table(&SECOND_UPPER), upper(part(window, at))));
        // The third byte behind E0 or more, and the fourth behind F0 or more, must be the second of two continuations, and no other byte may be. Of two bytes
        // the greater has the highest bit if one has it.
        let (third, fourth) = (at_least(0xe0, part(window, at - 2)), at_least(0xf0, part(window, at - 3)));
        let must = _mm256_and_si256(_mm256_max_epu8(third, fourth), _mm256_set1_epi8(i8::MIN));
        _mm256_xor_si256(must, pair)
    }

    /// The upper half of each byte.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn upper(bytes: __m256i) -> __m256i {
        _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), _mm256_set1_epi8(0x0f))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn table(entries: &[u8; 16]) -> __m256i {
        // SAFETY: the reference is good for sixteen bytes, and this load needs no alignment.
        _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(entries.as_ptr().cast()) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8]) {
        assert_eq!(text(bytes), str::from_utf8(bytes), "{bytes:x?}");
    }

    /// Every pair, and of longer sequences those bytes between which something changes, at each place of a block and at its end.
    #[test]
    fn every_kind_of_sequence_is_judged_as_by_std_wherever_it_stands() {
        let edges = [
            0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
            0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
        ];
        let mut sequences: Vec<Vec<u8>> = Vec::new();
        for first in 0..=255 {
            sequences.extend((0..=255).map(|second| vec![first, second]));
        }
        for first in edges {
            for second in edges {
                for third in edges {
                    sequences.extend(edges.map(|fourth| vec![first, second, third, fourth]));
                }
            }
        }
        for (index, sequence) in sequences.iter().enumerate() {
            // Each is tried in the middle, at an end that moves, and cut off by the end of the text.
            let shift = index % 70;
            let mut bytes = vec![b'a'; 240];
            bytes[20 + shift..20 + shift + sequence.len()].copy_from_slice(sequence);
            check(&bytes);
            check(&bytes[..96 + (20 + shift + sequence.len()) % 70]);
            check(&[&bytes[..96 + shift], sequence].concat());
            // Where the text begins, and among characters of two bytes and of three.
            check(&[sequence, &bytes[100..]].concat());
            let others = if index % 2 == 0 { "é" } else { "日" }.repeat(70);
            let (before, behind) = others.as_bytes().split_at(others.len() / 70 * shift);
            check(&[before, sequence, behind].concat());
        }
    }

    /// Blocks are judged in two ways: what the last byte of one begins goes on in the next.
    #[test]
    fn every_pair_is_judged_as_by_std_where_blocks_of_two_kinds_meet() {
        for far in ["", "日"] {
            for (near, behind) in [("a", "a"), ("é", "a"), ("a", "é"), ("é", "日"), ("日", "a")] {
                for at in [60, 61, 62, 63, 64, 65, 127] {
                    let mut bytes = far.as_bytes().to_vec();
                    bytes.resize(at - near.len() * (at % 11), b'a');
                    bytes.extend_from_slice(near.repeat(at % 11).as_bytes());
                    bytes.extend_from_slice(&[0, 0]);
                    bytes.extend_from_slice(behind.repeat(70).as_bytes());
                    for pair in 0..=u16::MAX {
                        let [first, second] = pair.to_be_bytes();
                        if (first >= 0x80 && second % 13 == 0) || (second >= 0x80 && first % 13 == 0) || pair % 37 == 0
                        {
                            bytes[at..at + 2].copy_from_slice(&[first, second]);
                            check(&bytes);
                        }
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: crate::json::cases(), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn long_runs_of_characters_with_bytes_changed_are_judged_as_by_std(
            runs in prop::collection::vec(("[a-zé日\u{1F600}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}]", 0..70_usize), 1..6),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        ) {
            let mut bytes: Vec<u8> = runs.iter().flat_map(|(c, times)| c.repeat(*times).into_bytes()).collect();
            check(&bytes);
            for (at, byte) in changes {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                    check(&bytes);
                }
            }
        }

        #[test]
        fn text_with_a_byte_changed_is_judged_as_by_std(
            text in "[a-zé日\u{1F600}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}]{0,240}",
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
        ) {
            let mut bytes = text.into_bytes();
            check(&bytes);
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
                check(&bytes);
                bytes.remove(at);
                check(&bytes);
            }
        }
    }
}
