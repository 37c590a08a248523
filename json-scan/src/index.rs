//! The walk over the members of an object.

use crate::block::{
    BLOCK, Block, InstructionSet, Window, after, block_of, closing_of, from, lowest, spread_highest, without_lowest,
};
use crate::key::{ESCAPED, Key, PREFIX};
use crate::object::{Member, ObjectIndex};
use crate::scan::Scan;
use crate::window::{Tail, Text};
use crate::{MAX_DEPTH, MAX_LEVELS, bytewise::skip_whitespace, literal, plain, strings};

/// Indexes a text that is an object and nothing else. `None` where it breaks the grammar.
#[inline(always)]
pub(crate) fn index_generic<I: InstructionSet>(
    isa: I,
    bytes: &[u8],
    nested: &Key<'_>,
    objects: &mut [ObjectIndex],
) -> Option<()> {
    objects.iter_mut().filter(|object| object.is_present()).for_each(ObjectIndex::clear);
    const { assert!(MAX_LEVELS + BLOCK <= MAX_DEPTH as usize) };
    let levels = objects.len().min(MAX_LEVELS);
    let levels = &mut Levels { bytes, objects: &mut objects[..levels], level: 0 };
    let start = skip_whitespace(bytes, 0);
    if bytes.get(start) != Some(&b'{') {
        return None;
    }
    let end = match levels.enter(start)? {
        Next::Member(at) => walk(isa, nested, levels, at)?,
        Next::End(end) => end,
    };
    (skip_whitespace(bytes, end) == bytes.len()).then_some(())
}

/// In a usual member the key ends before, so that its value starts in the same block.
pub(crate) const LAST_KEY_END: usize = BLOCK - 3;

/// Goes over the members of the object at the start of the text, and of the nested ones. Gives its
/// end.
///
/// In a window the members are read by its stops as long as these are all quotes; what does not fit
/// or is special is left to functions that take more time.
#[inline(always)]
fn walk<I: InstructionSet>(isa: I, nested: &Key<'_>, levels: &mut Levels<'_, '_>, mut at: usize) -> Option<usize> {
    let mut tail = Tail::blank();
    tail.fill(levels.bytes);
    let scan = &mut Scan::new(isa, Text { bytes: levels.bytes, tail: &tail });
    loop {
        let object = levels.objects.get_mut(levels.level)?;
        let next = match usual_members(scan, nested, object, at as u32)? {
            Stop::After(end) => levels.next(end)?,
            Stop::Nested(member) => match levels.enter_usual(member) {
                Some(next) => next,
                None => unusual_value(scan, nested, levels, member)?,
            },
            Stop::Value(member, part) => long_value(scan, levels, member, part)?,
            Stop::Member(member) => unusual_value(scan, nested, levels, member)?,
        };
        match next {
            Next::Member(next) => at = next,
            Next::End(end) => return scan.check(levels.bytes.len()).ok().map(|()| end),
        }
    }
}

/// Where the walk over usual members stops.
enum Stop {
    /// A value ends here, and what follows is not just a comma and a key.
    After(usize),
    /// The nested object may start here, with a key right after its bracket.
    Nested(Member),
    /// The value of this member does not end in its window, or it is unusual. If it is an object or
    /// a list, its first block may have been read.
    Value(Member, Option<Part>),
    /// The value of this member is nested, or there is more whitespace before it.
    Member(Member),
}

/// Goes over the members of one object from the one at `at` on, as long as they are usual.
#[inline(always)]
fn usual_members<I: InstructionSet>(
    scan: &mut Scan<'_, I>,
    nested: &Key<'_>,
    object: &mut ObjectIndex,
    mut at: u32,
) -> Option<Stop> {
    let text = scan.text;
    loop {
        // The window starts at the opening quote of a key, which is the first stop.
        let window = text.window(at as usize)?;
        let prefix = u64::from_le_bytes(*window[1..].first_chunk::<PREFIX>()?);
        let stops = without_lowest(scan.isa.load(block_of(window)).stops());
        let close = lowest(stops);
        if close >= LAST_KEY_END || window[close..].first_chunk() != Some(b"\":") {
            return read_key(scan, at as usize, object).map(Stop::Member);
        }
        // One blank after the colon is usual, too.
        let value = close + 2 + usize::from(window[close + 2] == b' ');
        let member = |value_end| Member { prefix, key: at + 1, value: at + value as u32, value_end };
        if nested.matches(prefix) {
            let is_usual = nested.is_short() && window[value..].first_chunk() == Some(b"{\"");
            return Some(if is_usual { Stop::Nested(member(0)) } else { Stop::Member(member(0)) });
        }
        let stops = without_lowest(stops);
        let mut part = None;
        let end = 'usual: {
            match window[value] {
                b'"' => {
                    // If no stop follows in the block, the byte after it may be the closing quote.
                    let close = lowest(without_lowest(stops));
                    if window[close] == b'"' {
                        break 'usual close + 1;
                    }
                }
                b'{' | b'[' => match container_in(scan.isa, window, stops, at as usize, value) {
                    Shown::Whole(end) => break 'usual end,
                    Shown::Part(shown) => part = Some(shown),
                    Shown::Special => {}
                },
                _ => {
                    let end = literal::end_in(window, value);
                    if (1..=BLOCK).contains(&end) {
                        break 'usual end;
                    }
                }
            }
            // A call in this loop would cost each member: it needs most of the registers.
            return Some(if window[value] > b' ' { Stop::Value(member(0), part) } else { Stop::Member(member(0)) });
        };
        let value_end = at + end as u32;
        object.push(member(value_end));
        if window[end..].first_chunk() == Some(b",\"") {
            at = value_end + 1;
        } else if window[end..].first_chunk() == Some(b", \"") {
            at = value_end + 2;
        } else if window[end] == b','
            && let Some(next) = key_after(text.bytes, value_end as usize + 1)
        {
            at = next as u32;
        } else {
            return Some(Stop::After(value_end as usize));
        }
    }
}

