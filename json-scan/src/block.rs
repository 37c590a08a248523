//! What a processor must do with a block of 64 bytes: turn it into bit masks.
//!
//! Bit `n` of a mask is set or not for byte `n` of the block. Everything outside of `backend` works
//! on these masks.

use crate::index::Part;
use crate::key::Key;
use crate::object::ObjectIndex;
use crate::scan::Scan;
use crate::small;

/// The bytes of a block, one for each bit of a mask.
pub(crate) const BLOCK: usize = 64;

/// The bytes that are visible from a block: the block and what follows it.
///
/// A position in the block may be looked past by up to 16 bytes without a bounds check.
pub(crate) const WINDOW: usize = BLOCK + 16;

/// A block, and what may be read after it.
pub(crate) type Window = [u8; WINDOW];

/// The block at the start of a window.
#[inline(always)]
pub(crate) fn block_of(window: &Window) -> &[u8; BLOCK] {
    const { assert!(WINDOW >= BLOCK) };
    match window.first_chunk() {
        Some(block) => block,
        None => &[0; BLOCK],
    }
}

/// A set of instructions that is available. A value of such a type is the proof that they are.
///
/// The functions from `index` on are generic code that is compiled for these instructions, so that
/// everything in them is inlined.
pub(crate) trait InstructionSet: Copy {
    /// A block in registers.
    type Block: Block;

    /// [`index_generic`](crate::index::index_generic).
    fn index(self, text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Option<()>;

    /// [`find_in_generic`](crate::small::find_in_generic).
    fn find_in(self, window: &Window, key: &Key<'_>) -> small::Found;

    /// [`Scan::second_block_generic`].
    fn second_block(scan: &mut Scan<'_, Self>, part: Part) -> Result<usize, Part>;

    /// [`Scan::value_generic`].
    fn value(scan: &mut Scan<'_, Self>, start: usize, depth: u32, part: Part) -> Option<usize>;

    /// Loads a block.
    fn load(self, block: &[u8; BLOCK]) -> Self::Block;

    /// Bit `n` of the result is the parity of the bits `0..=n`.
    ///
    /// Where the bits are quotes, the result has a bit for each byte of a string: from the opening
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

/// Sixty-four bytes, of which masks can be made.
pub(crate) trait Block: Copy {
    /// The bytes equal to `byte`.
    fn equal(self, byte: u8) -> u64;

    /// The bytes above 127.
    fn non_ascii(self) -> u64;

    /// The quotes, and every byte that is special in a string: backslashes, control characters and
    /// bytes above 127.
    fn stops(self) -> u64;

    /// Whether a byte is equal to `byte`.
    fn contains(self, byte: u8) -> bool;

    /// False only if there are neither brackets nor backslashes. May be true without them, where
    /// that takes fewer instructions.
    #[inline(always)]
    fn may_have_brackets(self) -> bool {
        let (opening, closing) = self.brackets();
        opening | closing | self.equal(b'\\') != 0
    }

    /// The opening brackets `{[`, and the closing ones `}]`.
    fn brackets(self) -> (u64, u64);

    /// The bitwise or of each byte with the other block's.
    fn or(self, other: Self) -> Self;
}

/// The position of the lowest bit; 64 if there is none.
#[inline(always)]
pub(crate) fn lowest(bits: u64) -> usize {
    bits.trailing_zeros() as usize
}

/// `bits` without the lowest one.
#[inline(always)]
pub(crate) fn without_lowest(bits: u64) -> u64 {
    bits & bits.wrapping_sub(1)
}

/// All bits from `position` on, which is below 64.
#[inline(always)]
pub(crate) fn from(position: usize) -> u64 {
    u64::MAX << (position % BLOCK)
}

/// All bits after `position`, which is below 64.
#[inline(always)]
pub(crate) fn after(position: usize) -> u64 {
    (u64::MAX - 1) << (position % BLOCK)
}

/// Every bit equal to the highest one.
#[inline(always)]
pub(crate) fn spread_highest(bits: u64) -> u64 {
    (bits as i64 >> 63) as u64
}

/// The bytes that a backslash escapes, and 1 if it escapes the first byte of the next block.
///
/// `carry` is the 1 of the block before. A run of backslashes escapes the byte after it if its
/// length is odd. Adding the starts of the runs that begin at an odd position to all backslashes
/// carries past the end of just these runs; so the position after a run tells whether it begins at
/// an odd position, and together with its own parity, whether the length is odd (simdjson, "Parsing
/// Gigabytes of JSON per Second", section 3.1.1).
#[inline(always)]
pub(crate) fn escaped(backslashes: u64, carry: u64) -> (u64, u64) {
    const EVEN: u64 = 0x5555_5555_5555_5555;
    // A backslash that is itself escaped by the block before begins no run.
    let backslashes = backslashes & !carry;
    let after = backslashes << 1 | carry;
    let odd_starts = backslashes & !EVEN & !after;
    let (ends, beyond) = odd_starts.overflowing_add(backslashes);
    ((EVEN ^ ends << 1) & after, u64::from(beyond))
}

/// Which of the closing brackets of a block closes the last of the brackets that were open before
/// it; 64 if none does.
#[inline(always)]
pub(crate) fn closing_of(opening: u64, closing: u64, open: u32) -> usize {
    // The subtraction borrows from an opening bracket up to the next closing one and takes that
    // away. What is left are the brackets that close something from before this block, and some
    // others.
    let mut unmatched = closing & closing.wrapping_sub(opening);
    if if open == 1 { unmatched == 0 } else { unmatched.count_ones() < open } {
        return BLOCK;
    }
    while unmatched != 0 {
        let close = lowest(unmatched);
        let before = !from(close);
        if open + (opening & before).count_ones() == (closing & before).count_ones() + 1 {
            return close;
        }
        unmatched = without_lowest(unmatched);
    }
    BLOCK
}
