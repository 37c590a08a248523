//! Writes a value as the reply: straight into the buffer, an object as it is, everything else under a key, and no nulls as
//! members of objects, because hosts turn null into the text "null" (ABI, section 5).

use std::fmt::{self, Display};

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::ser::{CompactFormatter, Formatter};

use super::text;

/// Why a value cannot be written.
#[derive(Debug)]
pub(crate) struct SerializeError(String);

impl Display for SerializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SerializeError {}

impl serde::ser::Error for SerializeError {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl From<serde_json::Error> for SerializeError {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<std::io::Error> for SerializeError {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
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
    members.finish()?;
    Ok(written)
}

/// Writes a value of any kind.
struct Plain<'w> {
    out: &'w mut Vec<u8>,
}

/// Writes the value that an action returned.
pub(crate) struct Top<'w> {
    out: &'w mut Vec<u8>,
    key: &'static str,
}

impl<'w> Top<'w> {
    /// `key` takes what is not an object.
    pub(crate) fn new(out: &'w mut Vec<u8>, key: &'static str) -> Self {
        Self { out, key }
    }

    fn wrapped<T: Serialize + ?Sized>(self, value: &T) -> Done {
        let mut members = Members::begin(self.out, End::One);
        members.member(self.key, value)?;
        members.finish()
    }

    /// A list is written in pieces, so its object is closed at its end.
    fn list(self) -> Result<Items<'w>, SerializeError> {
        self.out.push(b'{');
        text::write(self.out, self.key);
        self.out.extend_from_slice(b":[");
        Ok(Items { out: self.out, first: true, end: "]}" })
    }

    fn empty(self) -> Done {
        self.out.extend_from_slice(b"{}");
        Ok(())
    }
}

macro_rules! wrap {
    ($($method:ident($ty:ty);)*) => {$(
        fn $method(self, value: $ty) -> Done { self.wrapped(&value) }
    )*};
}

