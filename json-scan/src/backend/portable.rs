//! The backend for any processor: eight bytes in a 64-bit word (SWAR, "SIMD within a register").

use crate::block::{BLOCK_LEN, Block, InstructionSet, PaddedBlock};
use crate::index::{ContainerState, index_generic};
use crate::key::Key;
use crate::object::ObjectIndex;
use crate::scan::Scan;
use crate::small;

/// Needs no instructions beyond those for 64-bit integers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Portable;

/// Eight words of eight bytes, loaded as little-endian: the first byte of each is the lowest one.
#[derive(Clone, Copy)]
pub(crate) struct Words([u64; 8]);

/// A one in each byte.
const ONES: u64 = u64::MAX / 255;
/// The highest bit of each byte.
const HIGH: u64 = ONES << 7;

/// The highest bit of each byte that is zero. The addition carries out of no byte, so the result is
/// exact.
#[inline(always)]
pub(crate) fn zero_bytes(word: u64) -> u64 {
    !(((word & !HIGH) + !HIGH) | word) & HIGH
}

/// The highest bit of each byte equal to `byte`.
#[inline(always)]
pub(crate) fn equal_bytes(word: u64, byte: u8) -> u64 {
    zero_bytes(word ^ (ONES * byte as u64))
}

/// The highest bit of each byte that is a control character: its upper three bits are zero.
#[inline(always)]
pub(crate) fn control_bytes(word: u64) -> u64 {
    zero_bytes(word & (ONES * 0xe0))
}

/// A bit for each byte whose highest bit is set. No other bits may be set. The multiplication moves
/// each of the eight bits to its own position in the upper byte.
#[inline(always)]
fn gather(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

impl Words {
    #[inline(always)]
    fn mask(self, high: impl Fn(u64) -> u64) -> u64 {
        let mut mask = 0;
        for word in self.0.into_iter().rev() {
            mask = mask << 8 | gather(high(word));
        }
        mask
    }

    #[inline(always)]
    fn any(self, high: impl Fn(u64) -> u64) -> bool {
        let mut any = 0;
        for word in self.0 {
            any |= high(word);
        }
        any != 0
    }
}

impl InstructionSet for Portable {
    type Block = Words;

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
    fn load(self, block: &[u8; BLOCK_LEN]) -> Words {
        let mut words = [0; 8];
        for (word, bytes) in words.iter_mut().zip(block.chunks_exact(8)) {
            let mut eight = [0; 8];
            eight.copy_from_slice(bytes);
            *word = u64::from_le_bytes(eight);
        }
        Words(words)
    }
}

impl Block for Words {
    #[inline(always)]
    fn equal(self, byte: u8) -> u64 {
        self.mask(|word| equal_bytes(word, byte))
    }

    #[inline(always)]
    fn non_ascii(self) -> u64 {
        self.mask(|word| word & HIGH)
    }

    #[inline(always)]
    fn stops(self) -> u64 {
        self.mask(|word| word & HIGH | control_bytes(word) | equal_bytes(word, b'"') | equal_bytes(word, b'\\'))
    }

    #[inline(always)]
    fn contains(self, byte: u8) -> bool {
        self.any(|word| equal_bytes(word, byte))
    }

    #[inline(always)]
    fn brackets(self) -> (u64, u64) {
        // Square and curly brackets differ in one bit.
        let curly = Words(self.0.map(|word| word | (ONES * b' ' as u64)));
        (curly.equal(b'{'), curly.equal(b'}'))
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        let mut words = self.0;
        for (word, other) in words.iter_mut().zip(other.0) {
            *word |= other;
        }
        Words(words)
    }
}

/// Two words.
#[derive(Clone, Copy)]
#[cfg_attr(
    any(target_arch = "x86_64", target_arch = "aarch64"),
    allow(dead_code, reason = "there are registers of 16 bytes")
)]
pub(crate) struct Vector16([u64; 2]);

#[cfg_attr(
    any(target_arch = "x86_64", target_arch = "aarch64"),
    allow(dead_code, reason = "there are registers of 16 bytes")
)]
impl Vector16 {
    #[inline(always)]
    pub(crate) fn load(bytes: &[u8; 16]) -> Self {
        let both = u128::from_le_bytes(*bytes);
        Self([both as u64, (both >> 64) as u64])
    }

    /// The highest bit of each byte equal to `byte`.
    #[inline(always)]
    pub(crate) fn equal(self, byte: u8) -> Self {
        Self(self.0.map(|word| equal_bytes(word, byte)))
    }

    /// The highest bit of each byte that is escaped in a JSON string.
    #[inline(always)]
    pub(crate) fn escaped(self) -> Self {
        Self(self.0.map(|word| control_bytes(word) | equal_bytes(word, b'"') | equal_bytes(word, b'\\')))
    }

    #[inline(always)]
    pub(crate) fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    #[inline(always)]
    pub(crate) fn has_high(self) -> bool {
        self.any()
    }

    /// Whether the highest bit of a byte is set.
    #[inline(always)]
    pub(crate) fn any(self) -> bool {
        (self.0[0] | self.0[1]) & HIGH != 0
    }

    /// The position of the first byte whose highest bit is set. No other bits may be set.
    #[inline(always)]
    pub(crate) fn first(self) -> Option<usize> {
        Some(crate::block::lowest_bit(gather(self.0[0]) | gather(self.0[1]) << 8)).filter(|first| *first < 64)
    }
}
