//! The backend for AVX2, BMI1, BMI2, POPCNT and the carry-less multiplication PCLMULQDQ.
//! [`Avx2::detect`] requires all of them.

#![allow(unsafe_code, reason = "the processor's instructions are unsafe functions")]
#![allow(unused_unsafe, reason = "newer compilers consider some of them safe")]
#![allow(clippy::multiple_unsafe_ops_per_block, reason = "all operations of a block have one reason to be safe")]

use std::arch::x86_64::{
    __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8, _mm256_cmpeq_epi8,
    _mm256_cmpgt_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setr_epi8,
    _mm256_shuffle_epi8, _mm256_testz_si256,
};

use crate::block::{BLOCK_LEN, Block, InstructionSet, PaddedBlock};
use crate::index::{ContainerState, index_generic};
use crate::key::Key;
use crate::object::ObjectIndex;
use crate::scan::Scan;
use crate::small;

cpufeatures::new!(features, "avx2", "bmi1", "bmi2", "pclmulqdq", "popcnt");

/// The proof that the processor has AVX2, BMI1, BMI2, PCLMULQDQ and POPCNT, and that the system
/// saves the registers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx2(());

impl Avx2 {
    /// Queries the processor at the first call. Miri does not support the instructions for that.
    #[inline(always)]
    pub(crate) fn detect() -> Option<Self> {
        if !cfg!(miri) && features::get() { Some(Self(())) } else { None }
    }
}

/// Two registers of 32 bytes. [`InstructionSet::load`] makes them, which needs an [`Avx2`].
#[derive(Clone, Copy)]
pub(crate) struct Block256(__m256i, __m256i);

// SAFETY, for all blocks of this file: an `Avx2` exists only where `detect` has found the
// instructions, and a `Block256` only where an `Avx2` does.

// No closures: one that calls an intrinsic would be a function of its own, without the features.

impl Block256 {
    /// The byte at every position.
    #[inline(always)]
    fn splat(self, byte: u8) -> __m256i {
        // SAFETY: AVX2 is available, since there is a block.
        unsafe { _mm256_set1_epi8(byte as i8) }
    }

    /// All ones where the bytes are equal to `byte`.
    #[inline(always)]
    fn equals(self, byte: u8) -> Self {
        let byte = self.splat(byte);
        // SAFETY: AVX2 is available, since there is a block.
        unsafe { Self(_mm256_cmpeq_epi8(self.0, byte), _mm256_cmpeq_epi8(self.1, byte)) }
    }

    /// Whether a bit is set.
    #[inline(always)]
    fn any(self) -> bool {
        // SAFETY: AVX2 is available, since there is a block.
        unsafe {
            let both = _mm256_or_si256(self.0, self.1);
            _mm256_testz_si256(both, both) == 0
        }
    }

    /// The highest bit of each byte.
    #[inline(always)]
    fn mask(self) -> u64 {
        // SAFETY: AVX2 is available, since there is a block.
        let (low, high) = unsafe { (_mm256_movemask_epi8(self.0), _mm256_movemask_epi8(self.1)) };
        u64::from(low as u32) | u64::from(high as u32) << 32
    }
}

impl InstructionSet for Avx2 {
    type Block = Block256;

    #[inline(always)]
    fn index(self, text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Option<()> {
        // SAFETY: `self` proves that the instructions are available.
        unsafe { index(self, text, nested, objects) }
    }

    #[inline(always)]
    fn find_in(self, padded: &PaddedBlock, key: &Key<'_>) -> small::Found {
        // SAFETY: `self` proves that the instructions are available.
        unsafe { find_in(self, padded, key) }
    }

    #[inline(always)]
    fn second_block(scan: &mut Scan<'_, Self>, state: ContainerState) -> Result<usize, ContainerState> {
        // SAFETY: `scan.isa` proves that the instructions are available.
        unsafe { second_block(scan, state) }
    }

    #[inline(always)]
    fn value(scan: &mut Scan<'_, Self>, start: usize, depth: u32, state: ContainerState) -> Option<usize> {
        // SAFETY: `scan.isa` proves that the instructions are available.
        unsafe { value(scan, start, depth, state) }
    }

    #[inline(always)]
    fn load(self, block: &[u8; BLOCK_LEN]) -> Block256 {
        let start = block.as_ptr().cast::<__m256i>();
        // SAFETY: `self` proves AVX2. The reference is valid for 64 bytes from `start` on, and
        // these loads need no alignment.
        unsafe { Block256(_mm256_loadu_si256(start), _mm256_loadu_si256(start.add(1))) }
    }

    /// The carry-less product with all ones.
    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        // SAFETY: `self` proves PCLMULQDQ.
        unsafe {
            let product = _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits as i64), _mm_set1_epi8(-1));
            _mm_cvtsi128_si64(product) as u64
        }
    }
}

