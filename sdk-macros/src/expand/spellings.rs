//! The other spellings of a name that hosts send.

use aro_abi::snake_case;

/// The spellings of `name` that differ from it in more than the case of ASCII letters: in lower
/// case and in snake case. The SDK compares names without the case of ASCII letters, so it gets
/// along without the case tables of Unicode.
pub(super) fn other_spellings(name: &str) -> Vec<String> {
    if name.is_ascii() { Vec::new() } else { vec![name.to_lowercase(), snake_case(name)] }
}

#[cfg(test)]
mod tests {
    use super::other_spellings;

    #[test]
    fn a_name_that_is_not_ascii_has_other_spellings() {
        assert_eq!(other_spellings("ÄndereDatei"), ["änderedatei", "ändere_datei"]);
        assert!(other_spellings("ParseCSV").is_empty());
    }
}
