//! One pass over the text of an envelope that notes where its values begin and builds nothing.
//!
//! What it accepts is what `serde_json` accepts, but for one thing: inside a value that it steps over it only looks that quotes balance, and
//! brackets in number. Whoever asks for that value has it read by `serde_json`, so a fault in it is found then; a fault in a value that nobody asks for
//! passes. Everything outside those values is held to the grammar.

use aro_abi::keys;

use super::entries::LONGEST;
use super::unescape::string_of;
use super::{Entries, Key};
use crate::boundary::skip::{self, Level, Member, Place, Seen, TOO_DEEP, Tag};

/// The text breaks the grammar, or is too long. Where and how is for the caller to find out: it happens once in a lifetime.
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Broken;

/// An envelope, scanned: where each value at the three places that the binding rules know begins and ends.
pub(crate) struct Envelope<'a> {
    text: &'a str,
    /// The members of the envelope itself, of `_with`, and of `_with._with`.
    levels: [Level; 3],
}

impl<'a> Envelope<'a> {
    /// An envelope that has still to be scanned.
    #[inline(always)]
    pub(crate) const fn of(text: &'a str) -> Self {
        Self { text, levels: [Level::new(), Level::new(), Level::new()] }
    }

    /// The text.
    #[inline(always)]
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The members of the envelope itself.
    #[inline(always)]
    pub(crate) fn top(&self) -> Entries<'_, 'a> {
        Entries::new(self.text, &self.levels[0])
    }

    /// The members of `_with`, if that is an object.
    #[inline(always)]
    pub(crate) fn with(&self) -> Option<Entries<'_, 'a>> {
        self.level(1)
    }

    /// The members of `_with._with`, if that is an object: the clean with-arguments.
    #[inline(always)]
    pub(crate) fn clean(&self) -> Option<Entries<'_, 'a>> {
        self.level(2)
    }

    #[inline(always)]
    fn level(&self, level: usize) -> Option<Entries<'_, 'a>> {
        let level = &self.levels[level];
        if level.there { Some(Entries::new(self.text, level)) } else { None }
    }

    /// Scans the text; in place, because an envelope is too big to be moved for nothing.
    pub(crate) fn scan(&mut self) -> Result<(), Broken> {
        self.scan_bytes(&mut Seen::new(self.text.as_bytes()))
    }

    /// Scans bytes of which it is not known yet that they are a text: [`set_text`](Self::set_text) is for when it is.
    pub(crate) fn scan_bytes(&mut self, seen: &mut Seen<'a>) -> Result<(), Broken> {
        whole(&mut self.levels, seen).ok_or(Broken)
    }

    /// The text of the bytes that were scanned.
    #[inline(always)]
    pub(crate) fn set_text(&mut self, text: &'a str) {
        self.text = text;
    }
}

/// One object, scanned.
pub(crate) struct Object<'a> {
    text: &'a str,
    level: Level,
}

impl<'a> Object<'a> {
    /// `None` if `text` is something else.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let mut levels = [Level::new()];
        whole(&mut levels, &mut Seen::new(text.as_bytes()))?;
        let [level] = levels;
        Some(Self { text, level })
    }

    /// Its members.
    pub(crate) fn members(&self) -> Entries<'_, 'a> {
        Entries::new(self.text, &self.level)
    }
}

/// A text that is an object and nothing else.
fn whole(levels: &mut [Level], seen: &mut Seen<'_>) -> Option<()> {
    let bytes = seen.bytes();
    if bytes.len() > LONGEST {
        return None;
    }
    let end = object(bytes, blank(bytes, 0), 1, levels, seen)?;
    (blank(bytes, end) == bytes.len()).then_some(())
}

/// The name in a descriptor.
#[derive(Clone, Copy)]
pub(crate) enum Base<'a> {
    /// It is this.
    Plain(&'a str),
    /// It is what this JSON text says.
    Json(&'a str),
    /// There is none.
    None,
}

/// The text of a descriptor's `base`.
pub(crate) fn base_of(descriptor: &str) -> Base<'_> {
    // As hosts write it, in one order or the other.
    let inner = match descriptor.strip_prefix("{\"base\":\"") {
        Some(rest) => rest.strip_suffix("\",\"specifiers\":[]}"),
        None => descriptor.strip_prefix("{\"specifiers\":[],\"base\":\"").and_then(|rest| rest.strip_suffix("\"}")),
    };
    if let Some(name) = inner
        && skip::is_plain(name.as_bytes())
    {
        return Base::Plain(name);
    }
    odd_base_of(descriptor)
}

#[cold]
fn odd_base_of(descriptor: &str) -> Base<'_> {
    Object::of(descriptor).and_then(|object| object.members().get("base")).map_or(Base::None, Base::Json)
}

