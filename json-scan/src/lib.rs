//! Finds the members of a JSON object by bit masks, without building a tree.
//!
//! A program that wants three values of a large text need not parse the rest. [`index`](index())
//! goes over a text once and notes where each member of the object starts and ends. The values are
//! then read by whatever reads JSON, straight from the text.
//!
//! ```
//! use aro_json_scan::{Key, ObjectIndex, index};
//!
//! let text = br#"{"name": "Ada", "born": 1815, "more": {"name": "Lovelace"}}"#;
//! let mut objects = [ObjectIndex::new(), ObjectIndex::new()];
//! index(text, &Key::new("more"), &mut objects).unwrap();
//!
//! let [object, more] = &objects;
//! let born = object.get(text, &Key::new("born")).unwrap();
//! assert_eq!(&text[born], b"1815");
//! let name = more.get(text, &Key::new("name")).unwrap();
//! assert_eq!(&text[name], br#""Lovelace""#);
//! ```
//!
//! The second argument is the *nested key*: the object under this key is indexed, too, and the
//! object under the same key in that one, as many levels as there are elements in the slice.
//! [`find`] looks up one key of a small object and keeps nothing.
//!
//! # What is accepted
//!
//! All that `serde_json` accepts as an object, with the same values; of a key that occurs twice,
//! the last one counts. What `serde_json` refuses is refused, with **one exception**: of a value
//! that is not indexed it is only checked that it is UTF-8, that quotes balance, that brackets
//! balance in number (not in kind), that no backslash is outside of strings, and that at most 127
//! brackets are open at once. Any other fault inside of such a string, object or list passes;
//! whoever reads that value finds it. So this is accepted, for all its `[01}`:
//!
//! ```
//! # use aro_json_scan::{Key, ObjectIndex, index};
//! let text = br#"{"a": [01}, "b": 2}"#;
//! assert!(index(text, &Key::new("nested"), &mut [ObjectIndex::new()]).is_ok());
//! ```
//!
//! Keys, numbers and words that are members' values, and everything between members are checked.
//!
//! # The algorithm
//!
//! It is the first stage of simdjson (Langdale and Lemire, "Parsing Gigabytes of JSON per Second",
//! 2019), applied on demand. A *block* of 64 bytes becomes *bit masks*, numbers of 64 bits in which
//! bit *n* says something of byte *n*. Only the code that makes masks depends on the processor; all
//! code that uses them is the same on all processors.
//!
//! The masks of a block that starts outside of strings (the first byte is on the left; the blanks
//! that fill the block are left out):
//!
//! ```text
//! block      {"a\"b":["\\",1],"c":"]"}
//! quote      .1..1.1..1..1....1.1.1.1.   a quote
//! backslash  ...1......11.............   a backslash
//! escaped    ....1......1.............   after a backslash that is not escaped itself
//! unescaped  .1....1..1..1....1.1.1.1.   quote and not escaped
//! inside     .11111...111.....11..11..   an odd number of unescaped quotes is at or before it
//! opening    1.......1................   { or [, and not inside
//! closing    ...............1........1   } or ], and not inside
//! stop       .1.11.1..1111....1.1.1.1.   a quote, a backslash, below 32 or above 127
//! ```
//!
//! - **escaped**: in a run of backslashes every second one is escaped, and so is the byte after the
//!   run if the run's length is odd. One addition finds this for all runs of a block: runs that
//!   start at an odd position are added to all backslashes, and the carry moves to the bit after
//!   the run (function `escaped` in `block.rs`). A run at the end of a block is carried into the
//!   next block.
//! - **inside** is the *prefix xor* of the unescaped quotes: bit *n* is the xor of the bits 0 to
//!   *n*. A product without carries with all ones gives it, or six shifts with an xor each. It
//!   covers a string from its opening quote up to the byte before its closing quote. If a block
//!   ends inside a string, the mask of the next block is inverted.
//! - **The walk over members** puts a block at the opening quote of each key and reads the member
//!   by its stops: the first stop is that quote, the second one ends the key. If the value is a
//!   string, the third stop starts it, and the fourth stop ends it. Numbers and words are read byte
//!   by byte. What is between them (a colon, a comma, one blank after each) is compared with the
//!   bytes of the text. As long as these stops are quotes, key and value are ASCII without escapes,
//!   and no other mask is needed. Anything else (escapes, other whitespace, long keys) is read by
//!   functions for all cases.
//! - **The end of an object or list** is the bracket outside of strings at which as many have been
//!   closed as opened. The number of brackets in a block is the number of ones in *opening* and
//!   *closing*. The first block is that of the key, in which only what is after the key counts.
//! - **A long string** ends at its first unescaped quote. A block without a quote takes one
//!   comparison. Inside of an object or list, so does a block of numbers and blanks.
//! - **Repeated values**: a string, an object or a list of 128 bytes or more is remembered (the
//!   longest and the latest one). Where the same bytes follow again, one `memcmp` finds the end:
//!   such a value ends with its own closing character, so equal bytes are an equal value.
//! - **UTF-8**: if a block that was scanned has a byte above 127, the crate `simdutf8` validates
//!   the text. A repeated value is not validated again, since it is equal to one that was. No
//!   unsafe code relies on this validation: [`to_str`] validates whatever it converts.
//!
//! # Complexity
//!
//! Time is linear in the length of the text. Objects of up to twelve members need no allocation,
//! unless a key has an escape. A member takes the masks of one block, and those of another one for
//! each 64 bytes by which its value is longer. A look-up ([`ObjectIndex::get`]) takes time linear
//! in the number of members of that object.
//!
//! # Backends
//!
//! | [`Backend`] | processor | a block is |
//! |---|---|---|
//! | `Avx2` | x86-64 with AVX2, BMI1, BMI2, PCLMULQDQ, POPCNT | two registers of 32 bytes |
//! | `Sse2` | every x86-64 | four registers of 16 bytes |
//! | `Neon` | every aarch64 | four registers of 16 bytes |
//! | `Portable` | any, also big-endian and 32 bits | eight words of 8 bytes |
//!
//! [`index_with`] takes a backend at run time. `RUSTFLAGS='--cfg json_scan_backend="sse2"'` forces
//! one when a program is compiled (`avx2`, `sse2`, `neon`, `portable`); if the processor does not
//! have it, `Portable` is used. [`find`] obeys it, too.
//!
//! # Unsafe code
//!
//! It is in the files `backend/avx2.rs`, `backend/sse2.rs` and `backend/neon.rs`, which call the
//! processor's instructions, and in `plain.rs` for one conversion: bytes that were found to be
//! ASCII become a `&str`. Memory is read through references of a known length only. Where the text
//! ends before a block does, the end is copied to a buffer first.

