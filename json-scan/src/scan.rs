//! The ends of strings, objects and lists that are longer than a block.

use crate::block::{BLOCK, Block, InstructionSet, block_of, closing_of, escaped, lowest, spread_highest};
use crate::index::Part;
use crate::repeats::RepeatCache;
use crate::window::Text;
use crate::{Invalid, MAX_DEPTH, bytewise, literal};

/// What is known of a text while it is scanned.
pub(crate) struct Scan<'t, I> {
    pub(crate) isa: I,
    pub(crate) text: Text<'t>,
    /// Not zero if a block since `checked` may have bytes that are not ASCII.
    pub(crate) non_ascii: u64,
    /// Everything before is UTF-8, or equal to something before it that was scanned.
    checked: usize,
    repeats: RepeatCache,
}

impl<'t, I: InstructionSet> Scan<'t, I> {
    #[inline(always)]
    pub(crate) fn new(isa: I, text: Text<'t>) -> Self {
        Self { isa, text, non_ascii: 0, checked: 0, repeats: RepeatCache::default() }
    }

    /// The end of the value that starts at `start`. `depth` brackets are open around it, and `part`
    /// of it has been read.
    #[inline(always)]
    pub(crate) fn value_generic(&mut self, start: usize, depth: u32, part: Part) -> Option<usize> {
        match self.text.bytes.get(start)? {
            b'"' => self.string(start),
            b'{' | b'[' => self.container(start, depth, part),
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
        let mut all = self.isa.load(&[0; BLOCK]);
        let mut rest = bytes.get(start + 1..)?;
        let end = loop {
            let (block, after) = self.next_block(rest)?;
            all = all.or(block);
            if block.contains(b'"') {
                let at = bytes.len() - rest.len();
                let (escaped, _) = escaped(block.equal(b'\\'), odd_backslashes(bytes, start, at));
                let quotes = block.equal(b'"') & !escaped;
                if quotes != 0 {
                    break at + lowest(quotes) + 1;
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
    fn container(&mut self, start: usize, depth: u32, part: Part) -> Option<usize> {
        if let Some(end) = self.repeated(start, depth)? {
            return Some(end);
        }
        let mut all = self.isa.load(&[0; BLOCK]);
        let mut rest = self.text.bytes.get(part.next..)?;
        // The number of open brackets of the container; all ones if a block starts inside a string;
        // 1 if its first byte is escaped.
        let (mut open, mut quoted, mut carry) = (part.open, part.quoted, 0);
        // With so many open brackets before it, a block may be too deep. `part` is at most two
        // blocks: if fewer than `limit` are open after it, at most 90 - depth / 2 were open in it,
        // which is not too deep even `SLACK` brackets deeper.
        let limit = (MAX_DEPTH - BLOCK as u32 - SLACK).saturating_sub(depth);
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
                // Numbers, for example. Nothing of what is kept changes.
                rest = after;
                continue;
            }
            let inside = self.isa.prefix_xor(quotes) ^ quoted;
            let (opening, closing) = block.brackets();
            let (opening, closing) = (opening & !inside, closing & !inside);
            if open >= limit {
                // Such containers are rare.
                return self.deep_container(start, depth);
            }
            // A backslash outside of strings is no JSON; there it is open whether a quote after it
            // counts.
            let stray = backslashes & !inside;
            let closed = closing.count_ones();
            if closed >= open {
                let close = closing_of(opening, closing, open);
                if lowest(stray) < close {
                    return None;
                }
                if close < BLOCK {
                    break close;
                }
            } else if stray != 0 {
                return None;
            }
            open = open + opening.count_ones() - closed;
            quoted = spread_highest(inside);
            rest = after;
        };
        let end = self.text.bytes.len() - rest.len() + close + 1;
        self.non_ascii |= all.non_ascii();
        self.repeats.note(start, end, depth + SLACK);
        Some(end)
    }

    /// The end of an object or list of which the first block has been read, if it ends in the
    /// second one; else how much of it is known after that.
    ///
    /// It is one round of the loop in [`container`](Self::container), in which most of those end
    /// that do not end in their first block. In two blocks no more than [`BLOCK`] brackets are open
    /// at once, which is not too deep on any level. A value of this length is not remembered.
    #[inline(always)]
    pub(crate) fn second_block_generic(&mut self, part: Part) -> Result<usize, Part> {
        let Some(window) = self.text.window(part.next) else { return Err(part) };
        let block = self.isa.load(block_of(window));
        if block.contains(b'\\') {
            return Err(part);
        }
        let inside = self.isa.prefix_xor(block.equal(b'"')) ^ part.quoted;
        let (opening, closing) = block.brackets();
        let (opening, closing) = (opening & !inside, closing & !inside);
        self.non_ascii |= block.non_ascii();
        let closed = closing.count_ones();
        if closed >= part.open {
            let close = closing_of(opening, closing, part.open);
            if close < BLOCK {
                return Ok(part.next + close + 1);
            }
        }
        let open = part.open + opening.count_ones() - closed;
        Err(Part { next: part.next + BLOCK, open, quoted: spread_highest(inside) })
    }

    /// The first block of `rest`, filled up with blanks, and what follows it.
    #[inline(always)]
    fn next_block<'r>(&self, rest: &'r [u8]) -> Option<(I::Block, &'r [u8])> {
        match rest.split_first_chunk() {
            Some((block, after)) => Some((self.isa.load(block), after)),
            None => Some((self.isa.load(&last_block(rest)?), &[])),
        }
    }

    /// The same bracket by bracket, as far as nesting is allowed.
    #[inline(never)]
    fn deep_container(&mut self, start: usize, depth: u32) -> Option<usize> {
        let end = bytewise::container_end(self.text.bytes, start, depth)?;
        self.non_ascii = 1;
        self.repeats.note(start, end, depth);
        Some(end)
    }

    /// Where the value at `start` ends, if an equal one was scanned.
    #[inline(always)]
    fn repeated(&mut self, start: usize, depth: u32) -> Option<Option<usize>> {
        let Some(end) = self.repeats.lookup(self.text.bytes, start, depth) else { return Some(None) };
        self.check(start).ok()?;
        self.checked = end;
        Some(Some(end))
    }

    /// Checks that what was scanned up to `end` is UTF-8.
    #[inline(always)]
    pub(crate) fn check(&mut self, end: usize) -> Result<(), Invalid> {
        if self.non_ascii != 0 {
            self.non_ascii = 0;
            return check_utf8(&self.text.bytes[self.checked..end]);
        }
        Ok(())
    }
}

#[inline(never)]
fn check_utf8(bytes: &[u8]) -> Result<(), Invalid> {
    crate::plain::validate_utf8(bytes).map(drop).ok_or(Invalid)
}

/// 1 if the number of backslashes just before `at` is odd, counted back to `start`.
///
/// A string's backslashes are counted once, however many blocks ask: the block at `at` has a quote
/// in it, where the next count ends.
#[inline(never)]
fn odd_backslashes(text: &[u8], start: usize, at: usize) -> u64 {
    let run = text[start..at].iter().rev().take_while(|byte| **byte == b'\\').count();
    run as u64 % 2
}

/// Less than a block, filled up with blanks; `None` if there is nothing.
#[inline(never)]
fn last_block(rest: &[u8]) -> Option<[u8; BLOCK]> {
    if rest.is_empty() {
        return None;
    }
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    Some(block)
}

/// So much deeper than where it was scanned a value may occur again and be known not to be nested
/// too deep.
const SLACK: u32 = 8;
