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
        let mut scanner = Scanner { text, at: 0 };
        scanner.blank();
        scanner.object(|scanner, key| {
            let start = scanner.at;
            if scanner.is_with(key) {
                (self.has_with, self.clean) = (scanner.peek() == Some(b'{'), None);
            }
            if self.has_with && scanner.is_with(key) {
                self.with.clear();
                self.scan_with(scanner)?;
            } else {
                scanner.value(1)?;
            }
            self.top.push(key, (start, scanner.at));
            Ok(())
        })?;
        scanner.end()
    }

    /// The members of `_with`, and among them the clean with-arguments.
    #[inline]
    fn scan_with(&mut self, scanner: &mut Scanner<'a>) -> Result<(), Broken> {
        scanner.object(|scanner, key| {
            let start = scanner.at;
            if scanner.is_with(key) {
                self.clean = scan_clean(scanner)?;
            } else {
                scanner.value(2)?;
            }
            self.with.push(key, (start, scanner.at));
            Ok(())
        })
    }
}

/// The clean with-arguments, if what begins here is an object.
#[inline(never)]
fn scan_clean<'a>(scanner: &mut Scanner<'a>) -> Result<Option<Box<Entries<'a>>>, Broken> {
    if scanner.peek() != Some(b'{') {
        scanner.value(2)?;
        return Ok(None);
    }
    let mut entries = Box::new(Entries::of(scanner.text));
    scanner.object(|scanner, key| {
        let start = scanner.at;
        scanner.value(3)?;
        entries.push(key, (start, scanner.at));
        Ok(())
    })?;
    Ok(Some(entries))
}

/// The members of an object.
fn scan_members(text: &str) -> Result<Entries<'_>, Broken> {
    let mut scanner = Scanner { text, at: 0 };
    let mut entries = Entries::of(text);
    scanner.blank();
    scanner.object(|scanner, key| {
        let start = scanner.at;
        scanner.value(1)?;
        entries.push(key, (start, scanner.at));
        Ok(())
    })?;
    scanner.end()?;
    Ok(entries)
}

/// Scans the members of one object; `None` if `text` is something else.
pub(crate) fn members(text: &str) -> Option<Entries<'_>> {
    if text.len() > LONGEST { None } else { scan_members(text).ok() }
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

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    #[inline]
    fn eat(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek() != Some(byte) {
            return Err(Broken);
        }
        self.at += 1;
        Ok(())
    }

    fn end(&mut self) -> Result<(), Broken> {
        self.blank();
        if self.at == self.text.len() { Ok(()) } else { Err(Broken) }
    }

    fn is_with(&self, (start, end, escaped): KeyPlace) -> bool {
        (escaped || end - start == keys::WITH.len())
            && self.text.get(start..end).is_some_and(|raw| Key::new(raw, escaped).is(keys::WITH))
    }

    /// The members of the object that begins here; `member` stands before a value and must step over it.
    #[inline]
    fn object(&mut self, mut member: impl FnMut(&mut Self, KeyPlace) -> Result<(), Broken>) -> Result<(), Broken> {
        self.eat(b'{')?;
        self.blank();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            let key = self.key()?;
            self.blank();
            self.eat(b':')?;
            self.blank();
            member(self, key)?;
            self.blank();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Broken),
            }
            self.blank();
        }
    }

    /// A key is always looked at, so it is held to the whole grammar of strings.
    #[inline]
    fn key(&mut self) -> Result<KeyPlace, Broken> {
        let start = self.at;
        self.eat(b'"')?;
        match skip::plain_key_end(self.text.as_bytes(), self.at) {
            Some(end) => {
                self.at = end;
                Ok((start + 1, end - 1, false))
            }
            None => self.escaped_key(start),
        }
    }

    #[cold]
    fn escaped_key(&mut self, start: usize) -> Result<KeyPlace, Broken> {
        let (end, _) = skip::string_end(self.text.as_bytes(), start + 1).ok_or(Broken)?;
        self.at = end;
        self.text.get(start..end).and_then(|key| serde_json::from_str::<String>(key).ok()).ok_or(Broken)?;
        Ok((start + 1, end - 1, true))
    }

    /// Steps over the value that begins here. `depth` brackets are open around it.
    #[inline]
    fn value(&mut self, depth: u32) -> Result<(), Broken> {
        let bytes = self.text.as_bytes();
        self.at = match self.peek() {
            Some(b'"') => skip::string_end(bytes, self.at + 1).ok_or(Broken)?.0,
            Some(b'{' | b'[') => skip::container_end(bytes, self.at, depth, TOO_DEEP).ok_or(Broken)?,
            _ => return self.scalar(),
        };
        Ok(())
    }

    /// A number or a word: short, so it is simply read.
    fn scalar(&mut self) -> Result<(), Broken> {
        let start = self.at;
        while let Some(b'a'..=b'z' | b'0'..=b'9' | b'E' | b'-' | b'+' | b'.') = self.peek() {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        if matches!(text, "true" | "false" | "null") || is_plain_integer(text) {
            return Ok(());
        }
        serde_json::from_str::<serde::de::IgnoredAny>(text).map(drop).map_err(|_| Broken)
    }
}

fn is_plain_integer(text: &str) -> bool {
    matches!(text.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
}
