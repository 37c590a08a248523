//! One function of each common kind, with which the programs in `examples/hosts` begin.

use aro_sdk::aro_export;

/// Adds two numbers.
///
/// # Panics
///
/// When the sum is no 32-bit number, in every profile.
#[aro_export]
#[must_use]
pub fn add(a: i32, b: i32) -> i32 {
    a.checked_add(b).unwrap_or_else(|| panic!("attempt to add with overflow: {a} + {b}"))
}

/// Greets somebody by name.
#[aro_export]
#[must_use]
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

/// Adds all numbers.
#[aro_export]
#[must_use]
pub fn sum(values: &[f64]) -> f64 {
    // `Iterator::sum` begins with -0.0, which is what the caller would get for no numbers.
    values.iter().fold(0.0, |sum, value| sum + value)
}

/// The checksum of bytes (Adler-32).
#[aro_export]
#[must_use]
pub fn checksum(data: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    let (a, b) = data.iter().fold((1, 0), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % MODULUS;
        (a, (b + a) % MODULUS)
    });
    b << 16 | a
}

/// The string with its characters in the other order.
#[aro_export]
#[must_use]
pub fn reverse(text: &str) -> String {
    text.chars().rev().collect()
}

/// Panics with a message, so that a caller can see what becomes of a panic.
///
/// # Panics
///
/// Always.
#[aro_export]
#[must_use]
pub fn panic_with(message: &str) -> String {
    panic!("{message}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        // The usual example of this checksum.
        assert_eq!(checksum(b"Wikipedia"), 0x11E6_0398);
        assert_eq!(checksum(b""), 1);
    }

    #[test]
    #[should_panic(expected = "attempt to add with overflow: 2147483647 + 1")]
    fn a_sum_that_is_too_big_panics() {
        let _ = add(i32::MAX, 1);
    }

    #[test]
    fn a_string_is_reversed_by_characters() {
        assert_eq!(reverse("a\0bé"), "éb\0a");
    }
}
