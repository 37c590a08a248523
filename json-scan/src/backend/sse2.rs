//! The backend for SSE2, which every x86-64 processor has.

#![allow(unsafe_code, reason = "the processor's instructions are unsafe functions")]
#![allow(unused_unsafe, reason = "newer compilers consider some of them safe")]
#![allow(clippy::multiple_unsafe_ops_per_block, reason = "all operations of a block have one reason to be safe")]

use std::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    _mm_xor_si128,
};

use crate::block::{BLOCK_LEN, Block, InstructionSet, PaddedBlock};
use crate::index::{ContainerState, index_generic};
use crate::key::Key;
use crate::object::ObjectIndex;
use crate::scan::Scan;
use crate::small;

/// The proof that SSE2 is available, which it always is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sse2;

/// Four registers of 16 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Block128([Vector16; 4]);

/// One register.
#[derive(Clone, Copy)]
pub(crate) struct Vector16(__m128i);

// SAFETY, for all blocks of this file: the module is compiled only where the target has SSE2
// (`target_feature`), so the instructions are available wherever this code runs.

impl Vector16 {
    #[inline(always)]
    pub(crate) fn load(bytes: &[u8; 16]) -> Self {
        // SAFETY: SSE2 is available. The reference is valid for 16 bytes, and this load needs no
        // alignment.
        Self(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
    }

    #[inline(always)]
    fn splat(byte: u8) -> Self {
        // SAFETY: SSE2 is available.
        Self(unsafe { _mm_set1_epi8(byte as i8) })
    }

    #[inline(always)]
    pub(crate) fn equal(self, byte: u8) -> Self {
        // SAFETY: SSE2 is available.
        Self(unsafe { _mm_cmpeq_epi8(self.0, Self::splat(byte).0) })
    }

    /// All ones where the byte is a control character or not ASCII: less than a space, as signed
    /// numbers.
    #[inline(always)]
    fn control_or_non_ascii(self) -> Self {
        // SAFETY: SSE2 is available.
        Self(unsafe { _mm_cmplt_epi8(self.0, Self::splat(b' ').0) })
    }

    /// All ones where the byte is ASCII and greater than `byte`.
    #[inline(always)]
    fn ascii_after(self, byte: u8) -> Self {
        // SAFETY: SSE2 is available.
        Self(unsafe { _mm_cmplt_epi8(Self::splat(byte).0, self.0) })
    }

    /// All ones where the byte is escaped in a JSON string.
    #[inline(always)]
    pub(crate) fn escaped(self) -> Self {
        // With this bit flipped a quote is a space, and control characters are control characters.
        // The highest bit is flipped because the comparison is of signed numbers.
        const FLIP: u8 = (b'"' ^ b' ') | 0x80;
        // SAFETY: SSE2 is available.
        let flipped = unsafe { _mm_xor_si128(self.0, Self::splat(FLIP).0) };
        // SAFETY: SSE2 is available.
        let at_most_blank = unsafe { _mm_cmplt_epi8(flipped, Self::splat((b' ' + 1) | 0x80).0) };
        Self(at_most_blank).or(self.equal(b'\\'))
    }

    #[inline(always)]
    pub(crate) fn any(self) -> bool {
        self.mask() != 0
    }

    #[inline(always)]
    pub(crate) fn has_high(self) -> bool {
        self.mask() != 0
    }

    /// The position of the first byte that is all ones.
    #[inline(always)]
    pub(crate) fn first(self) -> Option<usize> {
        Some(crate::block::lowest_bit(self.mask())).filter(|first| *first < 64)
    }

    #[inline(always)]
    pub(crate) fn or(self, other: Self) -> Self {
        // SAFETY: SSE2 is available.
        Self(unsafe { _mm_or_si128(self.0, other.0) })
    }

    /// The highest bit of each byte.
    #[inline(always)]
    fn mask(self) -> u64 {
        // SAFETY: SSE2 is available.
        let mask = unsafe { _mm_movemask_epi8(self.0) };
        u64::from(mask as u32)
    }
}

impl Block128 {
    #[inline(always)]
    fn map(self, f: impl Fn(Vector16) -> Vector16) -> Self {
        let [a, b, c, d] = self.0;
        Self([f(a), f(b), f(c), f(d)])
    }

    #[inline(always)]
    fn any(self) -> bool {
        let [a, b, c, d] = self.0;
        a.or(b).or(c.or(d)).mask() != 0
    }

    #[inline(always)]
    fn mask(self) -> u64 {
        let [a, b, c, d] = self.0;
        a.mask() | b.mask() << 16 | (c.mask() | d.mask() << 16) << 32
    }
}

impl InstructionSet for Sse2 {
    type Block = Block128;

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
    fn load(self, block: &[u8; BLOCK_LEN]) -> Block128 {
        let part = |at: usize| {
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&block[at..at + 16]);
            Vector16::load(&bytes)
        };
        Block128([part(0), part(16), part(32), part(48)])
    }
}

impl Block for Block128 {
    #[inline(always)]
    fn equal(self, byte: u8) -> u64 {
        self.map(|vector| vector.equal(byte)).mask()
    }

    #[inline(always)]
    fn non_ascii(self) -> u64 {
        self.mask()
    }

    #[inline(always)]
    fn stops(self) -> u64 {
        self.map(|vector| vector.equal(b'"').or(vector.equal(b'\\')).or(vector.control_or_non_ascii())).mask()
    }

    #[inline(always)]
    fn contains(self, byte: u8) -> bool {
        self.map(|vector| vector.equal(byte)).any()
    }

    #[inline(always)]
    fn may_have_brackets(self) -> bool {
        // Brackets and backslashes are characters from `[` on.
        self.map(|vector| vector.ascii_after(b'Z')).any()
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
