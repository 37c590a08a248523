//! Finds the members of a JSON object by bit masks, without building a tree.
//!
//! A program that reads three values of a large JSON text need not parse the rest of it.
//! [`index`](index()) scans a text once and records where each member of the object starts and
//! ends. Any JSON parser can then read the values that are used, straight from the text.
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
//! The second argument is the *nested key*: the object under this key is indexed, too, then the
//! object under the same key in that object, and so on, one level for each element of the slice.
//! [`find`] looks up one key of a small object and stores nothing.
//!
//! # What is accepted
//!
//! Every text that `serde_json` accepts as an object, with the same values. If a key occurs twice,
//! the last member counts. Every text that `serde_json` refuses is refused, with **one exception**:
//! a string, an object or a list that is not indexed is not fully checked. `index` checks only that
//! it is UTF-8, that quotes balance, that brackets balance in number (not in kind), that no
//! backslash is outside of strings, and that at most 127 brackets are open at once. Any other error
//! inside such a value passes; the parser that reads the value finds it. So this text is accepted,
//! although `[01}` is invalid:
//!
//! ```
//! # use aro_json_scan::{Key, ObjectIndex, index};
//! let text = br#"{"a": [01}, "b": 2}"#;
//! assert!(index(text, &Key::new("nested"), &mut [ObjectIndex::new()]).is_ok());
//! ```
//!
//! Keys, numbers, `true`, `false` and `null` of an indexed object are always checked, and so is
//! everything between its members.
//!
//! # The algorithm
//!
//! It is stage 1 of simdjson \[1\], applied on demand: a block is loaded at each key, not at each
//! multiple of 64. A *block* of 64 bytes becomes *bit masks*: 64-bit integers whose bit *n* is a
//! property of byte *n*. Only the code that makes masks depends on the processor; everything that
//! works on masks is the same everywhere.
//!
//! ## A worked example
//!
//! The masks of a block that starts outside of strings. The first byte is on the left, `.` is a
//! zero, and the spaces that fill the block are left out:
//!
//! ```text
//! block      {"a\"b":["\\",1],"c":"]"}
//! quote      .1..1.1..1..1....1.1.1.1.   is a quote
//! backslash  ...1......11.............   is a backslash
//! escaped    ....1......1.............   follows a backslash that is not escaped itself
//! unescaped  .1....1..1..1....1.1.1.1.   quote & !escaped
//! inside     .11111...111.....11..11..   prefix xor of unescaped
//! opening    1.......1................   is { or [, & !inside
//! closing    ...............1........1   is } or ], & !inside
//! stop       .1.11.1..1111....1.1.1.1.   is a quote, a backslash, below 32 or above 127
//! ```
//!
//! The `]` in the string `"]"` is not in *closing*, because *inside* has its bit. The list starts
//! at byte 8, and the first bit of *closing*, at byte 15, ends it.
//!
//! ## How the masks are made
//!
//! - **escaped**: in a run of backslashes, and after it, the bytes at an odd distance from its
//!   start are escaped. One addition separates the runs that start at an odd position from those
//!   that start at an even one, for the whole block (section 3.1.1 of \[1\], in the shorter form
//!   of simdjson's code; `escaped` in `block.rs`). A run that reaches the end of a block is carried
//!   into the next block.
//! - **inside** is the *prefix xor* of the unescaped quotes: bit *n* is the xor of the bits 0 to
//!   *n*, so it is set from an opening quote up to the byte before the closing one. The carry-less
//!   product with all ones gives it, or six shifts with a xor each. If a block ends inside a
//!   string, the mask of the next block is inverted.
//! - **The portable backend** makes masks by SWAR ("SIMD within a register" \[2\]): a 64-bit word
//!   has eight bytes, which are compared at once.
//!
//! ## How they are used
//!
//! - **Members** (`index.rs`): a block is loaded at the opening quote of each key, which is its
//!   first stop. The second stop ends the key. If the value is a string, the third stop starts it,
//!   and the fourth ends it. Numbers and words are read byte by byte. The bytes between key and
//!   value are compared with `":`, and those between members with `,"`, with or without one space.
//!   This is the fast path. It requires that these stops are quotes: then key and value are ASCII
//!   without escapes, and no other mask is needed. Everything else (escapes, other whitespace, long
//!   keys) takes the slow path, which handles every case.
//! - **Objects and lists** (`scan.rs`) end at the bracket at which as many have been closed as were
//!   opened. The ones in *opening* and *closing* count the brackets of a block. The first block is
//!   that of the key, in which only the bits after the opening bracket count.
//! - **Long strings** end at their first unescaped quote. A block without a quote costs one
//!   comparison, and so does a block of numbers and spaces inside an object or list.
//! - **Repeated values** (`repeats.rs`): the longest and the latest string, object or list of 128
//!   bytes or more are remembered. Where the same bytes follow again, one `memcmp` finds the end.
//!   Such a value ends with its own closing character, so equal bytes are an equal value.
//! - **UTF-8**: a scan collects whether a block has a byte above 127. If so, the crate `simdutf8`
//!   validates the text, by the algorithm of Keiser and Lemire \[3\]. A repeated value is not
//!   validated again, since its bytes are equal to validated ones.
//!
//! ## Invariants
//!
//! - A block of the fast path starts at the opening quote of a key, so its first byte is outside of
//!   strings and not escaped. A scan that continues in another block carries three things over: the
//!   number of open brackets, whether it is inside a string, and whether the first byte is escaped.
//! - The key of a stored member is valid. The end of a nested object is stored when it is reached.
//! - All backends give the same masks, so they give the same index.
//! - No unsafe code relies on the scan's validation of UTF-8: [`to_str`] checks what it converts.
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
//! one at compile time (`avx2`, `sse2`, `neon`, `portable`); if the processor does not have it,
//! `Portable` is used. [`find`] obeys this setting, too.
//!
//! # Unsafe code
//!
//! It is in `backend/avx2.rs`, `backend/sse2.rs` and `backend/neon.rs`, which call the processor's
//! instructions, and in `plain.rs` for one conversion: bytes that were found to be ASCII become a
//! `&str`. Memory is read only through references of a known length. Where the text ends before a
//! block does, its end is copied to a padded buffer first.
//!
//! # References
//!
//! 1. Geoff Langdale and Daniel Lemire, "Parsing Gigabytes of JSON per Second", The VLDB Journal 28
//!    (2019).
//! 2. Randall J. Fisher and Henry G. Dietz, "Compiling for SIMD Within a Register", LCPC 1998.
//! 3. John Keiser and Daniel Lemire, "Validating UTF-8 in Less Than One Instruction per Byte",
//!    Software: Practice and Experience 51 (2021).

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
mod text;

