//! The backend for NEON, which every aarch64 processor has.

#![allow(unsafe_code, reason = "the processor's instructions are unsafe functions")]
#![allow(unused_unsafe, reason = "newer compilers consider some of them safe")]
#![allow(clippy::multiple_unsafe_ops_per_block, reason = "all operations of a block have one reason to be safe")]

use std::arch::aarch64::{
    uint8x16_t, vandq_u8, vceqq_u8, vcltq_u8, vcltzq_s8, vdupq_n_u8, vgetq_lane_u64, vld1q_u8, vmaxvq_u8, vorrq_u8,
    vpaddq_u8, vreinterpretq_s8_u8, vreinterpretq_u64_u8,
};

use crate::block::{BLOCK_LEN, Block, InstructionSet, PaddedBlock};
use crate::index::{ContainerState, index_generic};
use crate::key::Key;
use crate::object::ObjectIndex;
use crate::scan::Scan;
use crate::small;

/// The proof that NEON is available, which it always is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neon;

/// Four registers of 16 bytes.
#[derive(Clone, Copy)]
pub(crate) struct BlockNeon([Vector16; 4]);

/// One register.
#[derive(Clone, Copy)]
pub(crate) struct Vector16(uint8x16_t);

// SAFETY, for all blocks of this file: the module is compiled only where the target has NEON
// (`target_feature`), so the instructions are available wherever this code runs.

impl Vector16 {
    #[inline(always)]
    pub(crate) fn load(bytes: &[u8; 16]) -> Self {
        // SAFETY: NEON is available, and the reference is valid for 16 bytes.
        Self(unsafe { vld1q_u8(bytes.as_ptr()) })
    }

    #[inline(always)]
    fn splat(byte: u8) -> Self {
        // SAFETY: NEON is available.
        Self(unsafe { vdupq_n_u8(byte) })
    }

    #[inline(always)]
    pub(crate) fn equal(self, byte: u8) -> Self {
        // SAFETY: NEON is available.
        Self(unsafe { vceqq_u8(self.0, Self::splat(byte).0) })
    }

    /// All ones where the byte is at most `byte`, which is below 255.
    #[inline(always)]
    fn at_most(self, byte: u8) -> Self {
        // SAFETY: NEON is available.
        Self(unsafe { vcltq_u8(self.0, Self::splat(byte + 1).0) })
    }

    /// All ones where the byte is not ASCII.
    #[inline(always)]
    fn non_ascii(self) -> Self {
        // SAFETY: NEON is available.
        Self(unsafe { vcltzq_s8(vreinterpretq_s8_u8(self.0)) })
    }

    /// All ones where the byte is escaped in a JSON string.
    #[inline(always)]
    pub(crate) fn escaped(self) -> Self {
        self.at_most(0x1f).or(self.equal(b'"')).or(self.equal(b'\\'))
    }

    #[inline(always)]
    pub(crate) fn has_high(self) -> bool {
        // SAFETY: NEON is available.
        unsafe { vmaxvq_u8(self.0) >= 0x80 }
    }

    #[inline(always)]
    pub(crate) fn or(self, other: Self) -> Self {
        // SAFETY: NEON is available.
        Self(unsafe { vorrq_u8(self.0, other.0) })
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        // SAFETY: NEON is available.
        Self(unsafe { vandq_u8(self.0, other.0) })
    }

    /// The sums of adjacent bytes: those of `self`, then those of `other`.
    #[inline(always)]
    fn add_pairs(self, other: Self) -> Self {
        // SAFETY: NEON is available.
        Self(unsafe { vpaddq_u8(self.0, other.0) })
    }

    /// Whether a bit is set.
    #[inline(always)]
    pub(crate) fn any(self) -> bool {
        // SAFETY: NEON is available.
        unsafe { vmaxvq_u8(self.0) != 0 }
    }

    /// A bit for each byte of vectors whose bytes are all ones or all zeros. Each byte keeps a
    /// different one of eight bits, and three pairwise additions combine eight bytes into one.
    #[inline(always)]
    fn mask(vectors: [Self; 4]) -> u64 {
        let bits = Self::load(&[1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128]);
        let [a, b, c, d] = vectors.map(|vector| vector.and(bits));
        let pairs = a.add_pairs(b).add_pairs(c.add_pairs(d));
        let bytes = pairs.add_pairs(pairs);
        // SAFETY: NEON is available.
        unsafe { vgetq_lane_u64::<0>(vreinterpretq_u64_u8(bytes.0)) }
    }

    /// The position of the first byte that is all ones.
    #[inline(always)]
    pub(crate) fn first(self) -> Option<usize> {
        let zero = Self::splat(0);
        Some(crate::block::lowest_bit(Self::mask([self, zero, zero, zero]))).filter(|first| *first < 64)
    }
}

impl BlockNeon {
    #[inline(always)]
    fn map(self, f: impl Fn(Vector16) -> Vector16) -> Self {
        Self(self.0.map(f))
    }

    #[inline(always)]
    fn any(self) -> bool {
        let [a, b, c, d] = self.0;
        a.or(b).or(c.or(d)).any()
    }
}

impl InstructionSet for Neon {
    type Block = BlockNeon;

    #[inline(never)]
    fn index(self, text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Option<()> {
        index_generic(self, text, nested, objects)
    }

    #[inline(never)]
    fn find_in(self, padded: &PaddedBlock, key: &Key<'_>) -> small::Found {
        small::find_in_generic(self, padded, key)
    }

    #[inline(never)]
    fn second_block(scan: &mut Scan<'_, Self>, state: ContainerState) -> Result<usize, ContainerState> {
        scan.second_block_generic(state)
    }

    #[inline(never)]
    fn value(scan: &mut Scan<'_, Self>, start: usize, depth: u32, state: ContainerState) -> Option<usize> {
        scan.value_generic(start, depth, state)
    }

    #[inline(always)]
    fn load(self, block: &[u8; BLOCK_LEN]) -> BlockNeon {
        let part = |at: usize| {
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&block[at..at + 16]);
            Vector16::load(&bytes)
        };
        BlockNeon([part(0), part(16), part(32), part(48)])
    }
}

impl Block for BlockNeon {
    #[inline(always)]
    fn equal(self, byte: u8) -> u64 {
        Vector16::mask(self.map(|vector| vector.equal(byte)).0)
    }

    #[inline(always)]
    fn non_ascii(self) -> u64 {
        Vector16::mask(self.map(Vector16::non_ascii).0)
    }

    #[inline(always)]
    fn stops(self) -> u64 {
        Vector16::mask(self.map(|vector| vector.escaped().or(vector.non_ascii())).0)
    }

    #[inline(always)]
    fn contains(self, byte: u8) -> bool {
        self.map(|vector| vector.equal(byte)).any()
    }

    #[inline(always)]
    fn may_have_brackets(self) -> bool {
        // With this bit set, square brackets become curly ones, and a backslash becomes a bar.
        let curly = self.map(|vector| vector.or(Vector16::splat(b' ')));
        curly.map(|vector| vector.equal(b'{').or(vector.equal(b'}')).or(vector.equal(b'|'))).any()
    }

    #[inline(always)]
    fn brackets(self) -> (u64, u64) {
        // Square and curly brackets differ in one bit.
        let curly = self.map(|vector| vector.or(Vector16::splat(b' ')));
        (curly.equal(b'{'), curly.equal(b'}'))
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([a.or(e), b.or(f), c.or(g), d.or(h)])
    }
}
