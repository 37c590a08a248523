//! Names of hosts, as e-mail addresses and URLs have them.

/// The longest name that DNS can carry, in text form.
const MAX_NAME: usize = 253;
const MAX_LABEL: usize = 63;

/// Whether `name` is a host name in the sense of RFC 1123: labels of ASCII letters, digits and
/// hyphens between dots, none with a hyphen at either end. Names beyond ASCII are taken in the form
/// in which DNS has them (`xn--bcher-kva.example`).
pub(crate) fn is_hostname(name: &str) -> bool {
    last_label(name).is_some()
}

/// Where the last label of a host name starts; `None` if it is none.
pub(crate) fn last_label(name: &str) -> Option<usize> {
    let bytes = name.as_bytes();
    let mut start = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if IN_LABEL[usize::from(*byte)] {
            continue;
        }
        if *byte != b'.' || !is_label(&bytes[start..at]) {
            return None;
        }
        start = at + 1;
    }
    (bytes.len() <= MAX_NAME && is_label(&bytes[start..])).then_some(start)
}

/// The label after the last dot of a name that has one.
pub(crate) fn top_level(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, label)| label)
}

/// Whether letters, digits and hyphens are a label.
fn is_label(label: &[u8]) -> bool {
    match label {
        [b'-', ..] | [.., b'-'] => false,
        _ => (1..=MAX_LABEL).contains(&label.len()),
    }
}

const IN_LABEL: [bool; 256] = alphanumeric_or(b"-");

/// A table of the bytes that are ASCII letters, digits, or among `others`.
pub(crate) const fn alphanumeric_or(others: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let label = "a".repeat(63);
        // 3 × 64 + 61 = 253
        let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        for name in ["localhost", "a.b", "a-b.c", "1.2", "xn--bcher-kva.example", &label, &longest] {
            assert!(is_hostname(name), "{name}");
        }
        for name in ["", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "a b", "bücher.example", "a.-b.c"] {
            assert!(!is_hostname(name), "{name}");
        }
        assert!(!is_hostname(&format!("{label}a")));
        assert!(!is_hostname(&format!("{longest}a")));
    }

    #[test]
    fn the_top_level_needs_a_dot() {
        assert_eq!(top_level("a.b.io"), Some("io"));
        assert_eq!(top_level("localhost"), None);
    }
}
