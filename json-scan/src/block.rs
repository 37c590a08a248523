//! Blocks of 64 bytes, and the bit masks that are made of them.
//!
//! A backend implements the traits [`InstructionSet`] and [`Block`]: it turns a block into masks,
//! in which bit `n` is a property of byte `n`. Everything outside of `backend` works on these
//! masks, by the functions at the end of this file. The crate's page shows an example.

use crate::index::ContainerState;
use crate::key::Key;
use crate::object::ObjectIndex;
use crate::scan::Scan;
use crate::small;

/// The length of a block: one byte for each bit of a mask.
pub(crate) const BLOCK_LEN: usize = 64;

/// The length of a [`PaddedBlock`].
pub(crate) const PADDED_LEN: usize = BLOCK_LEN + 16;

/// A block and the 16 bytes after it, so that code may read up to 16 bytes from any position of the
/// block without a bounds check.
pub(crate) type PaddedBlock = [u8; PADDED_LEN];

/// The block without the bytes after it.
#[inline(always)]
pub(crate) fn block_of(padded: &PaddedBlock) -> &[u8; BLOCK_LEN] {
    const { assert!(PADDED_LEN >= BLOCK_LEN) };
    match padded.first_chunk() {
        Some(block) => block,
        None => &[0; BLOCK_LEN],
    }
}

/// A set of instructions. A value of such a type is the proof that the processor has them.
///
/// The methods `index`, `find_in`, `second_block` and `value` are generic code that is compiled for
/// these instructions: each backend has a function with `#[target_feature]` for each of them, into
/// which everything is inlined.
pub(crate) trait InstructionSet: Copy {
    /// A block in registers.
    type Block: Block;

    /// [`index_generic`](crate::index::index_generic).
    fn index(self, text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Option<()>;

    /// [`find_in_generic`](crate::small::find_in_generic).
    fn find_in(self, padded: &PaddedBlock, key: &Key<'_>) -> small::Found;

    /// [`Scan::second_block_generic`].
    fn second_block(scan: &mut Scan<'_, Self>, state: ContainerState) -> Result<usize, ContainerState>;

    /// [`Scan::value_generic`].
    fn value(scan: &mut Scan<'_, Self>, start: usize, depth: u32, state: ContainerState) -> Option<usize>;

    /// Loads a block.
    fn load(self, block: &[u8; BLOCK_LEN]) -> Self::Block;

    /// Bit `n` of the result is the parity of the bits `0..=n`.
    ///
    /// If the bits are quotes, the result has a bit for each byte of a string: from the opening
    /// quote up to the byte before the closing one.
    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        let bits = bits ^ bits << 1;
        let bits = bits ^ bits << 2;
        let bits = bits ^ bits << 4;
        let bits = bits ^ bits << 8;
        let bits = bits ^ bits << 16;
        bits ^ bits << 32
    }
}

/// A block in registers, from which masks are made.
pub(crate) trait Block: Copy {
    /// The bytes equal to `byte`.
    fn equal(self, byte: u8) -> u64;

    /// The bytes above 127.
    fn non_ascii(self) -> u64;

    /// The stops: quotes, backslashes, control characters and bytes above 127.
    fn stops(self) -> u64;

    /// Whether a byte is equal to `byte`.
    fn contains(self, byte: u8) -> bool;

    /// False only if there are neither brackets nor backslashes. A backend may return true without
    /// them, if that takes fewer instructions.
    #[inline(always)]
    fn may_have_brackets(self) -> bool {
        let (opening, closing) = self.brackets();
        opening | closing | self.equal(b'\\') != 0
    }

    /// The opening brackets `{[`, and the closing ones `}]`.
    fn brackets(self) -> (u64, u64);

    /// The bitwise or of both blocks.
    fn or(self, other: Self) -> Self;
}

/// The position of the lowest bit; 64 if there is none.
#[inline(always)]
pub(crate) fn lowest_bit(bits: u64) -> usize {
    bits.trailing_zeros() as usize
}

/// `bits` without the lowest one.
#[inline(always)]
pub(crate) fn clear_lowest_bit(bits: u64) -> u64 {
    bits & bits.wrapping_sub(1)
}

/// All bits from `position` on, which is below 64.
#[inline(always)]
pub(crate) fn bits_from(position: usize) -> u64 {
    u64::MAX << (position % BLOCK_LEN)
}

/// All bits after `position`, which is below 64.
#[inline(always)]
pub(crate) fn bits_after(position: usize) -> u64 {
    (u64::MAX - 1) << (position % BLOCK_LEN)
}

/// The highest bit, copied to every bit.
#[inline(always)]
pub(crate) fn spread_highest_bit(bits: u64) -> u64 {
    (bits as i64 >> 63) as u64
}

/// The mask of the bytes that a backslash escapes, and 1 if the last byte of the block escapes the
/// first byte of the next one. `carry` is that 1 of the previous block.
///
/// In a run of backslashes, and after it, the bytes at an odd distance from its start are escaped.
/// If the run starts at an even position, these are at odd positions, else at even ones. Adding the
/// starts at odd positions to all backslashes clears the runs that begin there, since the carry
/// moves through them. The runs that begin at an even position remain, and there the pattern of
/// even positions is inverted. (Langdale and Lemire, section 3.1.1, in the shorter form of
/// simdjson's code.)
#[inline(always)]
pub(crate) fn escaped(backslashes: u64, carry: u64) -> (u64, u64) {
    const EVEN: u64 = 0x5555_5555_5555_5555;
    // A backslash that the previous block escapes begins no run.
    let backslashes = backslashes & !carry;
    let after = backslashes << 1 | carry;
    let odd_starts = backslashes & !EVEN & !after;
    let (even_runs, overflow) = odd_starts.overflowing_add(backslashes);
    ((EVEN ^ even_runs << 1) & after, u64::from(overflow))
}

/// The position of the bracket that closes the outermost of the `open` brackets that were open
/// before this block; 64 if none does.
#[inline(always)]
pub(crate) fn matching_close(opening: u64, closing: u64, open: u32) -> usize {
    // The subtraction borrows from each opening bracket up to the next closing one, and clears
    // that. So all brackets that close something from before this block remain, and maybe others.
    let mut unmatched = closing & closing.wrapping_sub(opening);
    if if open == 1 { unmatched == 0 } else { unmatched.count_ones() < open } {
        return BLOCK_LEN;
    }
    while unmatched != 0 {
        let close = lowest_bit(unmatched);
        let before = !bits_from(close);
        if open + (opening & before).count_ones() == (closing & before).count_ones() + 1 {
            return close;
        }
        unmatched = clear_lowest_bit(unmatched);
    }
    BLOCK_LEN
}
