//! One pass over the text of an envelope that notes where its values begin and builds nothing.
//!
//! What it accepts is what `serde_json` accepts, but for one thing: inside a value that it steps over it only looks that quotes and brackets
//! balance. Whoever asks for that value has it read by `serde_json`, so a fault in it is found then; a fault in a value that nobody asks for
//! passes. Everything outside those values is held to the grammar.

use aro_abi::keys;
use memchr::memchr2;

use super::{Entries, Key};

/// Nesting that `serde_json` refuses, counted from the outermost bracket.
const TOO_DEEP: u32 = 128;

/// The text breaks the grammar. Where and how is for the caller to find out: it happens once in a lifetime.
#[derive(Debug)]
pub(crate) struct Broken;

/// An envelope, scanned: where each value at the three places that the binding rules know begins and ends.
#[derive(Debug, Default)]
pub(crate) struct Envelope<'a> {
    /// The members of the envelope itself.
    pub(crate) top: Entries<'a>,
    /// The members of `_with`, if that is an object.
    pub(crate) with: Option<Entries<'a>>,
    /// The members of `_with._with`, if that is an object: the clean with-arguments.
    pub(crate) clean: Option<Entries<'a>>,
}

/// Scans an envelope.
pub(crate) fn scan(text: &str) -> Result<Envelope<'_>, Broken> {
    let mut scanner = Scanner { text, at: 0 };
    let mut envelope = Envelope::default();
    scanner.blank();
    scanner.object(1, &mut |scanner, key| {
        if !(key.is(keys::WITH) && scanner.peek() == Some(b'{')) {
            let value = scanner.value(1)?;
            if key.is(keys::WITH) {
                (envelope.with, envelope.clean) = (None, None);
            }
            envelope.top.push(key, value);
            return Ok(());
        }
        let start = scanner.at;
        let (mut with, mut clean) = (Entries::default(), None);
        scanner.object(2, &mut |scanner, key| {
            if !(key.is(keys::WITH) && scanner.peek() == Some(b'{')) {
                if key.is(keys::WITH) {
                    clean = None;
                }
                with.push(key, scanner.value(2)?);
                return Ok(());
            }
            let start = scanner.at;
            let mut entries = Entries::default();
            scanner.object(3, &mut |scanner, key| {
                entries.push(key, scanner.value(3)?);
                Ok(())
            })?;
            with.push(key, &scanner.text[start..scanner.at]);
            clean = Some(entries);
            Ok(())
        })?;
        envelope.top.push(key, &scanner.text[start..scanner.at]);
        (envelope.with, envelope.clean) = (Some(with), clean);
        Ok(())
    })?;
    scanner.end()?;
    Ok(envelope)
}

/// Scans the members of one object, such as a descriptor; `None` if `text` is something else.
pub(crate) fn members(text: &str) -> Option<Entries<'_>> {
    let mut scanner = Scanner { text, at: 0 };
    let mut entries = Entries::default();
    scanner.blank();
    scanner
        .object(1, &mut |scanner, key| {
            entries.push(key, scanner.value(1)?);
            Ok(())
        })
        .and_then(|()| scanner.end())
        .ok()
        .map(|()| entries)
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

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

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

    /// The members of the object that begins here; `member` stands before a value and must step over it. `depth` counts the brackets that
    /// are open inside the object, its own included.
    fn object(
        &mut self,
        depth: u32,
        member: &mut dyn FnMut(&mut Self, Key<'a>) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        debug_assert!(depth < TOO_DEEP);
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
    fn key(&mut self) -> Result<Key<'a>, Broken> {
        let start = self.at;
        self.string()?;
        let raw = &self.text[start + 1..self.at - 1];
        let escaped = raw.contains('\\');
        if escaped {
            serde_json::from_str::<String>(&self.text[start..self.at]).map_err(|_| Broken)?;
        } else if raw.bytes().any(|byte| byte < b' ') {
            return Err(Broken);
        }
        Ok(Key::new(raw, escaped))
    }

    /// Steps over the value that begins here and gives its text. `depth` brackets are open around it.
    fn value(&mut self, depth: u32) -> Result<&'a str, Broken> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(b'{' | b'[') => self.container(depth)?,
            _ => self.scalar()?,
        }
        Ok(&self.text[start..self.at])
    }

    fn string(&mut self) -> Result<(), Broken> {
        self.eat(b'"')?;
        let bytes = self.text.as_bytes();
        loop {
            let rest = bytes.get(self.at..).ok_or(Broken)?;
            let found = memchr2(b'"', b'\\', rest).ok_or(Broken)?;
            self.at += found + 1;
            if rest[found] == b'"' {
                return Ok(());
            }
            self.at += 1;
        }
    }

    /// A number or a word: short, so it is simply read.
    fn scalar(&mut self) -> Result<(), Broken> {
        let start = self.at;
        while let Some(b'a'..=b'z' | b'0'..=b'9' | b'E' | b'-' | b'+' | b'.') = self.peek() {
            self.at += 1;
        }
        serde_json::from_str::<serde::de::IgnoredAny>(&self.text[start..self.at]).map(drop).map_err(|_| Broken)
    }

    /// An object or a list: only quotes and brackets are looked at. `open` has a bit for each open bracket, 1 for `{`.
    fn container(&mut self, depth: u32) -> Result<(), Broken> {
        let bytes = self.text.as_bytes();
        let (mut open, mut height) = (0u128, 0u32);
        loop {
            match *bytes.get(self.at).ok_or(Broken)? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                bracket @ (b'{' | b'[') => {
                    open = open << 1 | u128::from(bracket == b'{');
                    height += 1;
                    if depth + height >= TOO_DEEP {
                        return Err(Broken);
                    }
                }
                bracket @ (b'}' | b']') => {
                    if (open & 1 == 1) != (bracket == b'}') {
                        return Err(Broken);
                    }
                    open >>= 1;
                    height -= 1;
                    if height == 0 {
                        self.at += 1;
                        return Ok(());
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}
