//! Writes a value as the reply: straight into the buffer, an object as it is, everything else under a key, and no nulls as
//! members of objects, because hosts turn null into the text "null" (ABI, section 5).

mod compound;
mod top;
mod verbatim;

use std::fmt::{self, Display};

use serde::ser::{Serialize, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};

use super::{room, text};
use crate::error::joined;
use compound::{End, Items, Members};
pub(crate) use top::Top;

/// Why a value cannot be written. Boxed, so that the `Result` of every step is one register.
#[derive(Debug)]
pub(crate) struct SerializeError(Box<Reason>);

#[derive(Debug)]
struct Reason {
    message: String,
}

impl SerializeError {
    #[cold]
    fn of(message: String) -> Self {
        Self(Box::new(Reason { message }))
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }
}

impl Display for SerializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
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

type Done = Result<(), SerializeError>;

/// Writes `{"key": value}`; whether the value was more than null.
pub(super) fn write_under<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    key: &'static str,
    value: &T,
) -> Result<bool, SerializeError> {
    let mut members = Members::begin(out, End::One);
    members.member(key, value)?;
    let written = !members.first;
    members.finish();
    Ok(written)
}

/// Writes a value of any kind, as inside a result.
pub(crate) fn write_value<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Done {
    value.serialize(Plain { out })
}

/// Writes a value of any kind.
struct Plain<'w> {
    out: &'w mut Vec<u8>,
}

macro_rules! by_formatter {
    ($($method:ident($ty:ty) $write:ident;)*) => {$(
        #[inline]
        fn $method(self, value: $ty) -> Done {
            Ok(CompactFormatter.$write(self.out, value)?)
        }
    )*};
}

/// Told without writing a number: what writes numbers as texts is fifteen kilobytes, and the rest has no use for it.
#[cold]
fn not_finite(value: f64) -> SerializeError {
    let name = match value {
        f64::INFINITY => "inf",
        f64::NEG_INFINITY => "-inf",
        _ => "NaN",
    };
    SerializeError::of(joined(&[name, " is not a number that JSON knows"]))
}

impl<'w> Serializer for Plain<'w> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Items<'w>;
    type SerializeTuple = Items<'w>;
    type SerializeTupleStruct = Items<'w>;
    type SerializeTupleVariant = Items<'w>;
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
    fn serialize_bool(self, value: bool) -> Done {
        // Each of its own length, which is known.
        match value {
            true => self.out.extend_from_slice(b"true"),
            false => self.out.extend_from_slice(b"false"),
        }
        Ok(())
    }

    #[inline]
    fn serialize_f32(self, value: f32) -> Done {
        if !value.is_finite() {
            return Err(not_finite(value.into()));
        }
        Ok(CompactFormatter.write_f32(self.out, value)?)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Done {
        if !value.is_finite() {
            return Err(not_finite(value));
        }
        Ok(CompactFormatter.write_f64(self.out, value)?)
    }

    #[inline]
    fn serialize_char(self, value: char) -> Done {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Done {
        text::write(self.out, value);
        Ok(())
    }

    #[inline]
    fn serialize_bytes(self, value: &[u8]) -> Done {
        self.collect_seq(value)
    }

    #[inline]
    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Done {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    #[inline]
    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        // A variant's name says something even where its value does not, so this member stays although it be null.
        text::open_with(self.out, variant);
        value.serialize(Plain { out: self.out })?;
        self.out.push(b'}');
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w>, SerializeError> {
        self.out.push(b'[');
        Ok(Items { out: self.out, first: true, end: "]" })
    }

    #[inline]
    fn serialize_tuple(self, len: usize) -> Result<Items<'w>, SerializeError> {
        self.serialize_seq(Some(len))
    }

    #[inline]
    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Items<'w>, SerializeError> {
        self.serialize_seq(Some(len))
    }

    #[inline]
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'w>, SerializeError> {
        text::open_with(self.out, variant);
        self.out.push(b'[');
        Ok(Items { out: self.out, first: true, end: "]}" })
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Members<'w>, SerializeError> {
        Ok(Members::begin(self.out, End::One))
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members<'w>, SerializeError> {
        Ok(match Members::is_foreign(name) {
            true => Members::begin_foreign(self.out, None),
            false => Members::begin(self.out, End::One),
        })
    }

    #[inline]
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'w>, SerializeError> {
        text::open_with(self.out, variant);
        Ok(Members::begin(self.out, End::Two))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Done {
        self.serialize_str(&value.to_string())
    }
}
