//! Strings in the places where only a string is possible.

use serde::ser::{Error as _, Impossible, Serialize, Serializer};

use super::{SerializeError, Written};
use crate::json::{reserve, write_key};

/// Writes a string that is JSON already, or the key of a member.
///
/// Every type that is a key, or a member of a struct, is compiled with this serializer too: so it
/// refuses everything else in little code.
pub(super) struct Verbatim<'w> {
    pub(super) out: &'w mut Vec<u8>,
    pub(super) what: What,
}

/// What the string is.
#[derive(Clone, Copy)]
pub(super) enum What {
    /// JSON: how `serde_json` passes the JSON of its private types.
    Json,
    /// A key; whether it is the first one.
    Key(bool),
}

type Never = Impossible<(), SerializeError>;

fn refused<T>() -> Result<T, SerializeError> {
    Err(SerializeError::custom("only a string is possible here"))
}

macro_rules! refuse {
    ($($method:ident($($ty:ty),*) -> $output:ty;)*) => {$(
        #[inline]
        fn $method(self $(, _: $ty)*) -> Result<$output, SerializeError> { refused() }
    )*};
}

impl Serializer for Verbatim<'_> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    #[inline]
    fn serialize_str(self, string: &str) -> Written {
        match self.what {
            What::Key(first) => write_key(self.out, first, string),
            What::Json => {
                reserve(self.out, string.len());
                self.out.extend_from_slice(string.as_bytes());
            }
        }
        Ok(())
    }

    refuse! {
        serialize_bool(bool) -> (); serialize_i8(i8) -> (); serialize_i16(i16) -> (); serialize_i32(i32) -> ();
        serialize_i64(i64) -> (); serialize_u8(u8) -> (); serialize_u16(u16) -> (); serialize_u32(u32) -> ();
        serialize_u64(u64) -> (); serialize_f32(f32) -> (); serialize_f64(f64) -> (); serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> (); serialize_none() -> (); serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> (); serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Never; serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never; serialize_struct(&'static str, usize) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Written {
        refused()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Written {
        refused()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        refused()
    }
}
