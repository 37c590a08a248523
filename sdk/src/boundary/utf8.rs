//! Whether bytes are UTF-8.
//!
//! `std` looks at each byte where text is not ASCII. With AVX2 it is the method of Keiser and Lemire ("Validating UTF-8 in less than one instruction
//! per byte", 2021): whatever can be wrong shows in two neighbouring bytes, so for each pair three look-ups by half a byte say what faults each
//! half allows, and a pair is wrong if all three allow the same fault.

use std::str::{self, Utf8Error};

/// The text that these bytes are.
#[inline]
pub(super) fn text(bytes: &[u8]) -> Result<&str, Utf8Error> {
    #[cfg(target_arch = "x86_64")]
    if bytes.len() >= 64 && std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has it, which was just asked.
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
        __m256i, _mm_loadu_si128, _mm256_alignr_epi8, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_or_si256,
        _mm256_permute2x128_si256, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
        _mm256_subs_epu8, _mm256_testz_si256, _mm256_xor_si256,
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

    #[target_feature(enable = "avx2")]
    pub(super) fn is_valid(bytes: &[u8]) -> bool {
        let mut state = State { before: _mm256_setzero_si256(), faults: _mm256_setzero_si256() };
        let (blocks, rest) = bytes.as_chunks::<64>();
        for block in blocks {
            state.block(block);
        }
        // There is always a NUL behind the text, before which no character may be cut short.
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        state.block(&last);
        _mm256_testz_si256(state.faults, state.faults) == 1
    }

    struct State {
        /// The thirty-two bytes before the next block.
        before: __m256i,
        faults: __m256i,
    }

    impl State {
        #[target_feature(enable = "avx2")]
        #[inline]
        fn block(&mut self, block: &[u8; 64]) {
            let ([first, second], _) = block.as_chunks::<32>() else { return };
            let (first, second) = (load(first), load(second));
            // Where all is ASCII, also before the block, nothing is wrong.
            let all = _mm256_or_si256(_mm256_or_si256(first, second), self.before);
            if _mm256_testz_si256(all, _mm256_set1_epi8(i8::MIN)) == 0 {
                let faults = _mm256_or_si256(faults(self.before, first), faults(first, second));
                self.faults = _mm256_or_si256(self.faults, faults);
            }
            self.before = second;
        }
    }

    /// Not zero where something is wrong with a byte of `here` and those before it.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn faults(before: __m256i, here: __m256i) -> __m256i {
        // The shift works in each half of sixteen bytes, so both halves need the one before them.
        let middle = _mm256_permute2x128_si256::<0x21>(before, here);
        let one_before = _mm256_alignr_epi8::<15>(here, middle);
        let two_before = _mm256_alignr_epi8::<14>(here, middle);
        let three_before = _mm256_alignr_epi8::<13>(here, middle);
        let first = _mm256_and_si256(
            _mm256_shuffle_epi8(table(&FIRST_UPPER), upper(one_before)),
            _mm256_shuffle_epi8(table(&FIRST_LOWER), _mm256_and_si256(one_before, _mm256_set1_epi8(0x0f))),
        );
        let pair = _mm256_and_si256(first, _mm256_shuffle_epi8(table(&SECOND_UPPER), upper(here)));
        // The third byte behind E0 or more, and the fourth behind F0 or more, must be the second of two continuations, and no other byte may be.
        let third = _mm256_subs_epu8(two_before, _mm256_set1_epi8(0xe0_u8.wrapping_sub(0x80) as i8));
        let fourth = _mm256_subs_epu8(three_before, _mm256_set1_epi8(0xf0_u8.wrapping_sub(0x80) as i8));
        let must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(i8::MIN));
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
            let mut bytes = vec![b'a'; 140];
            bytes[20 + shift..20 + shift + sequence.len()].copy_from_slice(sequence);
            check(&bytes);
            check(&bytes[..64 + (20 + shift + sequence.len()) % 70]);
            check(&[&bytes[..64 + shift], sequence].concat());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: crate::json::cases(), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn text_with_a_byte_changed_is_judged_as_by_std(
            text in "[a-zé日\u{1F600}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}]{0,140}",
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
