//! A block of bytes, in two registers of 32.

use std::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setr_epi8,
    _mm256_shuffle_epi8, _mm256_testz_si256,
};

use super::avx2::load;

/// So many bytes are looked at together.
pub(super) const BLOCK: usize = 64;

/// A block.
#[derive(Clone, Copy)]
pub(super) struct Halves(__m256i, __m256i);

impl Halves {
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn of(block: &[u8; BLOCK]) -> Self {
        match block.as_chunks::<32>() {
            ([first, second], _) => Self(load(first), load(second)),
            // It has two halves, which the compiler sees.
            _ => Self(_mm256_set1_epi8(0), _mm256_set1_epi8(0)),
        }
    }

    /// Square brackets become curly ones.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn lower(self) -> Self {
        let bit = _mm256_set1_epi8(b' ' as i8);
        Self(_mm256_or_si256(self.0, bit), _mm256_or_si256(self.1, bit))
    }

    /// The opening and the closing brackets outside of strings.
    #[target_feature(enable = "avx2,bmi1")]
    #[inline]
    pub(super) fn brackets(self, inside: u64) -> (u64, u64) {
        let lower = self.lower();
        (lower.equal(b'{') & !inside, lower.equal(b'}') & !inside)
    }

    /// Where it stands, a bit for each byte.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn equal(self, byte: u8) -> u64 {
        let byte = _mm256_set1_epi8(byte as i8);
        let mask = |half| u64::from(_mm256_movemask_epi8(_mm256_cmpeq_epi8(half, byte)) as u32);
        mask(self.0) | mask(self.1) << 32
    }

    /// Whether it stands there.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn have(self, byte: u8) -> bool {
        let byte = _mm256_set1_epi8(byte as i8);
        is_any(_mm256_or_si256(_mm256_cmpeq_epi8(self.0, byte), _mm256_cmpeq_epi8(self.1, byte)))
    }

    /// Whether a quote, a backslash or a bracket stands there: with one bit set these differ in their lower halves, by which each byte looks up what it
    /// would have to be. A few other bytes are taken for one of them.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn have_specials(self) -> bool {
        #[rustfmt::skip]
        let candidates = _mm256_setr_epi8(
            0, 0, 0x22, 0, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7c, 0x7d, 0, 0,
            0, 0, 0x22, 0, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7c, 0x7d, 0, 0,
        );
        let lower = self.lower();
        let special = |half, lower| _mm256_cmpeq_epi8(_mm256_shuffle_epi8(candidates, half), lower);
        is_any(_mm256_or_si256(special(self.0, lower.0), special(self.1, lower.1)))
    }
}

/// Whether a bit is set.
#[target_feature(enable = "avx2")]
#[inline]
fn is_any(bits: __m256i) -> bool {
    _mm256_testz_si256(bits, bits) == 0
}
