//! One pass over the text of an envelope that notes where its values begin and builds nothing.
//!
//! What it accepts is what `serde_json` accepts, but for one thing: inside a value that it steps over it only looks that quotes and brackets
//! balance. Whoever asks for that value has it read by `serde_json`, so a fault in it is found then; a fault in a value that nobody asks for
//! passes. Everything outside those values is held to the grammar.

use std::cell::OnceCell;

use aro_abi::keys;

use super::entries::LONGEST;
use super::{Entries, Key};
use crate::boundary::skip;

/// Nesting that `serde_json` refuses, counted from the outermost bracket.
const TOO_DEEP: u32 = 128;

/// The text breaks the grammar, or is too long. Where and how is for the caller to find out: it happens once in a lifetime.
#[derive(Debug)]
pub(crate) struct Broken;

/// An envelope, scanned: where each of its values begins and ends. What stands inside `_with` is scanned when somebody asks for it.
#[derive(Debug, Default)]
pub(crate) struct Envelope<'a> {
    /// The members of the envelope itself.
    pub(crate) top: Entries<'a>,
    with_text: Option<&'a str>,
    with: OnceCell<Box<With<'a>>>,
}

#[derive(Debug)]
struct With<'a> {
    members: Entries<'a>,
    clean: Option<Entries<'a>>,
}

impl<'a> Envelope<'a> {
    /// An envelope that has still to be scanned.
    #[inline]
    pub(crate) fn of(text: &'a str) -> Self {
        Self { top: Entries::of(text), with_text: None, with: OnceCell::new() }
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
            scanner.value(1)?;
            if scanner.is_with(key) {
                self.with_text = scanner.text.get(start..scanner.at).filter(|with| with.starts_with('{'));
            }
            self.top.push((key.0, key.1), key.2, (start, scanner.at));
            Ok(())
        })?;
        scanner.end()
    }

    /// The members of `_with`, if that is an object.
    pub(crate) fn with(&self) -> Result<Option<&Entries<'a>>, Broken> {
        Ok(self.scan_with()?.map(|with| &with.members))
    }

    /// The members of `_with._with`, if that is an object: the clean with-arguments.
    #[inline]
    pub(crate) fn clean(&self) -> Result<Option<&Entries<'a>>, Broken> {
        if !self.with_may_have(keys::WITH) {
            return Ok(None);
        }
        Ok(self.scan_with()?.and_then(|with| with.clean.as_ref()))
    }

    /// Whether it is worth looking for `name` in `_with`. A look at its bytes costs a fraction of a scan.
    #[inline]
    pub(crate) fn with_may_have(&self, name: &str) -> bool {
        match (self.with_text, self.with.get()) {
            (None, _) => false,
            (Some(_), Some(_)) => true,
            (Some(text), None) => skip::may_have_key(text.as_bytes(), name.as_bytes()),
        }
    }

    fn scan_with(&self) -> Result<Option<&With<'a>>, Broken> {
        let Some(text) = self.with_text else { return Ok(None) };
        if let Some(with) = self.with.get() {
            return Ok(Some(with));
        }
        let mut with = Box::new(With { members: Entries::of(text), clean: None });
        let mut scanner = Scanner { text, at: 0 };
        scanner.object(|scanner, key| {
            let start = scanner.at;
            scanner.value(2)?;
            if scanner.is_with(key) {
                with.clean = match scanner.text.get(start..scanner.at) {
                    Some(clean) if clean.starts_with('{') => Some(scan_members(clean, 3)?),
                    _ => None,
                };
            }
            with.members.push((key.0, key.1), key.2, (start, scanner.at));
            Ok(())
        })?;
        Ok(Some(self.with.get_or_init(|| with)))
    }
}

/// The members of an object. `depth` brackets are open inside it, its own included.
fn scan_members(text: &str, depth: u32) -> Result<Entries<'_>, Broken> {
    let mut scanner = Scanner { text, at: 0 };
    let mut entries = Entries::of(text);
    scanner.blank();
    scanner.object(|scanner, key| {
        let start = scanner.at;
        scanner.value(depth)?;
        entries.push((key.0, key.1), key.2, (start, scanner.at));
        Ok(())
    })?;
    scanner.end()?;
    Ok(entries)
}

/// Scans the members of one object; `None` if `text` is something else.
pub(crate) fn members(text: &str) -> Option<Entries<'_>> {
    if text.len() > LONGEST { None } else { scan_members(text, 1).ok() }
}

/// The text of the member `name` of an object, for one that is looked at only once.
pub(crate) fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut scanner = Scanner { text, at: 0 };
    let mut found = None;
    scanner
        .object(|scanner, (start, end, escaped)| {
            let value = scanner.at;
            scanner.value(1)?;
            if scanner.text.get(start..end).is_some_and(|raw| Key::new(raw, escaped).is(name)) {
                found = scanner.text.get(value..scanner.at);
            }
            Ok(())
        })
        .ok()?;
    found
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

/// Where a key begins and ends, without its quotes, and whether it is escaped.
type KeyPlace = (usize, usize, bool);

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
