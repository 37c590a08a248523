//! Numbers of payment cards.

use aro_sdk::prelude::*;

/// How many digits ISO/IEC 7812 allows, as far as cards in use go.
const DIGITS: std::ops::RangeInclusive<usize> = 13..=MAX_DIGITS;
const MAX_DIGITS: usize = 19;
/// How many digits a masked number still shows.
const SHOWN: usize = 4;

#[derive(Debug, PartialEq, Serialize)]
struct CardCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    card_type: Option<&'static str>,
    masked: Option<String>,
}

/// Checks that a value is a card number: its length and its check digit.
///
/// A number has 13 to 19 digits, does not begin with 0, and ends with the right check digit (Luhn);
/// single blanks or hyphens may stand between the digits. `card_type` is Visa, Mastercard, American
/// Express or Discover, and missing when it is none of these; `masked` shows nothing but the last
/// four digits.
#[aro_action(verbs = ["ValidateCreditCard", "CheckCard"], prepositions = ["from", "with"])]
fn validate_credit_card(value: &str) -> CardCheck<'_> {
    let mut buffer = [0; MAX_DIGITS];
    let number = digits(value, &mut buffer).filter(|number| is_card_number(number));
    CardCheck {
        valid: number.is_some(),
        value,
        kind: "credit_card",
        card_type: number.and_then(card_type),
        masked: number.map(mask),
    }
}

/// The digits of `value` as numbers from 0 to 9, or `None` when there is anything else in it than
/// digits with single separators between them, or more than a card number can have.
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
    DIGITS.contains(&number.len()) && number[0] != 0 && luhn_sum(number).is_multiple_of(10)
}

/// Every second digit from the right counts double, and a double of two digits counts as their sum.
fn luhn_sum(number: &[u8]) -> u32 {
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let single = number.iter().rev().step_by(2).map(|&digit| u32::from(digit));
    let double = number.iter().rev().skip(1).step_by(2).map(|&digit| DOUBLED[usize::from(digit)]);
    single.chain(double).sum()
}

/// The network to which the first digits and the length belong. Discover's ranges are those that it
/// alone issues; 622126–622925, which it shares with UnionPay, names neither.
fn card_type(number: &[u8]) -> Option<&'static str> {
    let first_four = number[..4].iter().fold(0, |value, &digit| value * 10 + u32::from(digit));
    match (first_four, number.len()) {
        (4000..=4999, 13 | 16 | 19) => Some("Visa"),
        (5100..=5599 | 2221..=2720, 16) => Some("Mastercard"),
        (3400..=3499 | 3700..=3799, 15) => Some("American Express"),
        (6011 | 6440..=6599, 16..=19) => Some("Discover"),
        _ => None,
    }
}

fn mask(number: &[u8]) -> String {
    let (hidden, shown) = number.split_at(number.len() - SHOWN);
    hidden.iter().map(|_| '*').chain(shown.iter().map(|digit| char::from(digit + b'0'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `number` with the check digit that it lacks.
    fn completed(number: &str) -> String {
        (0..10).map(|digit| format!("{number}{digit}")).find(|full| validate_credit_card(full).valid).unwrap()
    }

    #[test]
    fn well_formed() {
        for (value, card_type, masked) in [
            ("4111111111111111", Some("Visa"), "************1111"),
            ("4222222222222", Some("Visa"), "*********2222"),
            ("4111 1111 1111 1111", Some("Visa"), "************1111"),
            ("4111-1111-1111-1111", Some("Visa"), "************1111"),
            ("5555555555554444", Some("Mastercard"), "************4444"),
            ("2223003122003222", Some("Mastercard"), "************3222"),
            ("378282246310005", Some("American Express"), "***********0005"),
            ("3714 496353 98431", Some("American Express"), "***********8431"),
            ("6011111111111117", Some("Discover"), "************1117"),
            ("3530111333300000", None, "************0000"),
            ("30569309025904", None, "**********5904"),
        ] {
            let check = validate_credit_card(value);
            assert_eq!(
                (check.valid, check.card_type, check.masked.as_deref()),
                (true, card_type, Some(masked)),
                "{value}"
            );
        }
    }

    #[test]
    fn the_ranges_end_where_they_should() {
        for (number, card_type) in [
            ("222099999999999", None),
            ("222100000000000", Some("Mastercard")),
            ("272099999999999", Some("Mastercard")),
            ("272100000000000", None),
            ("509999999999999", None),
            ("510000000000000", Some("Mastercard")),
            ("559999999999999", Some("Mastercard")),
            ("560000000000000", None),
            ("33999999999999", None),
            ("34000000000000", Some("American Express")),
            ("37999999999999", Some("American Express")),
            ("370000000000000", None),
            ("601000000000000", None),
            ("601100000000000", Some("Discover")),
            ("643999999999999", None),
            ("644000000000000", Some("Discover")),
            ("659999999999999999", Some("Discover")),
            ("660000000000000", None),
            ("400000000000000000", Some("Visa")),
            ("40000000000000", None),
        ] {
            assert_eq!(validate_credit_card(&completed(number)).card_type, card_type, "{number}");
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
            assert_eq!((check.valid, check.card_type, check.masked), (false, None, None), "{value:?}");
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
    fn the_answer() {
        let json = serde_json::to_value(validate_credit_card("4222222222222")).unwrap();
        let expected = serde_json::json!({
            "valid": true, "value": "4222222222222", "type": "credit_card", "card_type": "Visa", "masked": "*********2222",
        });
        assert_eq!(json, expected);
    }
}
