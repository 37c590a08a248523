//! The value that an action returned: an object as it is, anything else under a key.

use std::fmt::Display;

use serde::ser::{Serialize, Serializer};

use super::compound::{Closing, Elements, Members};
use super::{Plain, SERDE_JSON_PRIVATE, SerializeError, Written};
use crate::json::open_object;

/// Writes the value that an action returned.
pub(crate) struct Top<'w> {
    out: &'w mut Vec<u8>,
    key: &'static str,
}

impl<'w> Top<'w> {
    /// A result that is not an object becomes `{"key":result}`.
    pub(crate) fn new(out: &'w mut Vec<u8>, key: &'static str) -> Self {
        Self { out, key }
    }

    fn wrapped<T: Serialize + ?Sized>(self, value: &T) -> Written {
        let mut members = Members::begin_with(self.out, self.key);
        members.value(value).map_err(SerializeError::at_top)?;
        members.finish();
        Ok(())
    }

    /// The end of the list closes the object around it too.
    fn list(self) -> Result<Elements<'w>, SerializeError> {
        open_object(self.out, self.key);
        self.out.push(b'[');
        Ok(Elements { out: self.out, depth: 2, count: 0, end: "]}" })
    }

    fn empty(self) -> Written {
        self.out.extend_from_slice(b"{}");
        Ok(())
    }
}

macro_rules! wrap {
    ($($method:ident($ty:ty);)*) => {$(
        #[inline]
        fn $method(self, value: $ty) -> Written { self.wrapped(&value) }
    )*};
}

impl<'w> Serializer for Top<'w> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Elements<'w>;
    type SerializeTuple = Elements<'w>;
    type SerializeTupleStruct = Elements<'w>;
    type SerializeTupleVariant = Elements<'w>;
    type SerializeMap = Members<'w>;
    type SerializeStruct = Members<'w>;
    type SerializeStructVariant = Members<'w>;

    wrap! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64);
        serialize_i128(i128); serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64);
        serialize_u128(u128); serialize_f32(f32); serialize_f64(f64); serialize_char(char); serialize_str(&str);
        serialize_bytes(&[u8]);
    }

    fn serialize_none(self) -> Written {
        self.empty()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.empty()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.empty()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.wrapped(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        Plain { out: self.out, depth: 0 }.serialize_newtype_variant(name, index, variant, value)
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'w>, SerializeError> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements<'w>, SerializeError> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Elements<'w>, SerializeError> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Elements<'w>, SerializeError> {
        Plain { out: self.out, depth: 0 }.serialize_tuple_variant(name, index, variant, len)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'w>, SerializeError> {
        Members::begin(self.out, Closing::One, 0)
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members<'w>, SerializeError> {
        match name.starts_with(SERDE_JSON_PRIVATE) {
            // If it is not an object, it will be inside of one.
            true => Ok(Members::begin_private(self.out, 0, Some(self.key))),
            false => Members::begin(self.out, Closing::One, 0),
        }
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Members<'w>, SerializeError> {
        Plain { out: self.out, depth: 0 }.serialize_struct_variant(name, index, variant, len)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Written {
        self.wrapped(&value.to_string())
    }
}
