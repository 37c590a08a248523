//! Payment card numbers.

use aro_sdk::prelude::*;

/// The number of digits that ISO/IEC 7812 allows, as far as cards in use have them.
const DIGITS: std::ops::RangeInclusive<usize> = 13..=MAX_DIGITS;
const MAX_DIGITS: usize = 19;
/// The number of digits that a masked number shows.
const SHOWN: usize = 4;

#[derive(Debug, PartialEq, Serialize)]
struct CardCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    card_type: Option<&'static str>,
    masked: Option<String>,
    /// Programs written for the ARO guide's validator read this member. Legacy and compiled hosts
    /// throw a reply that has it, as they do for the guide's plugin.
    error: Option<&'static str>,
}

/// Checks that a value is a card number: its length and its check digit.
///
/// A number has 13 to 19 digits, does not begin with 0, and ends with the right check digit (Luhn);
/// single spaces or hyphens may separate the digits. `card_type` is Visa, Mastercard, American
/// Express, Discover, or Unknown; `masked` shows only the last four digits. A value with
/// fewer or more digits has the `error` "Invalid length" instead.
#[aro_action(verbs = ["ValidateCreditCard", "CheckCard"], prepositions = ["from", "with"])]
fn validate_credit_card(value: &str) -> CardCheck<'_> {
    let all: Vec<u8> = value.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    let has_length = DIGITS.contains(&all.len());
    let mut buffer = [0; MAX_DIGITS];
    CardCheck {
        valid: digits(value, &mut buffer).is_some_and(is_card_number),
        value,
        kind: "credit-card",
        card_type: has_length.then(|| card_type(&all)),
        masked: has_length.then(|| mask(&all)),
        error: (!has_length).then_some("Invalid length"),
    }
}

/// The digits of `value` as numbers from 0 to 9; `None` if it contains anything but digits with
/// single separators between them, or more digits than a card number can have.
fn digits<'b>(value: &str, buffer: &'b mut [u8; MAX_DIGITS]) -> Option<&'b [u8]> {
    let mut count = 0;
    let mut after_digit = false;
    for byte in value.bytes() {
        match byte {
            b'0'..=b'9' => {
                *buffer.get_mut(count)? = byte - b'0';
                count += 1;
                after_digit = true;
            }
            b' ' | b'-' if after_digit => after_digit = false,
            _ => return None,
        }
    }
    after_digit.then_some(&buffer[..count])
}

fn is_card_number(number: &[u8]) -> bool {
    DIGITS.contains(&number.len()) && number[0] != 0 && luhn_sum(number) % 10 == 0
}

/// Every second digit from the right counts double, and a double of two digits counts as their sum.
fn luhn_sum(number: &[u8]) -> u32 {
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let single = number.iter().rev().step_by(2).map(|&digit| u32::from(digit));
    let double = number.iter().rev().skip(1).step_by(2).map(|&digit| DOUBLED[usize::from(digit)]);
    single.chain(double).sum()
}

/// The network of the first digits. Discover's ranges are those that it alone issues;
/// 622126–622925, which it shares with UnionPay, count as unknown.
fn card_type(number: &[u8]) -> &'static str {
    let first_four = number[..4].iter().fold(0, |value, &digit| value * 10 + u32::from(digit));
    match first_four {
        4000..=4999 => "Visa",
        5100..=5599 | 2221..=2720 => "Mastercard",
        3400..=3499 | 3700..=3799 => "American Express",
        6011 | 6440..=6599 => "Discover",
        _ => "Unknown",
    }
}

