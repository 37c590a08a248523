//! Reads a value again, after the first attempt has failed: borrows escaped strings, and tracks the
//! path to an error.
//!
//! A wrapper around `serde_json`'s deserializer and around every visitor, seed and access that
//! meets it, so that exactly what `serde_json` accepts is accepted. The wrapper turns each string
//! that would be lent for a moment only (`visit_str`) into one that is borrowed from the [`Arena`].
//! The path comes at little extra cost, so `serde_path_to_error` would be a second wrapper for
//! nothing.

use std::cell::RefCell;
use std::fmt::{self, Write as _};

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::{Arena, write_string};

/// Why a value could not be read, and where in it.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The path, such as `[3].price`; empty for the value itself.
    pub(crate) path: String,
    pub(crate) error: serde_json::Error,
    /// The string or the number that was read last at this place, in serde's words.
    pub(crate) came: Option<String>,
}

pub(super) fn read<'de, T: Deserialize<'de>>(json: &'de str, arena: &'de Arena) -> Result<T, Fault> {
    let cx = Context {
        arena,
        path: RefCell::default(),
        failed_at: RefCell::default(),
        key: RefCell::default(),
        came: RefCell::default(),
    };
    let mut inner = serde_json::Deserializer::from_str(json);
    T::deserialize(Tracked { inner: &mut inner, cx: &cx, is_key: false })
        .and_then(|value| inner.end().map(|()| value))
        .map_err(|error| Fault { path: cx.failed_at.take().unwrap_or_default(), error, came: cx.came.take() })
}

/// The syntax error in a text that should be JSON, if there is one.
pub(crate) fn syntax_error(text: &str) -> Option<serde_json::Error> {
    serde_json::from_str::<IgnoredAny>(text).err()
}

struct Context<'de> {
    arena: &'de Arena,
    /// Where the deserializer is.
    path: RefCell<String>,
    /// The path of the innermost failure.
    failed_at: RefCell<Option<String>>,
    /// The key that was read last.
    key: RefCell<String>,
    /// The scalar that was read last, and in which nothing else was read since.
    came: RefCell<Option<String>>,
}

/// The length of the path before a step into a member or an element.
struct Before(usize);

impl Context<'_> {
    fn enter_element(&self, index: usize) -> Before {
        self.came.take();
        let mut path = self.path.borrow_mut();
        let before = Before(path.len());
        let _ = write!(path, "[{index}]");
        before
    }

    /// Enters the member whose key was read last.
    fn enter_member(&self) -> Before {
        self.came.take();
        let (mut path, key) = (self.path.borrow_mut(), self.key.take());
        let before = Before(path.len());
        push_key(&mut path, &key);
        before
    }

    /// Leaves a member or an element. The first failure that is left is the innermost one.
    fn leave<T, E>(&self, Before(before): Before, result: Result<T, E>) -> Result<T, E> {
        let mut path = self.path.borrow_mut();
        if result.is_err() {
            self.failed_at.borrow_mut().get_or_insert_with(|| path.clone());
        } else {
            self.came.take();
        }
        path.truncate(before);
        result
    }
}

impl Context<'_> {
    /// Remembers what is passed to a visitor, which may refuse it without saying so. Not in
    /// [`Tracked`], where it would be compiled for each visitor.
    #[inline(never)]
    fn note(&self, came: Unexpected<'_>, is_key: bool) {
        let came = match came {
            came if !is_key => came.to_string(),
            Unexpected::Str(key) => format!("key {key:?}"),
            // A key that is no string for its visitor.
            Unexpected::Signed(key) => self.note_key(key.to_string()),
            Unexpected::Unsigned(key) => self.note_key(key.to_string()),
            Unexpected::Bool(key) => self.note_key(key.to_string()),
            other => other.to_string(),
        };
        self.came.replace(Some(came));
    }

    fn note_key(&self, key: String) -> String {
        let came = format!("key {key:?}");
        self.key.replace(key);
        came
    }
}

struct Tracked<'x, 'de, D> {
    inner: D,
    cx: &'x Context<'de>,
    is_key: bool,
}

impl<'x, 'de, D> Tracked<'x, 'de, D> {
    fn wrap<V>(&self, visitor: V) -> Tracked<'x, 'de, V> {
        Tracked { inner: visitor, cx: self.cx, is_key: self.is_key }
    }

    fn note(&self, came: Unexpected<'_>) {
        self.cx.note(came, self.is_key);
    }

    fn remember_key(&self, key: &str) {
        if self.is_key {
            key.clone_into(&mut self.cx.key.borrow_mut());
        }
    }
}

