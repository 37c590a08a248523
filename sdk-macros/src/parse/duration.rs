//! `key = "1.5s"`: a number and a unit.

use super::key_values::KeyValues;
use crate::diagnostics::{Report, attribute as say};
use crate::model::WrittenDuration;

/// The units, each in milliseconds.
const UNITS: &[(&str, u64)] = &[("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000)];

/// The most digits before and after the point: what they make fits an `u64` with any unit.
const MOST_DIGITS: usize = 9;

impl KeyValues {
    /// `key = "…"` with a duration.
    pub(super) fn duration(&mut self, key: &str, report: &Report) -> Option<WrittenDuration> {
        let literal = self.string(key, report)?;
        let millis = match millis(&literal.value()) {
            Ok(millis) => Some(millis),
            Err(fault) => {
                report.at(&literal, say::duration_unreadable(key, &literal.value(), fault));
                None
            }
        };
        Some(WrittenDuration { literal, millis })
    }
}

/// The milliseconds that the text means, or what is wrong with it.
fn millis(text: &str) -> Result<u64, &'static str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err("there is no digit after the point"),
        None => (number, ""),
    };
    if whole.is_empty() {
        return Err("it does not begin with a digit");
    }
    if fraction.contains('.') {
        return Err("it has two points");
    }
    let unit = unit.strip_prefix(' ').unwrap_or(unit);
    let Some((_, of_unit)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return Err(if unit.is_empty() { "the unit is missing" } else { "the unit is unknown" });
    };
    if whole.len() > MOST_DIGITS || fraction.len() > MOST_DIGITS {
        return Err("it has too many digits");
    }
    let digits: u64 = format!("{whole}{fraction}").parse().map_err(|_| "it has too many digits")?;
    let parts = 10_u128.pow(u32::try_from(fraction.len()).unwrap_or(u32::MAX));
    let millis = u128::from(digits) * u128::from(*of_unit);
    match u64::try_from(millis / parts) {
        _ if millis == 0 => Err("it is no time at all"),
        Ok(whole) if millis % parts == 0 => Ok(whole),
        _ => Err("it is no whole number of milliseconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_number_and_a_unit() {
        for (text, expected) in [
            ("1ms", 1),
            ("250 ms", 250),
            ("2s", 2000),
            ("1.5s", 1500),
            ("0.001s", 1),
            ("0.0010000s", 1),
            ("1min", 60_000),
            ("0.5h", 1_800_000),
            ("999999999h", 999_999_999 * 3_600_000),
            ("000000001s", 1000),
        ] {
            assert_eq!(millis(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_says_what_is_wrong() {
        for (text, fault) in [
            ("", "it does not begin with a digit"),
            ("s", "it does not begin with a digit"),
            ("-2s", "it does not begin with a digit"),
            (".5s", "it does not begin with a digit"),
            ("٣s", "it does not begin with a digit"),
            ("2.s", "there is no digit after the point"),
            ("1.2.3s", "it has two points"),
            ("2", "the unit is missing"),
            ("2 ", "the unit is missing"),
            ("2sec", "the unit is unknown"),
            ("2S", "the unit is unknown"),
            ("2  s", "the unit is unknown"),
            ("1min30s", "the unit is unknown"),
            ("1_000ms", "the unit is unknown"),
            ("1e3ms", "the unit is unknown"),
            ("1000000000s", "it has too many digits"),
            ("1.0000000001s", "it has too many digits"),
            ("0s", "it is no time at all"),
            ("0.0h", "it is no time at all"),
            ("0.5ms", "it is no whole number of milliseconds"),
            ("1.0001s", "it is no whole number of milliseconds"),
        ] {
            assert_eq!(millis(text), Err(fault), "{text}");
        }
    }
}
