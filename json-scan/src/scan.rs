//! Finds the ends of strings, objects and lists that are longer than a block.
//!
//! A value that is not indexed need not be parsed: for a string the scan finds the first unescaped
//! quote, for an object or a list it counts brackets outside of strings, 64 bytes at a time. A
//! value that is equal to one that was scanned is not scanned again ([`RepeatCache`]).
//!
//! The scan collects in `non_ascii` whether a block had a byte above 127. Before it skips a
//! repeated value, and at the end, it validates the bytes since the last validation.

use crate::block::{
    BLOCK_LEN, Block, InstructionSet, block_of, escaped, lowest_bit, matching_close, spread_highest_bit,
};
use crate::index::ContainerState;
use crate::repeats::RepeatCache;
use crate::text::Text;
use crate::{Invalid, MAX_DEPTH, bytewise, literal};

/// The state of the scan of one text.
pub(crate) struct Scan<'t, I> {
    pub(crate) isa: I,
    pub(crate) text: Text<'t>,
    /// Not zero if a block after `validated` may have bytes that are not ASCII.
    pub(crate) non_ascii: u64,
    /// Everything before this position is UTF-8, or a repeated value.
    validated: usize,
    repeats: RepeatCache,
}

impl<'t, I: InstructionSet> Scan<'t, I> {
    #[inline(always)]
    pub(crate) fn new(isa: I, text: Text<'t>) -> Self {
        Self { isa, text, non_ascii: 0, validated: 0, repeats: RepeatCache::default() }
    }

    /// The end of the value that starts at `start`. `depth` brackets are open around it. `state`
    /// says how much of it has been read.
    #[inline(always)]
    pub(crate) fn value_generic(&mut self, start: usize, depth: u32, state: ContainerState) -> Option<usize> {
        match self.text.bytes.get(start)? {
            b'"' => self.string(start),
            b'{' | b'[' => self.container(start, depth, state),
            _ => literal::end(self.text.bytes, start),
        }
    }

    /// The end of the string that starts at `start`.
    #[inline(always)]
    fn string(&mut self, start: usize) -> Option<usize> {
        if let Some(end) = self.repeated(start, 0)? {
            return Some(end);
        }
        let bytes = self.text.bytes;
        let mut all = self.isa.load(&[0; BLOCK_LEN]);
        let mut rest = bytes.get(start + 1..)?;
        let end = loop {
            let (block, after) = self.next_block(rest)?;
            all = all.or(block);
            if block.contains(b'"') {
                let at = bytes.len() - rest.len();
                let (escaped, _) = escaped(block.equal(b'\\'), odd_backslashes(bytes, start, at));
                let quotes = block.equal(b'"') & !escaped;
                if quotes != 0 {
                    break at + lowest_bit(quotes) + 1;
                }
            }
            rest = after;
        };
        self.non_ascii |= all.non_ascii();
        self.repeats.note(start, end, MAX_DEPTH);
        Some(end)
    }

    /// The end of the object or list that starts at `start`. `depth` brackets are open around it.
    #[inline(always)]
    fn container(&mut self, start: usize, depth: u32, state: ContainerState) -> Option<usize> {
        if let Some(end) = self.repeated(start, depth)? {
            return Some(end);
        }
        let mut all = self.isa.load(&[0; BLOCK_LEN]);
        let mut rest = self.text.bytes.get(state.next..)?;
        // `carry` is 1 if the first byte of a block is escaped.
        let (mut open, mut in_string, mut carry) = (state.open, state.in_string, 0);
        // With at least `limit` open brackets before it, a block may exceed the depth limit.
        // `state` covers at most two blocks: if fewer than `limit` are open after them, at most
        // 90 - depth / 2 were open inside, which is not too deep even `DEPTH_SLACK` levels deeper.
        let limit = (MAX_DEPTH - BLOCK_LEN as u32 - DEPTH_SLACK).saturating_sub(depth);
        let close = loop {
            let (block, after) = self.next_block(rest)?;
            all = all.or(block);
            let mut quotes = block.equal(b'"');
            let mut backslashes = 0;
            if carry != 0 || block.contains(b'\\') {
                backslashes = block.equal(b'\\');
                let escapes = escaped(backslashes, carry);
                quotes &= !escapes.0;
                carry = escapes.1;
            }
            if quotes == 0 && !block.may_have_brackets() {
                // A block of numbers, for example. The carried state does not change.
                rest = after;
                continue;
            }
            let inside = self.isa.prefix_xor(quotes) ^ in_string;
            let (opening, closing) = block.brackets();
            let (opening, closing) = (opening & !inside, closing & !inside);
            if open >= limit {
                // Such containers are rare.
                return self.deep_container(start, depth);
            }
            // A backslash outside of strings is invalid. It must be refused here, because `escaped`
            // has ignored a quote after it.
            let stray = backslashes & !inside;
            let closed = closing.count_ones();
            if closed >= open {
                let close = matching_close(opening, closing, open);
                if lowest_bit(stray) < close {
                    return None;
                }
                if close < BLOCK_LEN {
                    break close;
                }
            } else if stray != 0 {
                return None;
            }
            open = open + opening.count_ones() - closed;
            in_string = spread_highest_bit(inside);
            rest = after;
        };
        let end = self.text.bytes.len() - rest.len() + close + 1;
        self.non_ascii |= all.non_ascii();
        self.repeats.note(start, end, depth + DEPTH_SLACK);
        Some(end)
    }

