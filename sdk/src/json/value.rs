//! The first attempt at a value: strings by our own means, everything else by `serde_json`.

use serde::de::{Deserializer, Error as _, Visitor};
use serde_json::Error;

use crate::arena::Arena;
use aro_json_scan::{is_plain, unescaped};

/// The JSON text of one value.
#[derive(Clone, Copy)]
pub(super) struct Value<'de> {
    text: &'de str,
    arena: &'de Arena,
}

/// A string between its quotes.
enum Inner<'de> {
    /// As it stands.
    Plain(&'de str),
    /// With escapes still in it.
    Escaped(&'de str),
}

impl<'de> Value<'de> {
    #[inline]
    pub(super) fn new(text: &'de str, arena: &'de Arena) -> Self {
        Self { text, arena }
    }

    /// What stands between the quotes, if the value is a string. `serde_json` refuses control
    /// characters, so they are left to it.
    #[inline]
    fn inner(self) -> Option<Inner<'de>> {
        let inner = self.text.strip_prefix('"')?.strip_suffix('"')?;
        if is_plain(inner.as_bytes()) {
            return Some(Inner::Plain(inner));
        }
        inner.bytes().all(|byte| byte >= b' ').then_some(Inner::Escaped(inner))
    }

    fn whole<T>(
        self,
        read: impl FnOnce(&mut serde_json::Deserializer<serde_json::de::StrRead<'de>>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut inner = serde_json::Deserializer::from_str(self.text);
        let value = read(&mut inner)?;
        inner.end()?;
        Ok(value)
    }
}

macro_rules! forward {
    ($($method:ident($($arg:ident: $ty:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $($arg: $ty,)* visitor: V) -> Result<V::Value, Error> {
            self.whole(|inner| inner.$method($($arg,)* visitor))
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    forward! {
        deserialize_any(); deserialize_bool(); deserialize_i8(); deserialize_i16(); deserialize_i32(); deserialize_i64();
        deserialize_i128(); deserialize_u8(); deserialize_u16(); deserialize_u32(); deserialize_u64(); deserialize_u128();
        deserialize_f32(); deserialize_f64(); deserialize_char();
        deserialize_bytes(); deserialize_byte_buf(); deserialize_unit();
        deserialize_unit_struct(name: &'static str); deserialize_seq();
        deserialize_tuple(len: usize); deserialize_tuple_struct(name: &'static str, len: usize); deserialize_map();
        deserialize_newtype_struct(name: &'static str);
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier(); deserialize_ignored_any();
    }

    /// For a type that would like to borrow.
    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.inner() {
            Some(Inner::Plain(text)) => visitor.visit_borrowed_str(text),
            Some(Inner::Escaped(inner)) => match unescaped(inner) {
                Some(text) => visitor.visit_borrowed_str(self.arena.keep(text)),
                None => Err(Error::custom("escape")),
            },
            None => self.whole(|inner| inner.deserialize_str(visitor)),
        }
    }

    /// For a type that wants a string of its own.
    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.inner() {
            Some(Inner::Plain(text)) => visitor.visit_borrowed_str(text),
            Some(Inner::Escaped(inner)) => match unescaped(inner) {
                Some(text) => visitor.visit_string(text),
                None => Err(Error::custom("escape")),
            },
            None => self.whole(|inner| inner.deserialize_string(visitor)),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // An event's payload is the text as it came, with whatever blanks are around it.
        let blank = |byte: Option<&u8>| byte.is_some_and(|byte| *byte <= b' ');
        let bytes = self.text.as_bytes();
        let text = match blank(bytes.first()) || blank(bytes.last()) {
            true => self.text.trim_matches([' ', '\n', '\t', '\r']),
            false => self.text,
        };
        if text == "null" { visitor.visit_none() } else { visitor.visit_some(self) }
    }
}
