//! The ARO types that a type is read from, as its `Deserialize` says.
//!
//! A type asks its deserializer for what it expects: a `chrono::NaiveDate` for a string, a newtype
//! of `f64` for a number, a struct for a map. The deserializer here notes what it is asked for and
//! answers with an error, so nothing is read. Only wrappers (`Option`, newtypes) are passed on to
//! what they wrap.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::TypeSet;
use crate::payload::discard;

/// How many wrappers a probe goes through: a newtype may contain itself, behind an `Option`.
pub(super) const MAX_WRAPPERS: u8 = 16;

/// The types that `T` asks for; an object if it asks for nothing.
pub(crate) fn probed_types<'de, T: Deserialize<'de>>() -> TypeSet {
    let asked = Cell::new(TypeSet::NONE);
    // The author's code runs here, and not for a call. If it panics, it has asked before.
    if let Err(payload) =
        catch_unwind(AssertUnwindSafe(|| T::deserialize(Probe { asked: &asked, wrappers: 0 }).map(drop)))
    {
        discard(payload);
    }
    match asked.get() {
        TypeSet::NONE => TypeSet::OBJECT,
        asked if asked == TypeSet::OPTIONAL => TypeSet::OBJECT.or(TypeSet::OPTIONAL),
        asked => asked,
    }
}

/// Notes what it is asked for.
#[derive(Clone, Copy)]
struct Probe<'a> {
    asked: &'a Cell<TypeSet>,
    wrappers: u8,
}

/// The end of a probe.
#[derive(Debug)]
pub(super) struct Probed;

impl fmt::Display for Probed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only a probe")
    }
}

impl std::error::Error for Probed {}

impl de::Error for Probed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Probed
    }
}

impl Probe<'_> {
    fn note(self, types: TypeSet) {
        self.asked.set(self.asked.get().or(types));
    }

    /// For what is in a wrapper.
    fn inner(self) -> Result<Self, Probed> {
        if self.wrappers == MAX_WRAPPERS { Err(Probed) } else { Ok(Self { wrappers: self.wrappers + 1, ..self }) }
    }

    fn end<T>(self, types: TypeSet) -> Result<T, Probed> {
        self.note(types);
        Err(Probed)
    }
}

macro_rules! asks {
    ($($types:expr => $($method:ident($($arg:ident: $ty:ty),*))*;)*) => {$($(
        fn $method<V: Visitor<'de>>(self, $($arg: $ty,)* _: V) -> Result<V::Value, Probed> {
            self.end($types)
        }
    )*)*};
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Probed;

    asks! {
        TypeSet::ALL => deserialize_any() deserialize_ignored_any();
        TypeSet::BOOL => deserialize_bool();
        TypeSet::INT => deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128();
        TypeSet::INT => deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128();
        TypeSet::INT.or(TypeSet::DOUBLE) => deserialize_f32() deserialize_f64();
        TypeSet::STRING => deserialize_char() deserialize_str() deserialize_string() deserialize_identifier();
        TypeSet::STRING.or(TypeSet::LIST) => deserialize_bytes() deserialize_byte_buf();
        TypeSet::LIST => deserialize_seq() deserialize_tuple(_len: usize);
        TypeSet::LIST => deserialize_tuple_struct(_name: &'static str, _len: usize);
        TypeSet::OBJECT => deserialize_map() deserialize_struct(_name: &'static str, _fields: &'static [&'static str]);
        TypeSet::OPTIONAL => deserialize_unit() deserialize_unit_struct(_name: &'static str);
        TypeSet::STRING.or(TypeSet::OBJECT) =>
            deserialize_enum(_name: &'static str, _variants: &'static [&'static str]);
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Probed> {
        self.note(TypeSet::OPTIONAL);
        visitor.visit_some(self.inner()?)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Probed> {
        // serde_json's name for its `RawValue`.
        if name == "$serde_json::private::RawValue" {
            return self.end(TypeSet::ALL);
        }
        visitor.visit_newtype_struct(self.inner()?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::num::Wrapping;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, Ordering};

    use serde::Deserialize;
    use serde_json::value::RawValue;

    use super::*;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Celsius(f64);

    #[derive(Deserialize)]
    #[serde(from = "String")]
    struct Parsed;

    impl From<String> for Parsed {
        fn from(_: String) -> Self {
            Self
        }
    }

    #[derive(Deserialize)]
    #[serde(transparent)]
    #[allow(dead_code)]
    struct Maybe {
        inner: Option<bool>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Nested {
        nested: Option<Box<Nested>>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    enum Kind {
        A,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum Any {
        A(i64),
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Chain(Option<Box<Chain>>);

    struct Panics;

    impl<'de> Deserialize<'de> for Panics {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let _ = String::deserialize(deserializer);
            panic!("cannot be read")
        }
    }

    #[test]
    fn a_type_that_contains_itself_or_panics_is_probed_as_far_as_it_goes() {
        assert_eq!(probed_types::<Chain>(), TypeSet::OBJECT.or(TypeSet::OPTIONAL));
        assert_eq!(probed_types::<Panics>(), TypeSet::STRING);
    }

    #[test]
    fn a_type_is_read_from_what_its_deserialize_asks_for() {
        let number = TypeSet::INT.or(TypeSet::DOUBLE);
        assert_eq!(probed_types::<Celsius>(), number);
        assert_eq!(probed_types::<Parsed>(), TypeSet::STRING);
        assert_eq!(probed_types::<Maybe>(), TypeSet::BOOL.or(TypeSet::OPTIONAL));
        assert_eq!(probed_types::<Nested>(), TypeSet::OBJECT);
        assert_eq!(probed_types::<Kind>(), TypeSet::STRING.or(TypeSet::OBJECT));
        assert_eq!(probed_types::<Any>(), TypeSet::ALL);
        assert_eq!(probed_types::<Option<Box<Option<Celsius>>>>(), number.or(TypeSet::OPTIONAL));
        assert_eq!(probed_types::<Box<RawValue>>(), TypeSet::ALL);
        assert_eq!(probed_types::<Mutex<Wrapping<u8>>>(), TypeSet::INT);
        assert_eq!(probed_types::<(i8, i8, i8, i8, i8, i8, i8, i8)>(), TypeSet::LIST);
        assert_eq!(probed_types::<BTreeMap<String, Celsius>>(), TypeSet::OBJECT);
        assert_eq!(probed_types::<std::time::Duration>(), TypeSet::OBJECT);
    }

    /// A type that panics when it is read, with a payload whose drop counts.
    struct Unreadable;

    static DROPPED: AtomicU32 = AtomicU32::new(0);

    struct Counted;

    impl Drop for Counted {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }

    impl<'de> Deserialize<'de> for Unreadable {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            std::panic::resume_unwind(Box::new(Counted));
        }
    }

    #[test]
    fn the_payload_of_a_type_that_panics_is_dropped() {
        assert_eq!(probed_types::<Unreadable>(), TypeSet::OBJECT);
        assert_eq!(DROPPED.load(Ordering::Relaxed), 1);
    }
}
