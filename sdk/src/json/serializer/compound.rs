//! Lists and objects while they are being written.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::verbatim::{Verbatim, What};
use super::{Plain, SerializeError, Written, deeper, raw};
use crate::json::{open_object, reserve, write_key};

/// A list that is being written.
pub(crate) struct Elements<'w> {
    pub(super) out: &'w mut Vec<u8>,
    /// How many lists and objects are open, with this one.
    pub(super) depth: usize,
    /// How many elements have been written.
    pub(super) count: usize,
    pub(super) end: &'static str,
}

impl Elements<'_> {
    pub(super) fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        if self.count > 0 {
            self.out.push(b',');
        }
        reserve(self.out, 0);
        let index = self.count;
        self.count += 1;
        value.serialize(Plain { out: self.out, depth: self.depth }).map_err(|error| error.in_element(index))
    }

    pub(super) fn finish(self) -> Written {
        self.out.extend_from_slice(self.end.as_bytes());
        Ok(())
    }
}

macro_rules! items {
    ($($trait:ident::$method:ident;)*) => {$(
        impl $trait for Elements<'_> {
            type Ok = ();
            type Error = SerializeError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written { self.item(value) }

            fn end(self) -> Written { self.finish() }
        }
    )*};
}

items! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

/// What closes an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// `}`
    One,
    /// `}}`: a variant with fields.
    Two,
    /// Nothing: a private type of `serde_json` is its own JSON.
    Private,
}

/// An object that is being written.
pub(crate) struct Members<'w> {
    pub(super) out: &'w mut Vec<u8>,
    /// How many lists and objects are open, with this one.
    depth: usize,
    pub(super) first: bool,
    end: Closing,
    /// Where the present member begins; for a private type, where its JSON begins.
    start: usize,
    /// The key for a private type that is not an object, if it is the whole result.
    wrap: Option<&'static str>,
}

impl<'w> Members<'w> {
    #[inline]
    pub(super) fn begin(out: &'w mut Vec<u8>, end: Closing, depth: usize) -> Result<Self, SerializeError> {
        let depth = deeper(depth)?;
        out.push(b'{');
        let start = out.len();
        Ok(Self { out, depth, first: true, end, start, wrap: None })
    }

    /// Begins the outermost object and its first member.
    #[inline]
    pub(super) fn begin_with(out: &'w mut Vec<u8>, key: &str) -> Self {
        let start = out.len() + 1;
        open_object(out, key);
        Self { out, depth: 1, first: true, end: Closing::One, start, wrap: None }
    }

    #[inline]
    pub(super) fn begin_private(out: &'w mut Vec<u8>, depth: usize, wrap: Option<&'static str>) -> Self {
        let start = out.len();
        Self { out, depth, first: true, end: Closing::Private, start, wrap }
    }

    #[inline]
    pub(super) fn member<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        if self.end == Closing::Private {
            return self.private(value);
        }
        self.start = self.out.len();
        write_key(self.out, self.first, key);
        self.value(value)
    }

    /// The JSON of a private type.
    #[cold]
    fn private<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        let from = self.out.len();
        value.serialize(Verbatim { out: self.out, what: What::Json })?;
        raw::check(&self.out[from..], self.depth)
    }

    /// Writes the value of the member whose key has been written. Null takes the member back.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        let from = self.out.len();
        if let Err(error) = value.serialize(Plain { out: self.out, depth: self.depth }) {
            return Err(error.in_member(self.out.get(self.start..from).unwrap_or_default()));
        }
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
            Closing::One => self.out.push(b'}'),
            _ => finish_rare(self.out, self.end, self.start, self.wrap),
        }
    }
}

fn finish_rare(out: &mut Vec<u8>, end: Closing, start: usize, wrap: Option<&'static str>) {
    let key = match (end, wrap) {
        (Closing::Private, Some(key)) => key,
        (Closing::Private, None) => return,
        _ => return out.extend_from_slice(b"}}"),
    };
    match out[start..].trim_ascii().first() {
        Some(b'{') => {}
        Some(b'n') => {
            out.truncate(start);
            out.extend_from_slice(b"{}");
        }
        _ => {
            let mut prefix = Vec::new();
            open_object(&mut prefix, key);
            reserve(out, prefix.len() + 1);
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
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
                self.member(key, value)
            }

            #[inline]
            fn end(self) -> Written {
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

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        self.start = self.out.len();
        // The hot path: most keys are strings.
        key.serialize(Verbatim { out: self.out, what: What::Key(self.first) }).or_else(|_| {
            self.out.truncate(self.start);
            write_odd_key(self.out, self.first, key)
        })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.value(value)
    }

    #[inline]
    fn end(self) -> Written {
        self.finish();
        Ok(())
    }
}

/// A key that is not a string. `serde_json` decides which types are possible and how a number
/// becomes a key: it writes an object of one member, of which only the key is kept.
#[cold]
fn write_odd_key<K: Serialize + ?Sized>(out: &mut Vec<u8>, first: bool, key: &K) -> Written {
    struct OneMember<'a, K: ?Sized>(&'a K);

    impl<K: Serialize + ?Sized> Serialize for OneMember<'_, K> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(self.0, &())?;
            map.end()
        }
    }

    let start = out.len();
    reserve(out, 0);
    serde_json::to_writer(&mut *out, &OneMember(key))?;
    // A comma, or nothing, replaces the opening bracket.
    match first {
        true => drop(out.remove(start)),
        false => out[start] = b',',
    }
    out.truncate(out.len() - "null}".len());
    Ok(())
}
