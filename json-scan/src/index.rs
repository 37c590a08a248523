//! Indexes the members of an object, and of the objects nested in it under one key.
//!
//! Most members are alike: a short key, a colon, a short value, a comma. The fast path
//! ([`fast_path_members`]) reads such a member from the masks of one block and calls nothing. At
//! any other member it returns a [`FastPathExit`]; the slow path reads that member, and the fast
//! path continues at the next one. The crate's page explains the masks.

use crate::block::{
    BLOCK_LEN, Block, InstructionSet, PaddedBlock, bits_after, bits_from, block_of, clear_lowest_bit, lowest_bit,
    matching_close, spread_highest_bit,
};
use crate::key::{ESCAPED, Key, PREFIX};
use crate::object::{Member, ObjectIndex};
use crate::scan::Scan;
use crate::text::{PaddedTail, Text};
use crate::{MAX_DEPTH, MAX_LEVELS, bytewise::skip_whitespace, literal, plain, strings};

/// Indexes a text that is one object. `None` if it is not accepted.
#[inline(always)]
pub(crate) fn index_generic<I: InstructionSet>(
    isa: I,
    bytes: &[u8],
    nested: &Key<'_>,
    objects: &mut [ObjectIndex],
) -> Option<()> {
    objects.iter_mut().filter(|object| object.is_present()).for_each(ObjectIndex::clear);
    const { assert!(MAX_LEVELS + BLOCK_LEN <= MAX_DEPTH as usize) };
    let levels = objects.len().min(MAX_LEVELS);
    let levels = &mut Levels { bytes, objects: &mut objects[..levels], level: 0 };
    let start = skip_whitespace(bytes, 0);
    if bytes.get(start) != Some(&b'{') {
        return None;
    }
    let end = match levels.enter(start)? {
        Next::Member(at) => index_members(isa, nested, levels, at)?,
        Next::End(end) => end,
    };
    (skip_whitespace(bytes, end) == bytes.len()).then_some(())
}

/// On the fast path a key ends before this position, so that its value starts in the same block.
pub(crate) const LAST_KEY_END: usize = BLOCK_LEN - 3;

/// Indexes the outermost object, whose first key is at `at`, and the nested ones. Returns its end.
#[inline(always)]
fn index_members<I: InstructionSet>(
    isa: I,
    nested: &Key<'_>,
    levels: &mut Levels<'_, '_>,
    mut at: usize,
) -> Option<usize> {
    let mut tail = PaddedTail::new();
    tail.fill(levels.bytes);
    let scan = &mut Scan::new(isa, Text { bytes: levels.bytes, tail: &tail });
    loop {
        let object = levels.objects.get_mut(levels.level)?;
        let next = match fast_path_members(scan, nested, object, at as u32)? {
            FastPathExit::AfterValue(end) => levels.next(end)?,
            FastPathExit::Nested(member) => match levels.enter_fast_path(member) {
                Some(next) => next,
                None => slow_path_value(scan, nested, levels, member)?,
            },
            FastPathExit::LongValue(member, state) => long_value(scan, levels, member, state)?,
            FastPathExit::SlowMember(member) => slow_path_value(scan, nested, levels, member)?,
        };
        match next {
            Next::Member(next) => at = next,
            Next::End(end) => return scan.validate(levels.bytes.len()).ok().map(|()| end),
        }
    }
}

/// Why the fast path returns.
enum FastPathExit {
    /// A value ends here, and what follows is neither a comma nor a key.
    AfterValue(usize),
    /// The nested object may start here, with a key right after its bracket.
    Nested(Member),
    /// The value of this member does not end in the block of its key, or has escapes or characters
    /// beyond ASCII. If it is an object or a list, its first block may have been read.
    LongValue(Member, Option<ContainerState>),
    /// The slow path must read the value of this member: its key may be the nested one, its key is
    /// long or has an escape, or more than one space is before the value.
    SlowMember(Member),
}

