//! What several test files need: an oracle, and generators of texts.
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod agree;
pub(crate) mod dress;
pub(crate) mod envelopes;
#[cfg(unix)]
pub(crate) mod mapping;
pub(crate) mod nodes;
pub(crate) mod reference;

use proptest::prelude::*;

/// How many cases a property test runs: `ARO_PROPTEST_CASES=1000000` makes the run long.
pub(crate) fn config() -> ProptestConfig {
    let cases = std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Lengths around the ends of blocks, windows and chunks.
pub(crate) const LENGTHS: [usize; 22] =
    [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 79, 80, 81, 126, 127, 128, 129];

/// A deviation makes a property fail.
pub(crate) fn agree(text: &[u8], nested: &str, levels: usize) -> Result<(), TestCaseError> {
    agree::agree(text, nested, levels).map_err(TestCaseError::fail)
}

/// A deviation makes a test fail.
#[track_caller]
pub(crate) fn assert_agree(text: impl AsRef<[u8]>, nested: &str, levels: usize) {
    if let Err(deviation) = agree::agree(text.as_ref(), nested, levels) {
        panic!("{deviation}");
    }
}
