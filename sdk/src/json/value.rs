//! The first attempt to read a value: strings by the SDK, everything else by `serde_json`.
//!
//! Most arguments are strings. `serde_json` would search for the closing quote, which the index of
//! the envelope knows already.

use serde::de::{Deserializer, Error as _, Visitor};
use serde_json::Error;

use aro_json_scan::{is_plain, unescaped};

use super::Arena;

/// One value as JSON.
#[derive(Clone, Copy)]
pub(super) struct Value<'de> {
    json: &'de str,
    arena: &'de Arena,
}

/// A string between its quotes.
enum Inner<'de> {
    /// Without escapes.
    Plain(&'de str),
    /// With its escapes.
    Escaped(&'de str),
}

impl<'de> Value<'de> {
    #[inline]
    pub(super) fn new(json: &'de str, arena: &'de Arena) -> Self {
        Self { json, arena }
    }

    /// What is between the quotes, if the value is a string. A string with a control character is
    /// left to `serde_json`, which refuses it.
    #[inline]
    fn inner(self) -> Option<Inner<'de>> {
        let inner = self.json.strip_prefix('"')?.strip_suffix('"')?;
        if is_plain(inner.as_bytes()) {
            return Some(Inner::Plain(inner));
        }
        inner.bytes().all(|byte| byte >= b' ').then_some(Inner::Escaped(inner))
    }

    fn whole<T>(
        self,
        read: impl FnOnce(&mut serde_json::Deserializer<serde_json::de::StrRead<'de>>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut inner = serde_json::Deserializer::from_str(self.json);
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

    /// For a type that prefers to borrow.
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

    /// For a type that owns its string.
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
        // An event's payload comes with the whitespace around it.
        if self.json.trim_matches([' ', '\n', '\t', '\r']) == "null" {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }
}