macro_rules! forward {
    ($($method:ident($($arg:ident: $ty:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $($arg: $ty,)* visitor: V) -> Result<V::Value, D::Error> {
            let visitor = self.wrap(visitor);
            self.inner.$method($($arg,)* visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Tracked<'_, 'de, D> {
    type Error = D::Error;

    forward! {
        deserialize_any(); deserialize_bool(); deserialize_i8(); deserialize_i16(); deserialize_i32(); deserialize_i64();
        deserialize_i128(); deserialize_u8(); deserialize_u16(); deserialize_u32(); deserialize_u64(); deserialize_u128();
        deserialize_f32(); deserialize_f64(); deserialize_char(); deserialize_str(); deserialize_string();
        deserialize_bytes(); deserialize_byte_buf(); deserialize_option(); deserialize_unit();
        deserialize_unit_struct(name: &'static str); deserialize_newtype_struct(name: &'static str); deserialize_seq();
        deserialize_tuple(len: usize); deserialize_tuple_struct(name: &'static str, len: usize); deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier(); deserialize_ignored_any();
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit {
    ($($method:ident($ty:ty);)*) => {$(
        fn $method<E: serde::de::Error>(self, value: $ty) -> Result<V::Value, E> {
            self.inner.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Tracked<'_, 'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit! {
        visit_i8(i8); visit_i16(i16); visit_i32(i32); visit_i128(i128);
        visit_u8(u8); visit_u16(u16); visit_u32(u32); visit_u128(u128); visit_f32(f32);
        visit_char(char); visit_bytes(&[u8]); visit_borrowed_bytes(&'de [u8]); visit_byte_buf(Vec<u8>);
    }

    // What JSON has.

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<V::Value, E> {
        self.note(Unexpected::Bool(value));
        self.inner.visit_bool(value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<V::Value, E> {
        self.note(Unexpected::Signed(value));
        self.inner.visit_i64(value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<V::Value, E> {
        self.note(Unexpected::Unsigned(value));
        self.inner.visit_u64(value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<V::Value, E> {
        self.note(Unexpected::Float(value));
        self.inner.visit_f64(value)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<V::Value, E> {
        let kept = self.cx.arena.keep(value.to_owned());
        self.visit_borrowed_str(kept)
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<V::Value, E> {
        let kept = self.cx.arena.keep(value);
        self.visit_borrowed_str(kept)
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.remember_key(value);
        self.note(Unexpected::Str(value));
        self.inner.visit_borrowed_str(value)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Tracked { inner, cx: self.cx, is_key: self.is_key })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Tracked { inner, cx: self.cx, is_key: self.is_key })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(Elements { inner, cx: self.cx, index: 0 })
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Members { inner, cx: self.cx })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(Variant { inner, cx: self.cx })
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Tracked<'_, 'de, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Tracked { inner, cx: self.cx, is_key: self.is_key })
    }
}

struct Elements<'x, 'de, A> {
    inner: A,
    cx: &'x Context<'de>,
    index: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Elements<'_, 'de, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let index = self.index;
        self.index += 1;
        let seed = Tracked { inner: seed, cx: self.cx, is_key: false };
        let before = self.cx.enter_element(index);
        self.cx.leave(before, self.inner.next_element_seed(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

struct Members<'x, 'de, A> {
    inner: A,
    cx: &'x Context<'de>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, 'de, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.inner.next_key_seed(Tracked { inner: seed, cx: self.cx, is_key: true })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let seed = Tracked { inner: seed, cx: self.cx, is_key: false };
        let before = self.cx.enter_member();
        self.cx.leave(before, self.inner.next_value_seed(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

struct Variant<'x, 'de, A> {
    inner: A,
    cx: &'x Context<'de>,
}

impl<'x, 'de, A: EnumAccess<'de>> EnumAccess<'de> for Variant<'x, 'de, A> {
    type Error = A::Error;
    type Variant = Variant<'x, 'de, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let (value, inner) = self.inner.variant_seed(Tracked { inner: seed, cx: self.cx, is_key: true })?;
        Ok((value, Variant { inner, cx: self.cx }))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Variant<'_, 'de, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        let seed = Tracked { inner: seed, cx: self.cx, is_key: false };
        let before = self.cx.enter_member();
        self.cx.leave(before, self.inner.newtype_variant_seed(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        let visitor = Tracked { inner: visitor, cx: self.cx, is_key: false };
        let before = self.cx.enter_member();
        self.cx.leave(before, self.inner.tuple_variant(len, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        let visitor = Tracked { inner: visitor, cx: self.cx, is_key: false };
        let before = self.cx.enter_member();
        self.cx.leave(before, self.inner.struct_variant(fields, visitor))
    }
}

/// `.key`, or `["key"]` for a key with other characters than letters, digits, `_` and `-`, so that
/// the path can be read back.
pub(super) fn push_key(path: &mut String, key: &str) {
    // Characters beyond ASCII count as letters: Unicode's tables would be in every plugin.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | 0x80..);
    if !key.is_empty() && key.bytes().all(is_plain) {
        path.push('.');
        path.push_str(key);
        return;
    }
    let mut quoted = Vec::new();
    write_string(&mut quoted, key);
    let _ = write!(path, "[{}]", String::from_utf8_lossy(&quoted));
}
