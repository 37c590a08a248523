//! Reading and writing JSON.
//!
//! An envelope holds the same value up to six times (see the [ABI](aro_abi), section 3). So it is
//! indexed once, without building a tree, and only the values that a parameter asks for are read.
//!
//! | module | what it does |
//! |---|---|
//! | `envelope`, `entries` | where the members of an envelope are |
//! | `value` | reads one value: the hot path |
//! | `path_tracking` | reads it again on failure: borrows escaped strings, locates the error |
//! | `absent` | the value of an argument that was not given |
//! | `error_text` | translates `serde_json`'s messages into the terms of an ARO program |
//! | `arena` | unescaped strings that live as long as the call |
//! | `serializer` | writes a value straight into a buffer, by the hosts' rules |
//! | `object_writer` | writes an object member by member: metadata, descriptions |
//! | `string`, `append`, `growth` | writes strings, and makes room for them |

mod absent;
mod append;
mod arena;
mod entries;
mod envelope;
mod error_text;
mod growth;
mod object_writer;
mod path_tracking;
mod serializer;
mod string;
mod value;

pub(crate) use append::TAIL_SLACK;
pub(crate) use arena::Arena;
pub(crate) use entries::Entries;
pub(crate) use envelope::{Envelope, Object, too_deep};
pub(crate) use error_text::{kind_of, translate};
pub(crate) use growth::{put, reserve};
pub(crate) use object_writer::ObjectWriter;
pub(crate) use path_tracking::{Fault, syntax_error};
pub(crate) use serializer::{SerializeError, Top, write_under, write_value};
pub(crate) use string::{open_object, write_key, write_string};

use serde::Deserialize;

/// Reads one value. Strings are borrowed from `json`, or from the arena where `json` has them
/// escaped.
///
/// The first attempt is the hot path. The second does what the first cannot: it borrows strings
/// that are escaped somewhere inside the value, and it says where in the value the error is.
#[inline]
pub(crate) fn read<'de, T: Deserialize<'de>>(json: &'de str, arena: &'de Arena) -> Result<T, Fault> {
    T::deserialize(value::Value::new(json, arena)).or_else(|_| path_tracking::read(json, arena))
}

/// The value of an argument that was not given: `None` for an `Option`, and nothing for any other
/// type.
pub(crate) fn absent<'de, T: Deserialize<'de>>() -> Option<T> {
    T::deserialize(absent::Absent).ok()
}

#[cfg(test)]
mod against_serde_json;

/// How many cases a property test runs: `ARO_PROPTEST_CASES=1000000` makes the run long.
#[cfg(test)]
pub(crate) fn cases() -> u32 {
    std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500)
}
