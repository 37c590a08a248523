//! Text that is JSON already.

use serde::ser::{Error as _, Impossible, Serialize, Serializer};

use super::{Done, SerializeError, room};

/// Writes a string as it is, without quotes: `serde_json` hands the text of its own types over as one.
///
/// Whatever is a member of a struct is compiled with this serializer too, so all else is refused in as little code as can be.
pub(super) struct Verbatim<'w> {
    pub(super) out: &'w mut Vec<u8>,
}

type Never = Impossible<(), SerializeError>;

#[cold]
fn refused<T>() -> Result<T, SerializeError> {
    Err(SerializeError::custom("raw JSON is a text"))
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
    fn serialize_str(self, text: &str) -> Done {
        room::reserve(self.out, text.len());
        self.out.extend_from_slice(text.as_bytes());
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

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Done {
        refused()
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Done {
        refused()
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Done {
        refused()
    }
}