/// The fast path: indexes the members of one object from the one at `at` on.
///
/// It reads a member by the stops of its block, as long as all of them are quotes.
#[inline(always)]
fn fast_path_members<I: InstructionSet>(
    scan: &mut Scan<'_, I>,
    nested: &Key<'_>,
    object: &mut ObjectIndex,
    mut at: u32,
) -> Option<FastPathExit> {
    let text = scan.text;
    loop {
        // The block starts at the opening quote of a key, which is the first stop.
        let padded = text.padded_block(at as usize)?;
        let prefix = u64::from_le_bytes(*padded[1..].first_chunk::<PREFIX>()?);
        let stops = clear_lowest_bit(scan.isa.load(block_of(padded)).stops());
        let close = lowest_bit(stops);
        if close >= LAST_KEY_END || padded[close..].first_chunk() != Some(b"\":") {
            return read_key(scan, at as usize, object).map(FastPathExit::SlowMember);
        }
        // One space after the colon is common.
        let value = close + 2 + usize::from(padded[close + 2] == b' ');
        let member = |value_end| Member { prefix, key: at + 1, value: at + value as u32, value_end };
        if nested.matches(prefix) {
            let is_fast_path = nested.is_short() && padded[value..].first_chunk() == Some(b"{\"");
            return Some(if is_fast_path {
                FastPathExit::Nested(member(0))
            } else {
                FastPathExit::SlowMember(member(0))
            });
        }
        let stops = clear_lowest_bit(stops);
        let mut state = None;
        let end = 'value_end: {
            match padded[value] {
                b'"' => {
                    // If no stop follows in the block, the byte after it may be the closing quote.
                    let close = lowest_bit(clear_lowest_bit(stops));
                    if padded[close] == b'"' {
                        break 'value_end close + 1;
                    }
                }
                b'{' | b'[' => match container_in_first_block(scan.isa, padded, stops, at as usize, value) {
                    FirstBlock::Complete(end) => break 'value_end end,
                    FirstBlock::Partial(read) => state = Some(read),
                    FirstBlock::NotCounted => {}
                },
                _ => {
                    let end = literal::end_in(padded, value);
                    if (1..=BLOCK_LEN).contains(&end) {
                        break 'value_end end;
                    }
                }
            }
            // A call here would slow down each member: the loop needs most of the registers.
            return Some(if padded[value] > b' ' {
                FastPathExit::LongValue(member(0), state)
            } else {
                FastPathExit::SlowMember(member(0))
            });
        };
        let value_end = at + end as u32;
        object.push(member(value_end));
        if padded[end..].first_chunk() == Some(b",\"") {
            at = value_end + 1;
        } else if padded[end..].first_chunk() == Some(b", \"") {
            at = value_end + 2;
        } else {
            let next = if padded[end] == b',' { key_after(text.bytes, value_end as usize + 1) } else { None };
            match next {
                Some(next) => at = next as u32,
                None => return Some(FastPathExit::AfterValue(value_end as usize)),
            }
        }
    }
}

/// Completes a member that the fast path left as a [`FastPathExit::LongValue`].
#[inline(always)]
fn long_value<I: InstructionSet>(
    scan: &mut Scan<'_, I>,
    levels: &mut Levels<'_, '_>,
    member: Member,
    first_block: Option<ContainerState>,
) -> Option<Next> {
    let second_block = match first_block {
        Some(state) => I::second_block(scan, state),
        None => Err(ContainerState::at_start(member.value as usize)),
    };
    let end = match second_block {
        Ok(end) => end,
        Err(state) => I::value(scan, member.value as usize, levels.level as u32 + 1, state)?,
    };
    levels.objects.get_mut(levels.level)?.push(Member { value_end: end as u32, ..member });
    if scan.text.bytes.get(end..end + 2) == Some(b",\"") {
        return Some(Next::Member(end + 1));
    }
    levels.next(end)
}

/// The slow path: a member whose key has been read, with any value and any whitespace.
#[cold]
#[inline(never)]
fn slow_path_value<I: InstructionSet>(
    scan: &mut Scan<'_, I>,
    nested: &Key<'_>,
    levels: &mut Levels<'_, '_>,
    member: Member,
) -> Option<Next> {
    let bytes = scan.text.bytes;
    let start = skip_whitespace(bytes, member.value as usize);
    let member = Member { value: start as u32, ..member };
    let (object, inner) = levels.objects.get_mut(levels.level..)?.split_first_mut()?;
    if member.is(bytes, nested) {
        // If the nested key occurs twice, the last member counts.
        if inner.first().is_some_and(ObjectIndex::is_present) {
            inner.iter_mut().filter(|object| object.is_present()).for_each(ObjectIndex::clear);
        }
        if bytes.get(start) == Some(&b'{') && !inner.is_empty() {
            object.push(member);
            levels.level += 1;
            return match levels.enter(start)? {
                Next::End(end) => levels.leave(end),
                next => Some(next),
            };
        }
    }
    let end = I::value(scan, start, levels.level as u32 + 1, ContainerState::at_start(start))?;
    object.push(Member { value_end: end as u32, ..member });
    levels.next(end)
}

/// The index of each level of nesting, and the level whose members are being read.
struct Levels<'o, 't> {
    bytes: &'t [u8],
    objects: &'o mut [ObjectIndex],
    level: usize,
}

/// Where indexing continues.
enum Next {
    /// At the opening quote of the next key, which may be in an outer object.
    Member(usize),
    /// An object ends here. If `next` or `leave` returns this, it is the outermost one.
    End(usize),
}

impl Levels<'_, '_> {
    /// Enters the object that starts at `start`.
    #[inline(always)]
    fn enter(&mut self, start: usize) -> Option<Next> {
        self.objects.get_mut(self.level)?.set_present();
        let at = skip_whitespace(self.bytes, start + 1);
        match self.bytes.get(at)? {
            b'"' => Some(Next::Member(at)),
            b'}' => Some(Next::End(at + 1)),
            _ => None,
        }
    }