impl Block for Block256 {
    #[inline(always)]
    fn equal(self, byte: u8) -> u64 {
        self.equals(byte).mask()
    }

    #[inline(always)]
    fn non_ascii(self) -> u64 {
        self.mask()
    }

    #[inline(always)]
    fn stops(self) -> u64 {
        // The lower four bits of a byte select the quote or backslash that it is compared with
        // (simdjson's classification by `pshufb`).
        const NONE: i8 = -1;
        const QUOTE: i8 = b'"' as i8;
        const BACKSLASH: i8 = b'\\' as i8;
        let space = self.splat(b' ');
        // SAFETY: AVX2 is available, since there is a block.
        let wanted = unsafe {
            #[rustfmt::skip]
            let table = _mm256_setr_epi8(
                NONE, NONE, QUOTE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, BACKSLASH, NONE, NONE, NONE,
                NONE, NONE, QUOTE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, BACKSLASH, NONE, NONE, NONE,
            );
            Self(_mm256_shuffle_epi8(table, self.0), _mm256_shuffle_epi8(table, self.1))
        };
        // SAFETY: as above.
        let found = unsafe { Self(_mm256_cmpeq_epi8(wanted.0, self.0), _mm256_cmpeq_epi8(wanted.1, self.1)) };
        // As signed numbers, control characters and bytes above 127 are less than a space.
        // SAFETY: as above.
        let low = unsafe { Self(_mm256_cmpgt_epi8(space, self.0), _mm256_cmpgt_epi8(space, self.1)) };
        found.or(low).mask()
    }

    #[inline(always)]
    fn contains(self, byte: u8) -> bool {
        self.equals(byte).any()
    }

    #[inline(always)]
    fn may_have_brackets(self) -> bool {
        // Brackets and backslashes are characters from `[` on.
        let before = self.splat(b'Z');
        // SAFETY: AVX2 is available, since there is a block.
        unsafe { Self(_mm256_cmpgt_epi8(self.0, before), _mm256_cmpgt_epi8(self.1, before)).any() }
    }

    #[inline(always)]
    fn brackets(self) -> (u64, u64) {
        // Square and curly brackets differ in one bit.
        let bit = self.splat(b' ');
        // SAFETY: AVX2 is available, since there is a block.
        let curly = unsafe { Self(_mm256_or_si256(self.0, bit), _mm256_or_si256(self.1, bit)) };
        (curly.equal(b'{'), curly.equal(b'}'))
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        // SAFETY: AVX2 is available, since there is a block.
        unsafe { Self(_mm256_or_si256(self.0, other.0), _mm256_or_si256(self.1, other.1)) }
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,pclmulqdq,popcnt")]
#[inline(never)]
unsafe fn index(isa: Avx2, text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Option<()> {
    index_generic(isa, text, nested, objects)
}

#[target_feature(enable = "avx2,bmi1,bmi2,pclmulqdq,popcnt")]
#[inline(never)]
unsafe fn find_in(isa: Avx2, padded: &PaddedBlock, key: &Key<'_>) -> small::Found {
    small::find_in_generic(isa, padded, key)
}

#[target_feature(enable = "avx2,bmi1,bmi2,pclmulqdq,popcnt")]
#[inline(never)]
unsafe fn second_block(scan: &mut Scan<'_, Avx2>, state: ContainerState) -> Result<usize, ContainerState> {
    scan.second_block_generic(state)
}

#[target_feature(enable = "avx2,bmi1,bmi2,pclmulqdq,popcnt")]
#[inline(never)]
unsafe fn value(scan: &mut Scan<'_, Avx2>, start: usize, depth: u32, state: ContainerState) -> Option<usize> {
    scan.value_generic(start, depth, state)
}