#![deny(unsafe_code)]

mod backend;
mod block;
mod bytewise;
mod index;
mod key;
mod literal;
mod object;
mod plain;
mod repeats;
mod scan;
mod small;
mod strings;
mod window;

use std::error::Error;
use std::fmt;

pub use backend::Backend;
pub use key::Key;
pub use object::{Member, ObjectIndex};
pub use plain::{CHUNK, contains, first_escaped, is_any_escaped, is_any_escaped_of_two, is_escaped, is_plain, to_str};
pub use small::find;
pub use strings::{string_end, string_of, unescaped};

/// As many brackets around one another are refused, as `serde_json` does it.
pub const MAX_DEPTH: u32 = 128;

/// As many objects inside of one another are indexed at most. With a block of brackets in the last
/// one they are not nested too deep.
pub const MAX_LEVELS: usize = 64;

/// The longest text that can be indexed, in bytes: positions are kept in 32 bits.
pub const MAX_LEN: usize = (u32::MAX >> 1) as usize;

/// The bytes are not what they should be.
///
/// What is wrong, and where, is not known: that takes another pass, by `serde_json` or
/// [`std::str::from_utf8`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid;

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes are not a JSON object in UTF-8")
    }
}

impl Error for Invalid {}

/// Indexes a text that is one JSON object with nothing but whitespace around it.
///
/// `objects[0]` becomes the index of the object, `objects[1]` that of the object under the key
/// `nested` in it, `objects[2]` that of the object under the same key in `objects[1]`, and so on,
/// up to [`MAX_LEVELS`]. Where there is no such object, [`ObjectIndex::is_present`] says so. What
/// was in `objects` before is removed.
///
/// # Errors
///
/// [`Invalid`] if the text is [not accepted](crate#what-is-accepted), if it is longer than
/// [`MAX_LEN`], and if `objects` is empty. What is in `objects` then is of no use.
#[inline]
pub fn index(text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Result<(), Invalid> {
    index_with(Backend::best(), text, nested, objects)
}

/// The same by a backend that the caller chooses, for tests and benchmarks. One that is not
/// available is replaced by one that is.
///
/// # Errors
///
/// As [`index`](index()).
#[inline]
pub fn index_with(backend: Backend, text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Result<(), Invalid> {
    if text.len() > MAX_LEN {
        return Err(Invalid);
    }
    backend::index(backend, text, nested, objects).ok_or(Invalid)
}