impl<'w> Serializer for Top<'w> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Items<'w>;
    type SerializeTuple = Items<'w>;
    type SerializeTupleStruct = Items<'w>;
    type SerializeTupleVariant = Items<'w>;
    type SerializeMap = Members<'w>;
    type SerializeStruct = Members<'w>;
    type SerializeStructVariant = Members<'w>;

    wrap! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64);
        serialize_i128(i128); serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64);
        serialize_u128(u128); serialize_f32(f32); serialize_f64(f64); serialize_char(char); serialize_str(&str);
        serialize_bytes(&[u8]);
    }

    fn serialize_none(self) -> Done {
        self.empty()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.empty()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.empty()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.wrapped(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        Plain { out: self.out }.serialize_newtype_variant(name, index, variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w>, SerializeError> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'w>, SerializeError> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'w>, SerializeError> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Items<'w>, SerializeError> {
        Plain { out: self.out }.serialize_tuple_variant(name, index, variant, len)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'w>, SerializeError> {
        Ok(Members::begin(self.out, End::One))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members<'w>, SerializeError> {
        Ok(match Members::foreign(name) {
            Some(name) => Members::begin_foreign(self.out, name, Some(self.key)),
            None => Members::begin(self.out, End::One),
        })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Members<'w>, SerializeError> {
        Plain { out: self.out }.serialize_struct_variant(name, index, variant, len)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Done {
        self.wrapped(&value.to_string())
    }
}

macro_rules! by_formatter {
    ($($method:ident($ty:ty) $write:ident;)*) => {$(
        fn $method(self, value: $ty) -> Done {
            Ok(CompactFormatter.$write(self.out, value)?)
        }
    )*};
}

fn not_finite(value: impl Display) -> SerializeError {
    SerializeError(format!("{value} is not a number that JSON knows"))
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
        serialize_bool(bool) write_bool; serialize_i8(i8) write_i8; serialize_i16(i16) write_i16;
        serialize_i32(i32) write_i32; serialize_i64(i64) write_i64; serialize_i128(i128) write_i128;
        serialize_u8(u8) write_u8; serialize_u16(u16) write_u16; serialize_u32(u32) write_u32;
        serialize_u64(u64) write_u64; serialize_u128(u128) write_u128;
    }

    fn serialize_f32(self, value: f32) -> Done {
        if !value.is_finite() {
            return Err(not_finite(value));
        }
        Ok(CompactFormatter.write_f32(self.out, value)?)
    }

    fn serialize_f64(self, value: f64) -> Done {
        if !value.is_finite() {
            return Err(not_finite(value));
        }
        Ok(CompactFormatter.write_f64(self.out, value)?)
    }

    fn serialize_char(self, value: char) -> Done {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Done {
        text::write(self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Done {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

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
        self.out.push(b'{');
        text::write(self.out, variant);
        self.out.push(b':');
        value.serialize(Plain { out: self.out })?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w>, SerializeError> {
        self.out.push(b'[');
        Ok(Items { out: self.out, first: true, end: "]" })
    }

    fn serialize_tuple(self, len: usize) -> Result<Items<'w>, SerializeError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Items<'w>, SerializeError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'w>, SerializeError> {
        self.out.push(b'{');
        text::write(self.out, variant);
        self.out.extend_from_slice(b":[");
        Ok(Items { out: self.out, first: true, end: "]}" })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'w>, SerializeError> {
        Ok(Members::begin(self.out, End::One))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members<'w>, SerializeError> {
        Ok(match Members::foreign(name) {
            Some(name) => Members::begin_foreign(self.out, name, None),
            None => Members::begin(self.out, End::One),
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'w>, SerializeError> {
        self.out.push(b'{');
        text::write(self.out, variant);
        self.out.push(b':');
        Ok(Members::begin(self.out, End::Two))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Done {
        self.serialize_str(&value.to_string())
    }
}

/// A list that is being written.
pub(crate) struct Items<'w> {
    out: &'w mut Vec<u8>,
    first: bool,
    end: &'static str,
}

impl Items<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        value.serialize(Plain { out: self.out })
    }

    fn finish(self) -> Done {
        self.out.extend_from_slice(self.end.as_bytes());
        Ok(())
    }
}

macro_rules! items {
    ($($trait:ident::$method:ident;)*) => {$(
        impl $trait for Items<'_> {
            type Ok = ();
            type Error = SerializeError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Done { self.item(value) }

            fn end(self) -> Done { self.finish() }
        }
    )*};
}

items! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

enum End {
    One,
    Two,
    /// A type of `serde_json`'s own, such as `RawValue`: it writes itself. `wrap` is the key that takes what is not an object.
    Foreign {
        name: &'static str,
        start: usize,
        wrap: Option<&'static str>,
    },
}

/// An object that is being written.
pub(crate) struct Members<'w> {
    out: &'w mut Vec<u8>,
    first: bool,
    end: End,
    /// Where the member begins whose value is to come.
    start: usize,
}

impl<'w> Members<'w> {
    fn begin(out: &'w mut Vec<u8>, end: End) -> Self {
        out.push(b'{');
        let start = out.len();
        Self { out, first: true, end, start }
    }

    /// `serde_json` passes some types of its own through a struct of a secret name.
    fn foreign(name: &'static str) -> Option<&'static str> {
        name.starts_with("$serde_json::private::").then_some(name)
    }

    fn begin_foreign(out: &'w mut Vec<u8>, name: &'static str, wrap: Option<&'static str>) -> Self {
        let start = out.len();
        Self { out, first: true, end: End::Foreign { name, start, wrap }, start }
    }

    fn member<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        if let End::Foreign { name, .. } = self.end {
            let from = self.out.len();
            serde_json::to_writer(&mut *self.out, &Foreign { name, key, value })?;
            // Such a type's text is not escaped, and a NUL would end the reply.
            return match memchr::memchr(0, &self.out[from..]) {
                Some(_) => Err(SerializeError("raw JSON contains no NUL, but this does".to_owned())),
                None => Ok(()),
            };
        }
        self.start = self.out.len();
        if !self.first {
            self.out.push(b',');
        }
        text::write(self.out, key);
        self.value(value)
    }

    /// The member's key is written. A member whose value comes out as null is taken back.
    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.out.push(b':');
        let from = self.out.len();
        value.serialize(Plain { out: self.out })?;
        if &self.out[from..] == b"null" {
            self.out.truncate(self.start);
        } else {
            self.first = false;
        }
        Ok(())
    }

    fn finish(self) -> Done {
        match self.end {
            End::One => self.out.push(b'}'),
            End::Two => self.out.extend_from_slice(b"}}"),
            End::Foreign { start, wrap: Some(key), .. } => {
                let text = self.out[start..].trim_ascii();
                match text.first() {
                    Some(b'{') => {}
                    Some(b'n') => {
                        self.out.truncate(start);
                        self.out.extend_from_slice(b"{}");
                    }
                    _ => {
                        let mut prefix = vec![b'{'];
                        text::write(&mut prefix, key);
                        prefix.push(b':');
                        self.out.splice(start..start, prefix);
                        self.out.push(b'}');
                    }
                }
            }
            End::Foreign { wrap: None, .. } => {}
        }
        Ok(())
    }
}

struct Foreign<'a, T: ?Sized> {
    name: &'static str,
    key: &'static str,
    value: &'a T,
}

impl<T: Serialize + ?Sized> Serialize for Foreign<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct(self.name, 1)?;
        state.serialize_field(self.key, self.value)?;
        state.end()
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.member(key, value)
    }

    fn end(self) -> Done {
        self.finish()
    }
}

impl SerializeStructVariant for Members<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.member(key, value)
    }

    fn end(self) -> Done {
        self.finish()
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        self.start = self.out.len();
        if !self.first {
            self.out.push(b',');
        }
        write_key(self.out, key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.value(value)
    }

    fn end(self) -> Done {
        self.finish()
    }
}

/// Which keys are possible, and how a number becomes one, is `serde_json`'s affair: it writes an object of this one member, and all
/// but the key is taken off again.
fn write_key<K: Serialize + ?Sized>(out: &mut Vec<u8>, key: &K) -> Done {
    struct OneMember<'a, K: ?Sized>(&'a K);

    impl<K: Serialize + ?Sized> Serialize for OneMember<'_, K> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(self.0, &())?;
            map.end()
        }
    }

    let start = out.len();
    serde_json::to_writer(&mut *out, &OneMember(key))?;
    out.remove(start);
    out.truncate(out.len() - ":null}".len());
    Ok(())
}
