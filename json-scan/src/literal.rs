//! Numbers, `true`, `false` and `null`.

use crate::block::{BLOCK_LEN, PaddedBlock};

/// The end of the literal that starts at `at`; `None` if there is none.
///
/// The caller checks what follows: a comma, a bracket or whitespace.
#[inline(always)]
pub(crate) fn end(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let length = match rest.first()? {
        b't' if rest.starts_with(b"true") => 4,
        b'n' if rest.starts_with(b"null") => 4,
        b'f' if rest.starts_with(b"false") => 5,
        _ => number(rest)?,
    };
    Some(at + length)
}

/// The end of the literal that starts at `at` in a block, if it is a word or a positive integer and
/// ends in the block; else 0.
#[inline(always)]
pub(crate) fn end_in(padded: &PaddedBlock, at: usize) -> usize {
    if at >= BLOCK_LEN {
        return 0;
    }
    let rest = &padded[at..];
    match rest[0] {
        b'1'..=b'9' => {
            let mut end = at + 1;
            while end < BLOCK_LEN && padded[end].is_ascii_digit() {
                end += 1;
            }
            // A fraction or an exponent may follow.
            if matches!(padded[end], b',' | b'}') { end } else { 0 }
        }
        b't' if rest.starts_with(b"true") => at + 4,
        b'n' if rest.starts_with(b"null") => at + 4,
        b'f' if rest.starts_with(b"false") => at + 5,
        _ => 0,
    }
}

/// The length of the number at the start: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?` (RFC
/// 8259, section 6).
#[inline(always)]
fn number(text: &[u8]) -> Option<usize> {
    let sign = usize::from(text.first() == Some(&b'-'));
    let whole = match text.get(sign)? {
        b'0' => sign + 1,
        b'1'..=b'9' => digits(text, sign + 1),
        _ => return None,
    };
    match text.get(whole) {
        Some(b'.' | b'e' | b'E') => fraction(text, whole),
        _ => Some(whole),
    }
}

#[inline(never)]
fn fraction(text: &[u8], mut at: usize) -> Option<usize> {
    if text.get(at) == Some(&b'.') {
        at = some_digits(text, at + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(at) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        at = some_digits(text, at + 1 + sign)?;
    }
    Some(at)
}

/// The end of the digits from `at` on, of which there must be one.
fn some_digits(text: &[u8], at: usize) -> Option<usize> {
    Some(digits(text, at)).filter(|end| *end > at)
}

#[inline(always)]
fn digits(text: &[u8], mut at: usize) -> usize {
    while let Some(b'0'..=b'9') = text.get(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 20_000, ..ProptestConfig::default() })]

        #[test]
        fn a_literal_is_what_serde_json_reads_as_one(text in "-?[0-9]{0,3}(\\.?[0-9]{0,3})([eE]?[+-]?[0-9]{0,3})|true?|fals?e|nul{1,2}|[-+.eE0-9tfn]{1,6}") {
            let is_value = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(end(text.as_bytes(), 0) == Some(text.len()), is_value, "{}", text);
        }
    }
}
