//! Names of hosts, as e-mail addresses and URLs have them.

/// The longest name that DNS can carry, in text form.
const MAX_NAME: usize = 253;
const MAX_LABEL: usize = 63;

/// Whether `name` is a host name in the sense of RFC 1123: labels of ASCII letters, digits and hyphens between dots, none
/// with a hyphen at either end. Names beyond ASCII are taken in the form in which DNS has them (`xn--bcher-kva.example`).
pub(crate) fn is_hostname(name: &str) -> bool {
    name.len() <= MAX_NAME && name.split('.').all(is_label)
}

/// The label after the last dot of a name that has one.
pub(crate) fn top_level(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, label)| label)
}

fn is_label(label: &str) -> bool {
    label.len() <= MAX_LABEL
        && !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
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
