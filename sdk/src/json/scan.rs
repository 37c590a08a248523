//! One pass over the text of an envelope that notes where its values begin and builds nothing.
//!
//! What it accepts is what `serde_json` accepts, but for one thing: inside a value that it steps over it only looks that quotes and brackets
//! balance. Whoever asks for that value has it read by `serde_json`, so a fault in it is found then; a fault in a value that nobody asks for
//! passes. Everything outside those values is held to the grammar.

use aro_abi::keys;

use super::entries::{KeyPlace, LONGEST};
use super::{Entries, Key};
use crate::boundary::skip;

/// Nesting that `serde_json` refuses, counted from the outermost bracket.
const TOO_DEEP: u32 = 128;

/// The text breaks the grammar, or is too long. Where and how is for the caller to find out: it happens once in a lifetime.
#[derive(Debug)]
pub(crate) struct Broken;

/// An envelope, scanned: where each value at the three places that the binding rules know begins and ends.
#[derive(Debug, Default)]
pub(crate) struct Envelope<'a> {
    /// The members of the envelope itself.
    pub(crate) top: Entries<'a>,
    with: Entries<'a>,
    has_with: bool,
    clean: Option<Box<Entries<'a>>>,
}

impl<'a> Envelope<'a> {
    /// An envelope that has still to be scanned.
    #[inline]
    pub(crate) fn of(text: &'a str) -> Self {
        Self { top: Entries::of(text), with: Entries::of(text), has_with: false, clean: None }
    }

    /// The members of `_with`, if that is an object.
    #[inline]
    pub(crate) fn with(&self) -> Option<&Entries<'a>> {
        self.has_with.then_some(&self.with)
    }

    /// The members of `_with._with`, if that is an object: the clean with-arguments.
    #[inline]
    pub(crate) fn clean(&self) -> Option<&Entries<'a>> {
        self.clean.as_deref()
    }

    /// Scans the text; in place, because an envelope is too big to be moved for nothing.
    pub(crate) fn scan(&mut self, text: &'a str) -> Result<(), Broken> {
        if text.len() > LONGEST {
            return Err(Broken);
        }
        let bytes = text.as_bytes();
        let at = blank(bytes, 0);
        let Self { top, with, has_with, clean } = self;
        let end = object(bytes, at, |at, key| {
            let end = if is_with(bytes, key) {
                (*has_with, *clean) = (bytes.get(at) == Some(&b'{'), None);
                if *has_with {
                    with.clear();
                    scan_with(text, at, with, clean)?
                } else {
                    value(bytes, at, 1)?
                }
            } else {
                value(bytes, at, 1)?
            };
            top.push(key, (at, end));
            Some(end)
        });
        match end {
            Some(end) if blank(bytes, end) == bytes.len() => Ok(()),
            _ => Err(Broken),
        }
    }
}

/// The members of `_with`, and among them the clean with-arguments.
fn scan_with<'a>(
    text: &'a str,
    at: usize,
    with: &mut Entries<'a>,
    clean: &mut Option<Box<Entries<'a>>>,
) -> Option<usize> {
    let bytes = text.as_bytes();
    object(bytes, at, |at, key| {
        let end = if is_with(bytes, key) { scan_clean(text, at, clean)? } else { value(bytes, at, 2)? };
        with.push(key, (at, end));
        Some(end)
    })
}

/// The clean with-arguments, if what begins here is an object.
#[inline(never)]
fn scan_clean<'a>(text: &'a str, at: usize, clean: &mut Option<Box<Entries<'a>>>) -> Option<usize> {
    let bytes = text.as_bytes();
    *clean = None;
    if bytes.get(at) != Some(&b'{') {
        return value(bytes, at, 2);
    }
    let mut entries = Box::new(Entries::of(text));
    let end = object(bytes, at, |at, key| {
        let end = value(bytes, at, 3)?;
        entries.push(key, (at, end));
        Some(end)
    })?;
    *clean = Some(entries);
    Some(end)
}