/// Line and column, counted from 1, of the first bracket that is nested deeper than `serde_json` goes.
pub(crate) fn too_deep(text: &str) -> Option<(usize, usize)> {
    let mut depth = 0;
    let (mut quoted, mut escaped) = (false, false);
    let (mut line, mut column) = (1, 0);
    for c in text.chars() {
        (line, column) = if c == '\n' { (line + 1, 0) } else { (line, column + 1) };
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => {
                depth += 1;
                if depth == TOO_DEEP {
                    return Some((line, column));
                }
            }
            '}' | ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

// From here on a function gets the position before a thing and gives the position behind it, or `None` where the grammar is broken.

#[inline(always)]
fn blank(bytes: &[u8], mut at: usize) -> usize {
    // Hosts write none.
    while let Some(byte) = bytes.get(at)
        && *byte <= b' '
    {
        if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
            return at;
        }
        at += 1;
    }
    at
}

/// An object, whose members go into the first of `levels`, which are empty; those of its `_with`, if it has one, into the next. `depth` brackets are open
/// inside.
fn object(bytes: &[u8], at: usize, depth: u32, levels: &mut [Level], seen: &mut Seen<'_>) -> Option<usize> {
    levels.first_mut()?.there = true;
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    let mut at = blank(bytes, at + 1);
    if bytes.get(at) == Some(&b'}') {
        return Some(at + 1);
    }
    // That many `_with` objects are open.
    let mut level = 0;
    // A run of plain members, then one of another kind; and so on.
    loop {
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        let place = Place { at: at as u32, level: level as u16, depth: depth as u8, behind: false };
        let place = skip::members(bytes, place, levels, seen);
        (at, level) = (place.at as usize, usize::from(place.level));
        if !place.behind {
            let (here, deeper) = levels.get_mut(level..)?.split_first_mut()?;
            let member = member(bytes, at, depth + level as u32, deeper, seen)?;
            here.push(member);
            at = member.value_end;
        }
        at = loop {
            at = blank(bytes, at);
            match bytes.get(at)? {
                b',' => break blank(bytes, at + 1),
                b'}' if level == 0 => return Some(at + 1),
                b'}' => {
                    (at, level) = (at + 1, level - 1);
                    levels[level].end_last(at);
                }
                _ => return None,
            }
        };
    }
}

/// Any member, from the quote of its key on.
#[inline(never)]
fn member(bytes: &[u8], at: usize, depth: u32, inner: &mut [Level], seen: &mut Seen<'_>) -> Option<Member> {
    let (tag, key_end) = match skip::plain_string_end(bytes, at + 1) {
        Some(end) => (Tag::of(&bytes[at + 1..end - 1]), end),
        None => escaped_key(bytes, at)?,
    };
    let colon = blank(bytes, key_end);
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    let (key, value) = (at + 1..key_end - 1, blank(bytes, colon + 1));
    let is_with = tag == Tag::WITH || (tag == Tag::NONE && is_escaped_with(&bytes[key.clone()]));
    if is_with && inner.first().is_some_and(|inner| inner.there) {
        // Where the key stands twice, the last one counts.
        inner.iter_mut().for_each(Level::clear);
    }
    let value_end = match bytes.get(value) {
        Some(b'{') if is_with && !inner.is_empty() => object(bytes, value, depth + 1, inner, seen)?,
        _ => value_end(bytes, value, depth, seen)?,
    };
    Some(Member { tag, key: key.start, value, value_end })
}

#[cold]
fn is_escaped_with(raw: &[u8]) -> bool {
    std::str::from_utf8(raw).is_ok_and(|raw| Key::new(raw, true).is(keys::WITH))
}

/// A key is always looked at, so it is held to the whole grammar of strings.
#[cold]
fn escaped_key(bytes: &[u8], at: usize) -> Option<(Tag, usize)> {
    let end = skip::string_end(bytes, at + 1)?;
    string_of(std::str::from_utf8(&bytes[at..end]).ok()?)?;
    Some((Tag::NONE, end))
}

/// Any value. `depth` brackets are open around it.
fn value_end(bytes: &[u8], at: usize, depth: u32, seen: &mut Seen<'_>) -> Option<usize> {
    match bytes.get(at)? {
        b'"' | b'{' | b'[' => seen.end(at, depth, TOO_DEEP),
        _ => scalar(bytes, at),
    }
}

/// A number or a word: short, so it is simply read.
fn scalar(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    while let Some(b'a'..=b'z' | b'0'..=b'9' | b'E' | b'-' | b'+' | b'.') = bytes.get(end) {
        end += 1;
    }
    let text = &bytes[at..end];
    let plain = match text {
        b"true" | b"false" | b"null" => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    (plain || is_scalar(text)).then_some(end)
}

/// `serde_json` says so, by the reader of text that is compiled anyway.
fn is_scalar(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
}
