//! Shared by the test files: a reference implementation, and generators of texts.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod agree;
pub(crate) mod envelopes;
pub(crate) mod formatting;
#[cfg(unix)]
pub(crate) mod mapping;
pub(crate) mod nodes;
pub(crate) mod reference;

use proptest::prelude::*;

/// The number of cases of a property test, which `ARO_PROPTEST_CASES` sets.
pub(crate) fn config() -> ProptestConfig {
    let cases = std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Lengths around those of chunks, blocks and padded blocks.
pub(crate) const LENGTHS: [usize; 22] =
    [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 79, 80, 81, 126, 127, 128, 129];

/// Fails a property test at a deviation.
pub(crate) fn agree(text: &[u8], nested: &str, levels: usize) -> Result<(), TestCaseError> {
    agree::agree(text, nested, levels).map_err(TestCaseError::fail)
}

/// Fails a test at a deviation.
#[track_caller]
pub(crate) fn assert_agree(text: impl AsRef<[u8]>, nested: &str, levels: usize) {
    if let Err(deviation) = agree::agree(text.as_ref(), nested, levels) {
        panic!("{deviation}");
    }
}
