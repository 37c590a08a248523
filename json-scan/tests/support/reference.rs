//! The reference: what `index` must find, computed byte by byte.
//!
//! It is as lenient as `index` may be: the inside of an unused value is not checked, but quotes and
//! brackets must balance there, and a backslash must be in a string.

use std::ops::Range;

use aro_json_scan::MAX_LEVELS;
use serde::de::IgnoredAny;

/// The members of each object, the outermost one first; `None` for an object that is absent.
pub(crate) type Levels = Vec<Option<Vec<Member>>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// Unescaped.
    pub(crate) name: String,
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
}

/// The depth of nesting that is refused.
const MAX_DEPTH: usize = 128;

/// Reads a text; `None` if it must be refused.
pub(crate) fn read(bytes: &[u8], nested: &str, levels: usize) -> Option<Levels> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader { text, nested, levels: vec![None; levels.min(MAX_LEVELS)] };
    let start = reader.skip(0);
    let end = reader.object(start, 0)?;
    // Deeper objects are not indexed.
    reader.levels.resize(levels, None);
    (reader.skip(end) == text.len()).then_some(reader.levels)
}

struct Reader<'t> {
    text: &'t str,
    nested: &'t str,
    levels: Levels,
}

impl Reader<'_> {
    fn at(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The first position from `at` on that is not whitespace.
    fn skip(&self, mut at: usize) -> usize {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.at(at) {
            at += 1;
        }
        at
    }

    /// Records the members of an object, and returns its end.
    fn object(&mut self, start: usize, level: usize) -> Option<usize> {
        if self.at(start)? != b'{' || level + 1 >= MAX_DEPTH {
            return None;
        }
        self.levels[level] = Some(Vec::new());
        let mut at = self.skip(start + 1);
        if self.at(at)? == b'}' {
            return Some(at + 1);
        }
        loop {
            let end = self.member(at, level)?;
            let next = self.skip(end);
            match self.at(next)? {
                b',' => at = self.skip(next + 1),
                b'}' => return Some(next + 1),
                _ => return None,
            }
        }
    }

    fn member(&mut self, start: usize, level: usize) -> Option<usize> {
        if self.at(start)? != b'"' {
            return None;
        }
        let key_end = string_end(self.text.as_bytes(), start + 1)?;
        let name: String = serde_json::from_str(&self.text[start..key_end]).ok()?;
        let colon = self.skip(key_end);
        if self.at(colon)? != b':' {
            return None;
        }
        let value = self.skip(colon + 1);
        let mut end = None;
        if name == self.nested && level + 1 < self.levels.len() {
            self.levels[level + 1..].fill(None);
            if self.at(value)? == b'{' {
                end = Some(self.object(value, level + 1)?);
            }
        }
        let end = match end {
            Some(end) => end,
            None => self.value(value, level + 1)?,
        };
        let member = Member { name, key: start + 1..key_end - 1, value: value..end };
        self.levels[level].as_mut()?.push(member);
        Some(end)
    }

    fn value(&self, start: usize, depth: usize) -> Option<usize> {
        match self.at(start)? {
            b'"' => string_end(self.text.as_bytes(), start + 1),
            b'{' | b'[' => container_end(self.text.as_bytes(), start, depth),
            _ => {
                let rest = &self.text[start..];
                let length = rest.find([',', '}', ']', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
                serde_json::from_str::<IgnoredAny>(&rest[..length]).ok()?;
                Some(start + length)
            }
        }
    }
}

/// The position after the closing quote of the string that contains `at`.
pub(crate) fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The end of the object or list at `start`, inside `depth` brackets.
pub(crate) fn container_end(bytes: &[u8], start: usize, depth: usize) -> Option<usize> {
    let mut open = 0;
    let mut at = start;
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        match byte {
            b'"' => at = string_end(bytes, at)?,
            b'\\' => return None,
            b'{' | b'[' => {
                open += 1;
                if depth + open >= MAX_DEPTH {
                    return None;
                }
            }
            b'}' | b']' => {
                open -= 1;
                if open == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
}
