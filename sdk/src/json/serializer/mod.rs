//! Writes a value as JSON, straight into a buffer, by the hosts' rules ([ABI, section
//! 5](aro_abi::reference#5-replies-of-actions-and-services)).
//!
//! Not `serde_json::to_writer`, because
//!
//! - hosts turn null into the string "null": a member whose value is null is left out;
//! - hosts take objects only: [`Top`] puts any other result under a key;
//! - hosts refuse nesting beyond [`MAX_DEPTH`], numbers that no double can hold and unpaired
//!   surrogates: each is an error that names its place in the value.
//!
//! Numbers are written by `serde_json`'s formatter.

mod compound;
mod raw;
mod top;
mod verbatim;

use std::fmt::{self, Display};

use serde::ser::{Serialize, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};

use super::path_tracking::push_key;
use super::{open_object, write_string};
use compound::{Closing, Elements, Members};
pub(crate) use top::Top;

/// A private type of `serde_json` (`RawValue`, numbers of arbitrary precision) passes through a
/// struct whose name begins so, with its JSON as a string.
const SERDE_JSON_PRIVATE: &str = "$serde_json::private::";

/// How deep hosts read a reply: lists and objects, the outermost counted.
pub(crate) const MAX_DEPTH: usize = 512;

/// Why a value cannot be written. Boxed, so that the `Result` of each step fits a register.
#[derive(Debug)]
pub(crate) struct SerializeError(Box<Reason>);

#[derive(Debug)]
struct Reason {
    message: String,
    /// The place in the value, such as `.rows[3]`; empty for the value itself.
    path: String,
}

impl SerializeError {
    #[cold]
    fn of(message: String) -> Self {
        Self(Box::new(Reason { message, path: String::new() }))
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// The error of an element, as one of its list.
    #[cold]
    fn in_element(mut self, index: usize) -> Self {
        self.prepend(&format!("[{index}]"));
        self
    }

    /// The error of a member's value, as one of its object. `key` is as it was written: quoted, and
    /// with its punctuation.
    #[cold]
    fn in_member(mut self, key: &[u8]) -> Self {
        let key = key.strip_prefix(b",").unwrap_or(key);
        let key = key.strip_suffix(b":").unwrap_or(key);
        let mut step = String::new();
        if let Ok(key) = serde_json::from_slice::<String>(key) {
            push_key(&mut step, &key);
        }
        self.prepend(&step);
        self
    }

    /// The same error without its place.
    fn at_top(mut self) -> Self {
        self.0.path.clear();
        self
    }

    /// A place that is nested deep is cut at its end.
    fn prepend(&mut self, step: &str) {
        const LONGEST: usize = 200;
        let path = &mut self.0.path;
        path.insert_str(0, step);
        if path.len() > LONGEST {
            let cut = (0..=LONGEST).rev().find(|at| path.is_char_boundary(*at)).unwrap_or(0);
            path.truncate(cut);
            path.push('…');
        }
    }
}

impl Display for SerializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reason { message, path } = &*self.0;
        match path.strip_prefix('.').unwrap_or(path) {
            "" => f.write_str(message),
            path => write!(f, "{path}: {message}"),
        }
    }
}

impl std::error::Error for SerializeError {}

impl serde::ser::Error for SerializeError {
    fn custom<T: Display>(message: T) -> Self {
        Self::of(message.to_string())
    }
}

impl From<serde_json::Error> for SerializeError {
    fn from(error: serde_json::Error) -> Self {
        Self::of(error.to_string())
    }
}

impl From<std::io::Error> for SerializeError {
    fn from(error: std::io::Error) -> Self {
        Self::of(error.to_string())
    }
}

type Written = Result<(), SerializeError>;

/// Writes `{"key":value}`, and returns whether the value was anything but null.
pub(crate) fn write_under<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    key: &'static str,
    value: &T,
) -> Result<bool, SerializeError> {
    let mut members = Members::begin(out, Closing::One, 0)?;
    members.member(key, value)?;
    let written = !members.first;
    members.finish();
    Ok(written)
}

