//! The action `CompareSecrets`.

use aro_sdk::prelude::*;
use subtle::ConstantTimeEq as _;

/// What a check found.
#[derive(Serialize)]
pub(crate) struct Check {
    valid: bool,
}

impl Check {
    pub(crate) fn new(valid: bool) -> Self {
        Self { valid }
    }
}

/// Tells whether two secrets are the same, in a time that depends on their lengths only.
#[aro_action(verbs = ["CompareSecrets"], prepositions = ["from", "with", "against"])]
fn compare_secrets(given: &str, expected: &str) -> Check {
    Check::new(given.as_bytes().ct_eq(expected.as_bytes()).into())
}
