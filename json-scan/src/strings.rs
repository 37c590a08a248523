//! The ends of JSON strings, and their escapes.

use memchr::memchr2;

use crate::plain;

/// The position after the closing quote of the string that contains `at`.
///
/// ```
/// assert_eq!(aro_json_scan::string_end(br#""a \" b": 1"#, 1), Some(8));
/// ```
#[must_use]
#[inline]
pub fn string_end(text: &[u8], mut at: usize) -> Option<usize> {
    // Most strings are short.
    if let Some(chunk) = text.get(at..)?.first_chunk() {
        match plain::first_quote_or_backslash(chunk) {
            Some(close) if chunk[close] == b'"' => return Some(at + close + 1),
            Some(backslash) => at += backslash,
            None => at += plain::CHUNK,
        }
    }
    long_string_end(text, at)
}

#[inline(never)]
fn long_string_end(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The content of a JSON string, which is given with its quotes. `None` if `serde_json` would
/// refuse it.
///
/// ```
/// assert_eq!(aro_json_scan::string_of(r#""caf\u00e9""#).as_deref(), Some("café"));
/// assert_eq!(aro_json_scan::string_of(r#""\x""#), None);
/// ```
#[must_use]
pub fn string_of(json: &str) -> Option<String> {
    unescaped(json.strip_prefix('"')?.strip_suffix('"')?)
}

/// As [`unescaped`], for the bytes of a key.
pub(crate) fn name_of(raw: &[u8]) -> Option<String> {
    unescaped(std::str::from_utf8(raw).ok()?)
}

/// Replaces the escapes in a JSON string, which is given without its quotes. `None` if `serde_json`
/// would refuse it.
///
/// ```
/// assert_eq!(aro_json_scan::unescaped(r"a\/b").as_deref(), Some("a/b"));
/// ```
#[must_use]
pub fn unescaped(inner: &str) -> Option<String> {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = plain::first_escaped(rest.as_bytes()) {
        let (before, escape) = rest.split_at_checked(at)?;
        out.push_str(before);
        if !escape.starts_with('\\') {
            return None;
        }
        let (c, length) = character(escape)?;
        out.push(c);
        rest = escape.get(length..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// The character that an escape encodes, and the length of the escape.
fn character(escape: &str) -> Option<(char, usize)> {
    let c = match escape.as_bytes().get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(escape),
        _ => return None,
    };
    Some((c, 2))
}

fn unicode(escape: &str) -> Option<(char, usize)> {
    let first = unit(escape, 2)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 6));
    }
    // A UTF-16 surrogate: a high one, which a low one must follow.
    if escape.get(6..8)? != "\\u" {
        return None;
    }
    let second = unit(escape, 8)?;
    let (0xd800..0xdc00, 0xdc00..0xe000) = (first, second) else { return None };
    let c = char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))?;
    Some((c, 12))
}

/// The UTF-16 code unit that is written at `at` in four hexadecimal digits.
fn unit(escape: &str, at: usize) -> Option<u32> {
    // `from_str_radix` would accept a sign.
    let mut unit = 0;
    for digit in escape.get(at..at + 4)?.chars() {
        unit = unit * 16 + digit.to_digit(16)?;
    }
    Some(unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn escapes_are_read_as_serde_json_reads_them(parts in prop::collection::vec(prop_oneof![
            "[a-z \"é\u{1F600}]{0,5}",
            "\\\\[\"\\\\/bfnrtux0]",
            "\\\\u[0-9a-fA-F+]{4}",
            "\\\\ud[89ab][0-9a-f]{2}\\\\ud[c-f][0-9a-f]{2}",
        ], 0..6)) {
            let inner = parts.concat();
            prop_assert_eq!(unescaped(&inner), serde_json::from_str::<String>(&format!("\"{inner}\"")).ok(), "{}", inner);
        }
    }
}