use std::error::Error;
use std::fmt;

pub use backend::Backend;
pub use key::Key;
pub use object::{Member, ObjectIndex};
pub use plain::{CHUNK, contains, first_escaped, is_any_escaped, is_any_escaped_of_two, is_escaped, is_plain, to_str};
pub use small::find;
pub use strings::{string_end, string_of, unescaped};

/// The depth of nesting at which a text is refused. It is the limit of `serde_json`.
pub const MAX_DEPTH: u32 = 128;

/// The number of nested objects that are indexed at most. It is small enough that a block of 64
/// brackets in the innermost one does not exceed [`MAX_DEPTH`].
pub const MAX_LEVELS: usize = 64;

/// The longest text that can be indexed, in bytes: positions are kept in 32 bits.
pub const MAX_LEN: usize = (u32::MAX >> 1) as usize;

/// The bytes are not a JSON object, or not UTF-8.
///
/// The scan does not record what is wrong, and where. To find out, parse the bytes again by
/// `serde_json` or [`std::str::from_utf8`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid;

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes are not a JSON object in UTF-8")
    }
}

impl Error for Invalid {}

/// Indexes a JSON text that is one object with nothing but whitespace around it.
///
/// `objects[0]` becomes the index of the object, `objects[1]` that of the object under the key
/// `nested` in it, `objects[2]` that of the object under the same key in `objects[1]`, and so on,
/// up to [`MAX_LEVELS`]. If there is no such object, its [`ObjectIndex::is_present`] is false. The
/// former content of `objects` is removed.
///
/// # Errors
///
/// [`Invalid`] if the text is [not accepted](crate#what-is-accepted), if it is longer than
/// [`MAX_LEN`], and if `objects` is empty. The content of `objects` is then unspecified.
#[inline]
pub fn index(text: &[u8], nested: &Key<'_>, objects: &mut [ObjectIndex]) -> Result<(), Invalid> {
    index_with(Backend::best(), text, nested, objects)
}

/// As [`index`](index()), by a backend that the caller chooses, for tests and benchmarks. If it is
/// not available, one that is available is used instead.
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