/// Scans the members of one object; `None` if `text` is something else.
pub(crate) fn members(text: &str) -> Option<Entries<'_>> {
    if text.len() > LONGEST {
        return None;
    }
    let bytes = text.as_bytes();
    let mut entries = Entries::of(text);
    let end = object(bytes, blank(bytes, 0), |at, key| {
        let end = value(bytes, at, 1)?;
        entries.push(key, (at, end));
        Some(end)
    })?;
    (blank(bytes, end) == bytes.len()).then_some(entries)
}

/// The text of a descriptor's `base`.
pub(crate) fn base_of(descriptor: &str) -> Option<&str> {
    // As hosts write it, in one order or the other.
    if let Some(rest) =
        descriptor.strip_prefix("{\"base\":").or_else(|| descriptor.strip_prefix("{\"specifiers\":[],\"base\":"))
        && let Some((end, false)) = rest.starts_with('"').then(|| skip::string_end(rest.as_bytes(), 1)).flatten()
        && let (base, rest) = rest.split_at_checked(end)?
        && (rest == "}" || rest == ",\"specifiers\":[]}")
    {
        return Some(base);
    }
    members(descriptor)?.get("base")
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

#[inline(always)]
fn is_with(bytes: &[u8], (start, end, escaped): KeyPlace) -> bool {
    if escaped {
        return is_escaped_with(&bytes[start..end]);
    }
    end - start == keys::WITH.len() && bytes[start] == b'_' && bytes[start..end] == *keys::WITH.as_bytes()
}

#[cold]
fn is_escaped_with(raw: &[u8]) -> bool {
    std::str::from_utf8(raw).is_ok_and(|raw| Key::new(raw, true).is(keys::WITH))
}

/// An object; `member` gets the position before a value and its key, and gives the position behind the value.
#[inline(always)]
fn object(bytes: &[u8], at: usize, mut member: impl FnMut(usize, KeyPlace) -> Option<usize>) -> Option<usize> {
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    let mut at = blank(bytes, at + 1);
    if bytes.get(at) == Some(&b'}') {
        return Some(at + 1);
    }
    loop {
        let (place, end) = key(bytes, at)?;
        at = blank(bytes, end);
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        at = blank(bytes, at + 1);
        at = blank(bytes, member(at, place)?);
        match bytes.get(at)? {
            b',' => at = blank(bytes, at + 1),
            b'}' => return Some(at + 1),
            _ => return None,
        }
    }
}

/// A key is always looked at, so it is held to the whole grammar of strings.
#[inline(always)]
fn key(bytes: &[u8], at: usize) -> Option<(KeyPlace, usize)> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    match skip::plain_string_end(bytes, at + 1) {
        Some(end) => Some(((at + 1, end - 1, false), end)),
        None => escaped_key(bytes, at),
    }
}

#[cold]
fn escaped_key(bytes: &[u8], at: usize) -> Option<(KeyPlace, usize)> {
    let (end, _) = skip::string_end(bytes, at + 1)?;
    serde_json::from_slice::<String>(&bytes[at..end]).ok()?;
    Some(((at + 1, end - 1, true), end))
}

/// Any value. `depth` brackets are open around it.
#[inline(always)]
fn value(bytes: &[u8], at: usize, depth: u32) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => Some(skip::string_end(bytes, at + 1)?.0),
        b'{' => descriptor(bytes, at).or_else(|| skip::container_end(bytes, at, depth, TOO_DEEP)),
        b'[' => skip::container_end(bytes, at, depth, TOO_DEEP),
        _ => scalar(bytes, at),
    }
}

/// A descriptor as hosts write it, in one order or the other: every envelope of the eager path has four of them.
#[inline(always)]
fn descriptor(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..];
    if rest.first_chunk::<9>() == Some(b"{\"base\":\"") {
        let (end, _) = skip::string_end(bytes, at + 9)?;
        return (bytes.get(end..)?.first_chunk::<17>() == Some(b",\"specifiers\":[]}")).then_some(end + 17);
    }
    if rest.first_chunk::<25>() == Some(b"{\"specifiers\":[],\"base\":\"") {
        let (end, _) = skip::string_end(bytes, at + 25)?;
        return (bytes.get(end) == Some(&b'}')).then_some(end + 1);
    }
    None
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
    (plain || serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()).then_some(end)
}