    /// The end of an object or list of which the first block has been read, if it ends in the
    /// second one; else the state after the second block.
    ///
    /// Most containers that are longer than one block end here. It is one round of the loop in
    /// [`container`](Self::container), without look-up of repeated values, for which two blocks are
    /// too short. In two blocks no more than [`BLOCK_LEN`] brackets can be open at once if the
    /// container ends there, so the depth limit needs no check.
    #[inline(always)]
    pub(crate) fn second_block_generic(&mut self, state: ContainerState) -> Result<usize, ContainerState> {
        let Some(padded) = self.text.padded_block(state.next) else { return Err(state) };
        let block = self.isa.load(block_of(padded));
        if block.contains(b'\\') {
            return Err(state);
        }
        let inside = self.isa.prefix_xor(block.equal(b'"')) ^ state.in_string;
        let (opening, closing) = block.brackets();
        let (opening, closing) = (opening & !inside, closing & !inside);
        self.non_ascii |= block.non_ascii();
        let closed = closing.count_ones();
        if closed >= state.open {
            let close = matching_close(opening, closing, state.open);
            if close < BLOCK_LEN {
                return Ok(state.next + close + 1);
            }
        }
        let open = state.open + opening.count_ones() - closed;
        Err(ContainerState { next: state.next + BLOCK_LEN, open, in_string: spread_highest_bit(inside) })
    }

    /// The first block of `rest`, padded with spaces, and the bytes after it.
    #[inline(always)]
    fn next_block<'r>(&self, rest: &'r [u8]) -> Option<(I::Block, &'r [u8])> {
        match rest.split_first_chunk() {
            Some((block, after)) => Some((self.isa.load(block), after)),
            None => Some((self.isa.load(&last_block(rest)?), &[])),
        }
    }

    /// As [`container`](Self::container), bracket by bracket, with an exact check of the depth.
    #[inline(never)]
    fn deep_container(&mut self, start: usize, depth: u32) -> Option<usize> {
        let end = bytewise::container_end(self.text.bytes, start, depth)?;
        self.non_ascii = 1;
        self.repeats.note(start, end, depth);
        Some(end)
    }

    /// The end of the value at `start`, if an equal one was scanned.
    #[inline(always)]
    fn repeated(&mut self, start: usize, depth: u32) -> Option<Option<usize>> {
        let Some(end) = self.repeats.lookup(self.text.bytes, start, depth) else { return Some(None) };
        self.validate(start).ok()?;
        self.validated = end;
        Some(Some(end))
    }

    /// Validates as UTF-8 what was scanned up to `end`.
    #[inline(always)]
    pub(crate) fn validate(&mut self, end: usize) -> Result<(), Invalid> {
        if self.non_ascii != 0 {
            self.non_ascii = 0;
            return validate_utf8(&self.text.bytes[self.validated..end]);
        }
        Ok(())
    }
}

#[inline(never)]
fn validate_utf8(bytes: &[u8]) -> Result<(), Invalid> {
    crate::plain::validate_utf8(bytes).map(drop).ok_or(Invalid)
}

/// 1 if the number of backslashes just before `at` is odd, counted back to `start`.
///
/// This is linear over a whole string: the block at `at` has a quote, where the next count stops.
#[inline(never)]
fn odd_backslashes(text: &[u8], start: usize, at: usize) -> u64 {
    let run = text[start..at].iter().rev().take_while(|byte| **byte == b'\\').count();
    run as u64 % 2
}

/// The last bytes of a text, padded with spaces to a block; `None` if there are none.
#[inline(never)]
fn last_block(rest: &[u8]) -> Option<[u8; BLOCK_LEN]> {
    if rest.is_empty() {
        return None;
    }
    let mut block = [b' '; BLOCK_LEN];
    block[..rest.len()].copy_from_slice(rest);
    Some(block)
}

/// How many levels deeper than the scanned value an equal one may be without another check of the
/// depth limit.
const DEPTH_SLACK: u32 = 8;
