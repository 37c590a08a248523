//! Strings of a reply.

/// Writes `text` as a JSON string.
#[inline]
pub(crate) fn write(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    match first_special(bytes) {
        None => {
            out.reserve(bytes.len() + 2);
            out.push(b'"');
            out.extend_from_slice(bytes);
            out.push(b'"');
        }
        Some(at) => escaped(out, bytes, at),
    }
}

/// The first byte that cannot stand in a JSON string as it is.
#[inline]
fn first_special(bytes: &[u8]) -> Option<usize> {
    let (words, _) = bytes.as_chunks::<8>();
    let clean = match (words, bytes.last_chunk::<8>()) {
        // The last eight bytes overlap with what is before them, so nothing is left over.
        (words, Some(last)) => !words.iter().chain([last]).any(|word| may_be_special(u64::from_le_bytes(*word))),
        _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
                !may_be_special(u64::from(first) | u64::from(last) << 32)
            }
            _ => false,
        },
    };
    if clean { None } else { bytes.iter().position(is_special) }
}

/// Whether one of eight bytes is below a blank, a quote or a backslash; wrongly also behind one that is.
#[inline]
fn may_be_special(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    let quote = zero(word ^ (ONES * u64::from(b'"')));
    let backslash = zero(word ^ (ONES * u64::from(b'\\')));
    (control | quote | backslash) & HIGH != 0
}

#[inline]
fn is_special(byte: &u8) -> bool {
    *byte < b' ' || matches!(byte, b'"' | b'\\')
}

#[cold]
fn escaped(out: &mut Vec<u8>, mut rest: &[u8], mut at: usize) {
    out.push(b'"');
    loop {
        out.extend_from_slice(&rest[..at]);
        match rest[at] {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            control => {
                let digit = |nibble: u8| b"0123456789abcdef"[usize::from(nibble)];
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(control >> 4), digit(control & 15)]);
            }
        }
        rest = &rest[at + 1..];
        match first_special(rest) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn strings_are_written_as_serde_json_writes_them(text in "[a-zA-Z0-9\"\\\\/\\x00-\\x21\\x7f-\u{ff}\u{1F600} ]{0,40}") {
            let mut out = Vec::new();
            super::write(&mut out, &text);
            prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }
}
