//! Reading JSON: one scan of the envelope, then only the values that somebody asked for.

mod careful;
mod entries;
mod envelope;
mod missing;
mod value;
mod wording;

pub(crate) use careful::{Fault, fault_in};
pub(crate) use entries::Entries;
pub(crate) use envelope::{Envelope, Object, too_deep};
pub(crate) use wording::{kind_of, reworded};

use serde::Deserialize;

use crate::arena::Arena;

/// Reads the JSON text of one value. Strings are borrowed from the text, or from the arena where
/// the text holds them escaped.
///
/// Nearly every value passes the first attempt. The second is for what it cannot do: lend a string
/// that stands escaped somewhere inside the value, and say at which place the fault is.
#[inline]
pub(crate) fn read<'de, T: Deserialize<'de>>(text: &'de str, arena: &'de Arena) -> Result<T, Fault> {
    T::deserialize(value::Value::new(text, arena)).or_else(|_| careful::read(text, arena))
}

/// The value that stands for "nothing was given": `None` for an `Option`, and for every other type
/// nothing.
pub(crate) fn missing<'de, T: Deserialize<'de>>() -> Option<T> {
    T::deserialize(missing::Missing).ok()
}

#[cfg(test)]
mod against_serde_json;

/// How many cases a property test runs: `ARO_PROPTEST_CASES=1000000` makes the run long.
#[cfg(test)]
pub(crate) fn cases() -> u32 {
    std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500)
}