    /// Enters the nested object that is the value of `member`, if it is the first one in its
    /// object, and there is another level to index.
    #[inline(always)]
    fn enter_fast_path(&mut self, member: Member) -> Option<Next> {
        let [object, inner, ..] = self.objects.get_mut(self.level..)? else { return None };
        if inner.is_present() {
            return None;
        }
        object.push(member);
        inner.set_present();
        self.level += 1;
        Some(Next::Member(member.value as usize + 1))
    }

    /// From the end of a value to the next member.
    #[inline(always)]
    fn next(&mut self, mut end: usize) -> Option<Next> {
        loop {
            let at = skip_whitespace(self.bytes, end);
            match self.bytes.get(at)? {
                b',' => {
                    return key_after(self.bytes, at + 1).map(Next::Member);
                }
                b'}' => {
                    end = at + 1;
                    if self.level == 0 {
                        return Some(Next::End(end));
                    }
                    self.level -= 1;
                    self.objects.get_mut(self.level)?.end_last(end);
                }
                _ => return None,
            }
        }
    }

    /// Leaves the object whose members were read, which ends at `end`.
    fn leave(&mut self, end: usize) -> Option<Next> {
        self.level -= 1;
        self.objects.get_mut(self.level)?.end_last(end);
        self.next(end)
    }
}

/// The position of the opening quote of the next key. `at` is the position after a comma.
#[inline(always)]
fn key_after(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = skip_whitespace(bytes, at);
    if bytes.get(quote) == Some(&b'"') { Some(quote) } else { None }
}

/// What one block contains of an object or list that starts in it.
enum FirstBlock {
    /// All of it; it ends here.
    Complete(usize),
    /// Its beginning.
    Partial(ContainerState),
    /// Unknown: a stop in the block is not a quote, and escapes are not handled here.
    NotCounted,
}

/// What a scan of an object or list carries from one block to the next.
#[derive(Clone, Copy)]
pub(crate) struct ContainerState {
    /// The position from which on nothing has been read.
    pub(crate) next: usize,
    /// The number of brackets of the container that are open before `next`.
    pub(crate) open: u32,
    /// All ones if `next` is inside a string, else 0.
    pub(crate) in_string: u64,
}

impl ContainerState {
    /// Only the first byte of the value at `start` has been read.
    #[inline(always)]
    fn at_start(start: usize) -> Self {
        Self { next: start + 1, open: 1, in_string: 0 }
    }
}

/// Scans the object or list that starts at byte `value` of the block at `at`.
///
/// `quotes` are the stops of the block after `value`.
#[inline(always)]
fn container_in_first_block<I: InstructionSet>(
    isa: I,
    padded: &PaddedBlock,
    quotes: u64,
    at: usize,
    value: usize,
) -> FirstBlock {
    let block = isa.load(block_of(padded));
    let inside = isa.prefix_xor(quotes);
    let outside = bits_after(value) & !inside;
    let (opening, closing) = block.brackets();
    let (opening, closing) = (opening & outside, closing & outside);
    let close = matching_close(opening, closing, 1);
    let special = (block.equal(b'"') ^ quotes) & bits_after(value);
    if close < BLOCK_LEN && special & !bits_from(close) == 0 {
        return FirstBlock::Complete(close + 1);
    }
    if close < BLOCK_LEN || special != 0 {
        return FirstBlock::NotCounted;
    }
    let open = 1 + opening.count_ones() - closing.count_ones();
    FirstBlock::Partial(ContainerState { next: at + BLOCK_LEN, open, in_string: spread_highest_bit(inside) })
}

/// Reads any key, whose opening quote is at `at`, and finds the start of its value.
///
/// A key is checked against the whole grammar of strings, since every look-up reads it.
#[inline(always)]
fn read_key<I>(scan: &mut Scan<'_, I>, at: usize, object: &mut ObjectIndex) -> Option<Member> {
    let bytes = scan.text.bytes;
    let (member, is_ascii) = read_key_of(bytes, at)?;
    if member.is_escaped() {
        object.expect_escape();
    }
    scan.non_ascii |= u64::from(!is_ascii);
    Some(member)
}

#[cold]
#[inline(never)]
fn read_key_of(bytes: &[u8], at: usize) -> Option<(Member, bool)> {
    let end = strings::string_end(bytes, at + 1)?;
    let raw = bytes.get(at + 1..end - 1)?;
    let prefix = if plain::is_plain(raw) {
        let mut prefix = [0; PREFIX];
        let known = PREFIX.min(end - at - 1);
        prefix[..known].copy_from_slice(&bytes[at + 1..at + 1 + known]);
        u64::from_le_bytes(prefix)
    } else {
        strings::name_of(raw)?;
        ESCAPED
    };
    let colon = skip_whitespace(bytes, end);
    let value = skip_whitespace(bytes, colon + 1);
    let member = Member { prefix, key: at as u32 + 1, value: value as u32, value_end: 0 };
    (bytes.get(colon) == Some(&b':')).then_some((member, raw.is_ascii()))
}
