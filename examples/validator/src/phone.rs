//! Phone numbers.

use std::borrow::Cow;

use aro_sdk::prelude::*;

/// ITU-T E.164 allows 15 digits, the country code included. It sets no minimum; the shortest
/// numbers in use have 7.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

#[derive(Debug, PartialEq, Serialize)]
struct PhoneCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    normalized: Cow<'a, str>,
}

/// Checks that a value is an international phone number, and normalises it to E.164.
///
/// A number begins with `+` or `00` and a country code and has 7 to 15 digits in total. Spaces,
/// hyphens, dots and one level of parentheses between the digits are allowed. `normalized` is the
/// number as `+` and digits; of an invalid number, the digits and `+` that it has.
///
/// National numbers (`020 7946 0958`) are not valid, because only their country could say which
/// number that is. Neither is a `(0)` (`+44 (0)20 …`), which some read as a digit and others leave
/// out.
#[aro_action(verbs = ["ValidatePhone", "CheckPhone"], prepositions = ["from", "with"])]
fn validate_phone(value: &str) -> PhoneCheck<'_> {
    let number = normalize(value);
    PhoneCheck { valid: number.is_some(), value, kind: "phone", normalized: number.unwrap_or_else(|| stripped(value)) }
}

fn normalize(value: &str) -> Option<Cow<'_, str>> {
    if is_e164(value) {
        return Some(Cow::Borrowed(value));
    }
    let number = value.strip_prefix('+').or_else(|| value.strip_prefix("00"))?;
    if number.contains("(0)") || !number.ends_with(|last: char| last.is_ascii_digit()) {
        return None;
    }
    let mut normalized = String::with_capacity(1 + DIGITS.end());
    normalized.push('+');
    let mut in_parentheses = false;
    for c in number.chars() {
        match c {
            '0'..='9' if normalized.len() <= *DIGITS.end() => normalized.push(c),
            ' ' | '-' | '.' => {}
            '(' if !in_parentheses => in_parentheses = true,
            ')' if in_parentheses => in_parentheses = false,
            _ => return None,
        }
    }
    (!in_parentheses && is_e164(&normalized)).then_some(Cow::Owned(normalized))
}

/// The digits and `+` of a value.
fn stripped(value: &str) -> Cow<'_, str> {
    value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// `+`, then only digits. No country code begins with 0.
fn is_e164(value: &str) -> bool {
    value.strip_prefix('+').is_some_and(|digits| {
        DIGITS.contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed() {
        for (value, normalized) in [
            ("+442079460958", "+442079460958"),
            ("+44 20 7946 0958", "+442079460958"),
            ("+1 (212) 555-0123", "+12125550123"),
            ("+1.212.555.0123", "+12125550123"),
            ("0049 30 901820", "+4930901820"),
            ("00 49 30 901820", "+4930901820"),
            ("+ 49 30 901820", "+4930901820"),
            ("+6834002", "+6834002"),
            ("+123456789012345", "+123456789012345"),
        ] {
            let check = validate_phone(value);
            assert_eq!((check.valid, &*check.normalized), (true, normalized), "{value}");
        }
    }

    #[test]
    fn malformed() {
        for value in [
            "",
            "+",
            "00",
            "020 7946 0958",
            "12125550123",
            "+0442079460958",
            "000442079460958",
            "+123456",
            "+1234567890123456",
            "+12345678901234567890123456789",
            "+44 (0)20 7946 0958",
            "+1 (212 555-0123",
            "+1 212) 555-0123",
            "+1 ((212)) 555-0123",
            "+44 20 7946 0958 ",
            " +442079460958",
            "+44 20 7946 0958 ext 5",
            "+44/20/79460958",
            "++442079460958",
            "+44207946095a",
            "+44\u{a0}20 7946 0958",
            "+٤٤٢٠٧٩٤٦٠٩٥٨",
            "1-800-FLOWERS",
        ] {
            let check = validate_phone(value);
            assert!(!check.valid, "{value:?}");
            assert!(check.normalized.chars().all(|c| c.is_ascii_digit() || c == '+'), "{value:?}");
        }
    }

    #[test]
    fn every_number_is_normalized() {
        for (value, normalized) in
            [("020 7946 0958", "02079460958"), ("1-800-FLOWERS", "1800"), ("", ""), ("+44 (0)20", "+44020")]
        {
            assert_eq!(validate_phone(value).normalized, normalized);
        }
    }

    #[test]
    fn a_number_in_normal_form_is_borrowed() {
        assert!(matches!(validate_phone("+442079460958").normalized, Cow::Borrowed(_)));
        assert!(matches!(validate_phone("+44 2079460958").normalized, Cow::Owned(_)));
    }

    #[test]
    fn the_answer() {
        let json = serde_json::to_value(validate_phone("0049 30 901820")).unwrap();
        let expected = serde_json::json!({
            "valid": true, "value": "0049 30 901820", "type": "phone", "normalized": "+4930901820",
        });
        assert_eq!(json, expected);
    }
}