/// Writes a value that will be inside `depth` lists and objects of a reply.
pub(crate) fn write_value<T: Serialize + ?Sized>(out: &mut Vec<u8>, depth: usize, value: &T) -> Written {
    value.serialize(Plain { out, depth })
}

/// Writes a value as it is.
struct Plain<'w> {
    out: &'w mut Vec<u8>,
    /// How many lists and objects are open around the value.
    depth: usize,
}

#[cold]
fn too_deep() -> SerializeError {
    SerializeError::of(format!("hosts read {MAX_DEPTH} levels of lists and objects, and this is another"))
}

/// One level more than `depth`.
#[inline]
fn deeper(depth: usize) -> Result<usize, SerializeError> {
    if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(too_deep()) }
}

macro_rules! by_formatter {
    ($($method:ident($ty:ty) $write:ident;)*) => {$(
        #[inline]
        fn $method(self, value: $ty) -> Written {
            Ok(CompactFormatter.$write(self.out, value)?)
        }
    )*};
}

#[cold]
fn not_finite(value: f64) -> SerializeError {
    SerializeError::of(format!("{value} is not a number that JSON knows"))
}

impl<'w> Serializer for Plain<'w> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Elements<'w>;
    type SerializeTuple = Elements<'w>;
    type SerializeTupleStruct = Elements<'w>;
    type SerializeTupleVariant = Elements<'w>;
    type SerializeMap = Members<'w>;
    type SerializeStruct = Members<'w>;
    type SerializeStructVariant = Members<'w>;

    by_formatter! {
        serialize_i8(i8) write_i8; serialize_i16(i16) write_i16;
        serialize_i32(i32) write_i32; serialize_i64(i64) write_i64; serialize_i128(i128) write_i128;
        serialize_u8(u8) write_u8; serialize_u16(u16) write_u16; serialize_u32(u32) write_u32;
        serialize_u64(u64) write_u64; serialize_u128(u128) write_u128;
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Written {
        match value {
            true => self.out.extend_from_slice(b"true"),
            false => self.out.extend_from_slice(b"false"),
        }
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Written {
        if !value.is_finite() {
            return Err(not_finite(value.into()));
        }
        Ok(CompactFormatter.write_f32(self.out, value)?)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Written {
        if !value.is_finite() {
            return Err(not_finite(value));
        }
        Ok(CompactFormatter.write_f64(self.out, value)?)
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Written {
        write_string(self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        self.collect_seq(value)
    }

    #[inline]
    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        // The name of a variant has a meaning even if its value is null, so this member stays.
        open_object(self.out, variant);
        value.serialize(Plain { out: self.out, depth: deeper(self.depth)? })?;
        self.out.push(b'}');
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'w>, SerializeError> {
        let depth = deeper(self.depth)?;
        self.out.push(b'[');
        Ok(Elements { out: self.out, depth, count: 0, end: "]" })
    }

    fn serialize_tuple(self, len: usize) -> Result<Elements<'w>, SerializeError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Elements<'w>, SerializeError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Elements<'w>, SerializeError> {
        let depth = deeper(deeper(self.depth)?)?;
        open_object(self.out, variant);
        self.out.push(b'[');
        Ok(Elements { out: self.out, depth, count: 0, end: "]}" })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'w>, SerializeError> {
        Members::begin(self.out, Closing::One, self.depth)
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members<'w>, SerializeError> {
        match name.starts_with(SERDE_JSON_PRIVATE) {
            true => Ok(Members::begin_private(self.out, self.depth, None)),
            false => Members::begin(self.out, Closing::One, self.depth),
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'w>, SerializeError> {
        let depth = deeper(self.depth)?;
        open_object(self.out, variant);
        Members::begin(self.out, Closing::Two, depth)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Written {
        self.serialize_str(&value.to_string())
    }
}
