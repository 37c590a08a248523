//! Lists and objects while they are being written.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::verbatim::{Verbatim, What};
use super::{Done, Plain, SerializeError, room, text};

/// A list that is being written.
pub(crate) struct Items<'w> {
    pub(super) out: &'w mut Vec<u8>,
    pub(super) first: bool,
    pub(super) end: &'static str,
}

impl Items<'_> {
    pub(super) fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        room::reserve(self.out, 0);
        value.serialize(Plain { out: self.out })
    }

    pub(super) fn finish(self) -> Done {
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

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    One,
    Two,
    /// A type of `serde_json`'s own, such as `RawValue`: it writes itself.
    Foreign,
}

/// An object that is being written.
pub(crate) struct Members<'w> {
    pub(super) out: &'w mut Vec<u8>,
    pub(super) first: bool,
    pub(super) end: End,
    /// Where the member begins whose value is to come; where a foreign type begins.
    start: usize,
    /// The key that takes a foreign type that is not an object.
    wrap: Option<&'static str>,
}

impl<'w> Members<'w> {
    #[inline]
    pub(super) fn begin(out: &'w mut Vec<u8>, end: End) -> Self {
        out.push(b'{');
        let start = out.len();
        Self { out, first: true, end, start, wrap: None }
    }

    /// With the key of its first member.
    #[inline]
    pub(super) fn begin_with(out: &'w mut Vec<u8>, key: &str) -> Self {
        let start = out.len() + 1;
        text::open_with(out, key);
        Self { out, first: true, end: End::One, start, wrap: None }
    }

    /// `serde_json` passes some types of its own through a struct of a secret name.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn is_foreign(name: &'static str) -> bool {
        name.starts_with("$serde_json::private::")
    }

    #[inline]
    pub(super) fn begin_foreign(out: &'w mut Vec<u8>, wrap: Option<&'static str>) -> Self {
        let start = out.len();
        Self { out, first: true, end: End::Foreign, start, wrap }
    }

    #[inline]
    pub(super) fn member<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        if self.end == End::Foreign {
            return self.foreign(value);
        }
        self.start = self.out.len();
        text::write_key(self.out, self.first, key);
        self.value(value)
    }

    /// The text of a foreign type.
    #[cold]
    fn foreign<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        let from = self.out.len();
        value.serialize(Verbatim { out: self.out, what: What::Json })?;
        // Such a type's text is not escaped, and a NUL would end the reply.
        match memchr::memchr(0, &self.out[from..]) {
            Some(_) => Err(SerializeError::of("raw JSON contains no NUL, but this does".to_owned())),
            None => Ok(()),
        }
    }

    /// The member's key is written, with its colon. A member whose value comes out as null is taken back.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        let from = self.out.len();
        value.serialize(Plain { out: self.out })?;
        if self.out.len() == from + 4 && self.out.ends_with(b"null") {
            self.out.truncate(self.start);
        } else {
            self.first = false;
        }
        Ok(())
    }

    #[inline]
    pub(super) fn finish(self) {
        match self.end {
            End::One => self.out.push(b'}'),
            _ => finish_seldom(self.out, self.end, self.start, self.wrap),
        }
    }
}

fn finish_seldom(out: &mut Vec<u8>, end: End, start: usize, wrap: Option<&'static str>) {
    let key = match (end, wrap) {
        (End::Foreign, Some(key)) => key,
        (End::Foreign, None) => return,
        _ => return out.extend_from_slice(b"}}"),
    };
    let text = out[start..].trim_ascii();
    match text.first() {
        Some(b'{') => {}
        Some(b'n') => {
            out.truncate(start);
            out.extend_from_slice(b"{}");
        }
        _ => {
            let mut prefix = Vec::new();
            text::open_with(&mut prefix, key);
            room::reserve(out, prefix.len() + 1);
            let end = out.len();
            out.extend_from_slice(&prefix);
            out.copy_within(start..end, start + prefix.len());
            out[start..start + prefix.len()].copy_from_slice(&prefix);
            out.push(b'}');
        }
    }
}

macro_rules! members {
    ($($trait:ident;)*) => {$(
        impl $trait for Members<'_> {
            type Ok = ();
            type Error = SerializeError;

            #[inline(always)]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
                self.member(key, value)
            }

            #[inline]
            fn end(self) -> Done {
                self.finish();
                Ok(())
            }
        }
    )*};
}

members! { SerializeStruct; SerializeStructVariant; }

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        self.start = self.out.len();
        // Nearly every key is a string.
        key.serialize(Verbatim { out: self.out, what: What::Key(self.first) }).or_else(|_| {
            self.out.truncate(self.start);
            write_key(self.out, self.first, key)
        })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.value(value)
    }

    #[inline]
    fn end(self) -> Done {
        self.finish();
        Ok(())
    }
}

/// Which keys are possible, and how a number becomes one, is `serde_json`'s affair: it writes an object of this one member, and all
/// but the key is taken off again.
#[cold]
fn write_key<K: Serialize + ?Sized>(out: &mut Vec<u8>, first: bool, key: &K) -> Done {
    struct OneMember<'a, K: ?Sized>(&'a K);

    impl<K: Serialize + ?Sized> Serialize for OneMember<'_, K> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(self.0, &())?;
            map.end()
        }
    }

    let start = out.len();
    room::reserve(out, 0);
    serde_json::to_writer(&mut *out, &OneMember(key))?;
    // The bracket makes place for a comma, or for nothing.
    match first {
        true => drop(out.remove(start)),
        false => out[start] = b',',
    }
    out.truncate(out.len() - "null}".len());
    Ok(())
}
