//! The second attempt at a value: lends unescaped strings from the arena, and knows where in the value it is.
//!
//! A wrapper around `serde_json`'s deserializer and around every visitor that meets it, so that what is accepted stays exactly what
//! `serde_json` accepts.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::arena::Arena;
use crate::error::add;
use crate::reply::write_text;

/// Why a value could not be read, and at which place inside it.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The place, such as `[3].price`; empty for the value itself.
    pub(crate) path: String,
    pub(crate) error: serde_json::Error,
}

pub(super) fn read<'de, T: Deserialize<'de>>(text: &'de str, arena: &'de Arena) -> Result<T, Fault> {
    let mut value = None;
    attempt(text, arena, &mut |inner, cx| {
        value = Some(T::deserialize(Careful { inner, cx, is_key: false })?);
        Ok(())
    })?;
    // It is there: the attempt has been made once, and has not failed.
    value.ok_or_else(|| Fault { path: String::new(), error: serde::de::Error::custom("no value") })
}

/// Why a text is no JSON, if it is none.
pub(crate) fn fault_in(text: &str) -> Option<serde_json::Error> {
    let attempt = attempt(text, &Arena::default(), &mut |inner, _| IgnoredAny::deserialize(inner).map(drop));
    attempt.err().map(|fault| fault.error)
}

type Inner<'de> = serde_json::Deserializer<serde_json::de::StrRead<'de>>;

/// What is the same for all types.
fn attempt<'de>(
    text: &'de str,
    arena: &'de Arena,
    read: &mut dyn FnMut(&mut Inner<'de>, &Context<'de>) -> serde_json::Result<()>,
) -> Result<(), Fault> {
    let cx = Context { arena, path: RefCell::default(), fault: RefCell::default(), key: RefCell::default() };
    let mut inner = serde_json::Deserializer::from_str(text);
    match read(&mut inner, &cx).and_then(|()| inner.end()) {
        Ok(()) => Ok(()),
        Err(error) => Err(Fault { path: cx.fault.take().unwrap_or_default(), error }),
    }
}

struct Context<'de> {
    arena: &'de Arena,
    path: RefCell<String>,
    fault: RefCell<Option<String>>,
    key: RefCell<String>,
}

/// How long the path was before a step further in.
struct Before(usize);

impl Context<'_> {
    #[inline]
    fn enter_item(&self, index: usize) -> Before {
        let mut path = self.path.borrow_mut();
        let before = Before(path.len());
        add(&mut path, &["[", &index.to_string(), "]"]);
        before
    }

    /// Goes to the member whose key has just been read.
    #[inline]
    fn enter_member(&self) -> Before {
        let (mut path, key) = (self.path.borrow_mut(), self.key.take());
        let before = Before(path.len());
        push_key(&mut path, &key);
        before
    }

    /// Comes back. The innermost failure is the one whose place counts.
    fn leave<T, E>(&self, Before(before): Before, done: Result<T, E>) -> Result<T, E> {
        self.come_back(before, done.is_err());
        done
    }

    #[inline]
    fn come_back(&self, before: usize, failed: bool) {
        let mut path = self.path.borrow_mut();
        if failed {
            self.fault.borrow_mut().get_or_insert_with(|| path.clone());
        }
        path.truncate(before);
    }
}

struct Careful<'x, 'de, D> {
    inner: D,
    cx: &'x Context<'de>,
    is_key: bool,
}

impl<'x, 'de, D> Careful<'x, 'de, D> {
    fn wrap<V>(&self, visitor: V) -> Careful<'x, 'de, V> {
        Careful { inner: visitor, cx: self.cx, is_key: self.is_key }
    }

    fn note_key(&self, key: &str) {
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

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Careful<'_, 'de, D> {
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

impl<'de, V: Visitor<'de>> Visitor<'de> for Careful<'_, 'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit! {
        visit_bool(bool); visit_i8(i8); visit_i16(i16); visit_i32(i32); visit_i64(i64); visit_i128(i128);
        visit_u8(u8); visit_u16(u16); visit_u32(u32); visit_u64(u64); visit_u128(u128); visit_f32(f32); visit_f64(f64);
        visit_char(char); visit_bytes(&[u8]); visit_borrowed_bytes(&'de [u8]); visit_byte_buf(Vec<u8>);
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
        self.note_key(value);
        self.inner.visit_borrowed_str(value)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Careful { inner, cx: self.cx, is_key: self.is_key })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Careful { inner, cx: self.cx, is_key: self.is_key })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(Items { inner, cx: self.cx, index: 0 })
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Members { inner, cx: self.cx })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(Variant { inner, cx: self.cx })
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Careful<'_, 'de, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Careful { inner, cx: self.cx, is_key: self.is_key })
    }
}

struct Items<'x, 'de, A> {
    inner: A,
    cx: &'x Context<'de>,
    index: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, 'de, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let index = self.index;
        self.index += 1;
        let seed = Careful { inner: seed, cx: self.cx, is_key: false };
        let before = self.cx.enter_item(index);
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
        self.inner.next_key_seed(Careful { inner: seed, cx: self.cx, is_key: true })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let seed = Careful { inner: seed, cx: self.cx, is_key: false };
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
        let (value, inner) = self.inner.variant_seed(Careful { inner: seed, cx: self.cx, is_key: true })?;
        Ok((value, Variant { inner, cx: self.cx }))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Variant<'_, 'de, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        let seed = Careful { inner: seed, cx: self.cx, is_key: false };
        let before = self.cx.enter_member();
        self.cx.leave(before, self.inner.newtype_variant_seed(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        let visitor = Careful { inner: visitor, cx: self.cx, is_key: false };
        let before = self.cx.enter_member();
        self.cx.leave(before, self.inner.tuple_variant(len, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        let visitor = Careful { inner: visitor, cx: self.cx, is_key: false };
        let before = self.cx.enter_member();
        self.cx.leave(before, self.inner.struct_variant(fields, visitor))
    }
}

/// A key that is no plain word stands in brackets and quotes, so that the path can be read back. What is not ASCII is taken for letters: the tables that
/// tell them apart would be in every plugin.
#[inline]
fn push_key(path: &mut String, key: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | 0x80..);
    if !key.is_empty() && key.bytes().all(plain) {
        add(path, &[".", key]);
        return;
    }
    let mut quoted = Vec::new();
    write_text(&mut quoted, key);
    add(path, &["[", std::str::from_utf8(&quoted).unwrap_or_default(), "]"]);
}
