//! The delimiter between two fields.

use crate::error::CsvError;

/// The delimiter as a byte for the `csv` crate; by default a comma.
pub(crate) fn delimiter_byte(delimiter: Option<char>) -> Result<u8, CsvError> {
    match delimiter {
        None => Ok(b','),
        Some(c @ ('"' | '\r' | '\n')) => Err(CsvError::Delimiter(c)),
        Some(c) => u8::try_from(c).ok().filter(u8::is_ascii).ok_or(CsvError::Delimiter(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_one_ascii_character_without_another_meaning_in_csv() {
        assert_eq!(delimiter_byte(None).unwrap(), b',');
        for c in [',', ';', '\t', '|', ' '] {
            assert_eq!(delimiter_byte(Some(c)).unwrap(), c as u8);
        }
        for c in ['"', '\n', '\r', '·', '§', '→'] {
            assert!(matches!(delimiter_byte(Some(c)), Err(CsvError::Delimiter(bad)) if bad == c), "{c}");
        }
    }
}