fn mask(number: &[u8]) -> String {
    let shown = number[number.len() - SHOWN..].iter().map(|digit| char::from(digit + b'0'));
    "****-****-****-".chars().chain(shown).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// `number` with its check digit appended.
    fn completed(number: &str) -> String {
        (0..10).map(|digit| format!("{number}{digit}")).find(|full| validate_credit_card(full).valid).unwrap()
    }

    #[test]
    fn well_formed() {
        for (value, card_type, masked) in [
            ("4111111111111111", "Visa", "1111"),
            ("4222222222222", "Visa", "2222"),
            ("4111 1111 1111 1111", "Visa", "1111"),
            ("4111-1111-1111-1111", "Visa", "1111"),
            ("5555555555554444", "Mastercard", "4444"),
            ("2223003122003222", "Mastercard", "3222"),
            ("378282246310005", "American Express", "0005"),
            ("3714 496353 98431", "American Express", "8431"),
            ("6011111111111117", "Discover", "1117"),
            ("3530111333300000", "Unknown", "0000"),
            ("30569309025904", "Unknown", "5904"),
        ] {
            let check = validate_credit_card(value);
            assert_eq!(
                (check.valid, check.card_type, check.masked, check.error),
                (true, Some(card_type), Some(format!("****-****-****-{masked}")), None),
                "{value}"
            );
        }
    }

    #[test]
    fn the_ranges_of_the_networks_have_exact_ends() {
        for (number, card_type) in [
            ("222099999999999", "Unknown"),
            ("222100000000000", "Mastercard"),
            ("272099999999999", "Mastercard"),
            ("272100000000000", "Unknown"),
            ("509999999999999", "Unknown"),
            ("510000000000000", "Mastercard"),
            ("559999999999999", "Mastercard"),
            ("560000000000000", "Unknown"),
            ("33999999999999", "Unknown"),
            ("34000000000000", "American Express"),
            ("37999999999999", "American Express"),
            ("370000000000000", "American Express"),
            ("601000000000000", "Unknown"),
            ("601100000000000", "Discover"),
            ("643999999999999", "Unknown"),
            ("644000000000000", "Discover"),
            ("659999999999999999", "Discover"),
            ("660000000000000", "Unknown"),
            ("400000000000000000", "Visa"),
            ("40000000000000", "Visa"),
        ] {
            assert_eq!(validate_credit_card(&completed(number)).card_type, Some(card_type), "{number}");
        }
    }

    #[test]
    fn malformed() {
        for value in [
            "",
            "4111111111111112",
            "4111111111111110",
            "1411111111111111",
            "0000000000000000",
            "411111111111",
            "41111111111111111111",
            "4111 1111 1111 1111 1111 1111",
            " 4111111111111111",
            "4111111111111111 ",
            "4111  1111 1111 1111",
            "4111--111111111111",
            "4111.1111.1111.1111",
            "4111111111111111x",
            "٤١١١١١١١١١١١١١١١",
        ] {
            let check = validate_credit_card(value);
            assert!(!check.valid, "{value:?}");
            let count = value.bytes().filter(u8::is_ascii_digit).count();
            let error = if DIGITS.contains(&count) { None } else { Some("Invalid length") };
            assert_eq!((check.error, check.masked.is_some()), (error, error.is_none()), "{value:?}");
            assert_eq!(check.card_type.is_some(), error.is_none(), "{value:?}");
        }
    }

    #[test]
    fn one_wrong_digit_is_always_found() {
        let number = "4111111111111111";
        for at in 0..number.len() {
            for digit in '0'..='9' {
                let mut wrong = number.to_owned();
                wrong.replace_range(at..=at, digit.encode_utf8(&mut [0; 4]));
                assert_eq!(validate_credit_card(&wrong).valid, wrong == number, "{wrong}");
            }
        }
    }

    #[test]
    fn the_reply_has_the_keys_and_values_of_the_guide_s_validator() {
        for (value, answer) in [
            (
                "4222222222222",
                json!({ "valid": true, "type": "credit-card", "card_type": "Visa", "masked": "****-****-****-2222" }),
            ),
            (
                "4111-1111-1111-1112",
                json!({ "valid": false, "type": "credit-card", "card_type": "Visa", "masked": "****-****-****-1112" }),
            ),
            (
                "3530111333300000",
                json!({ "valid": true, "type": "credit-card", "card_type": "Unknown", "masked": "****-****-****-0000" }),
            ),
            ("4111", json!({ "valid": false, "type": "credit-card", "error": "Invalid length" })),
            ("", json!({ "valid": false, "type": "credit-card", "error": "Invalid length" })),
        ] {
            let mut json = serde_json::to_value(validate_credit_card(value)).unwrap();
            let members = json.as_object_mut().unwrap();
            assert_eq!(members.remove("value"), Some(json!(value)));
            members.retain(|_, value| !value.is_null());
            assert_eq!(json, answer, "{value}");
        }
    }
}