/// A member whose value does not end in its window, or is unusual.
#[inline(always)]
fn long_value<I: InstructionSet>(
    scan: &mut Scan<'_, I>,
    levels: &mut Levels<'_, '_>,
    member: Member,
    first_block: Option<Part>,
) -> Option<Next> {
    let second_block = match first_block {
        Some(part) => I::second_block(scan, part),
        None => Err(Part::none(member.value as usize)),
    };
    let end = match second_block {
        Ok(end) => end,
        Err(part) => I::value(scan, member.value as usize, levels.level as u32 + 1, part)?,
    };
    levels.objects.get_mut(levels.level)?.push(Member { value_end: end as u32, ..member });
    if scan.text.bytes.get(end..end + 2) == Some(b",\"") {
        return Some(Next::Member(end + 1));
    }
    levels.next(end)
}

/// A member whose key has been read, and whose value is unusual or nested.
#[cold]
#[inline(never)]
fn unusual_value<I: InstructionSet>(
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
        // Where the nested key occurs twice, the last one counts.
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
    let end = I::value(scan, start, levels.level as u32 + 1, Part::none(start))?;
    object.push(Member { value_end: end as u32, ..member });
    levels.next(end)
}

/// The object whose members are read, and those around it.
struct Levels<'o, 't> {
    bytes: &'t [u8],
    objects: &'o mut [ObjectIndex],
    level: usize,
}

/// Where the walk goes on.
enum Next {
    /// The opening quote of the next key is here, maybe in an outer object.
    Member(usize),
    /// The object ends here; after `next` and `leave` it is the outermost one.
    End(usize),
}

impl Levels<'_, '_> {
    /// Begins with the object that starts at `start`.
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

    /// Begins with the nested object that is the value of `member`, if it is the first one in its
    /// object, and another level is indexed.
    #[inline(always)]
    fn enter_usual(&mut self, member: Member) -> Option<Next> {
        let [object, inner, ..] = self.objects.get_mut(self.level..)? else { return None };
        if inner.is_present() {
            return None;
        }
        object.push(member);
        inner.set_present();
        self.level += 1;
        Some(Next::Member(member.value as usize + 1))
    }

    /// Goes from the end of a value to the next member.
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

    /// Goes on after the object whose members are read, which ends at `end`.
    fn leave(&mut self, end: usize) -> Option<Next> {
        self.level -= 1;
        self.objects.get_mut(self.level)?.end_last(end);
        self.next(end)
    }
}

/// The opening quote of the key after a comma, which `at` follows.
#[inline(always)]
fn key_after(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = skip_whitespace(bytes, at);
    if bytes.get(quote) == Some(&b'"') { Some(quote) } else { None }
}

/// How much of an object or list a window shows.
enum Shown {
    /// All of it. It ends here.
    Whole(usize),
    /// Its first block.
    Part(Part),
    /// There is something special in the block.
    Special,
}

/// The part of an object or list that has been read.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    /// Where what has not been read starts.
    pub(crate) next: usize,
    /// The number of brackets of the container that are open there.
    pub(crate) open: u32,
    /// All ones if that is inside of a string, 0 else.
    pub(crate) quoted: u64,
}

impl Part {
    /// Nothing but the first byte of the value at `start`.
    #[inline(always)]
    fn none(start: usize) -> Self {
        Self { next: start + 1, open: 1, quoted: 0 }
    }
}

/// How much the window at `at` shows of the object or list that starts at `value` in it.
///
/// The quotes are those of the block after `value`.
#[inline(always)]
fn container_in<I: InstructionSet>(isa: I, window: &Window, quotes: u64, at: usize, value: usize) -> Shown {
    let block = isa.load(block_of(window));
    let inside = isa.prefix_xor(quotes);
    let outside = after(value) & !inside;
    let (opening, closing) = block.brackets();
    let (opening, closing) = (opening & outside, closing & outside);
    let close = closing_of(opening, closing, 1);
    let special = (block.equal(b'"') ^ quotes) & after(value);
    if close < BLOCK && special & !from(close) == 0 {
        return Shown::Whole(close + 1);
    }
    if close < BLOCK || special != 0 {
        return Shown::Special;
    }
    let open = 1 + opening.count_ones() - closing.count_ones();
    Shown::Part(Part { next: at + BLOCK, open, quoted: spread_highest(inside) })
}

/// Any key, whose opening quote is at `at`, and where its value starts.
///
/// A key is held to the whole grammar of strings, since every look-up reads it.
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
