//! How a plugin may be called.

/// Why `plugin.yaml` cannot have this `name`, or `None` when it can.
///
/// The rule is `^[a-z][a-z0-9-]*[a-z0-9]$`
/// ([ABI, section 8](crate::reference#8-loading)).
///
/// ```
/// use aro_abi::plugin_name_fault;
///
/// assert_eq!(plugin_name_fault("kv-store"), None);
/// assert!(plugin_name_fault("KvStore").is_some());
/// ```
#[must_use]
pub fn plugin_name_fault(name: &str) -> Option<&'static str> {
    let is_letter_or_digit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let sound = match name.as_bytes() {
        [first, .., last] => {
            first.is_ascii_lowercase()
                && is_letter_or_digit(*last)
                && name.bytes().all(|byte| is_letter_or_digit(byte) || byte == b'-')
        }
        _ => false,
    };
    (!sound).then_some(
        "a plugin's name has two or more lower-case letters, digits and hyphens; it begins with a letter and does not \
         end with a hyphen",
    )
}

#[cfg(test)]
mod tests {
    use super::plugin_name_fault;

    #[test]
    fn names_are_lower_case_words_with_hyphens() {
        for sound in ["csv", "kv-store", "a1", "a--b"] {
            assert_eq!(plugin_name_fault(sound), None, "{sound}");
        }
        for faulty in ["", "a", "-a", "a-", "1a", "A1", "a_b", "ä1", "a b"] {
            assert!(plugin_name_fault(faulty).is_some(), "{faulty}");
        }
    }
}
