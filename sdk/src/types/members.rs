//! The members of the objects as which a type is written, without a value of it. Compiled in the
//! plugin's own tests only.
//!
//! `Serialize` tells nothing without a value. So this asks what else the type has: `Deserialize`,
//! which names the fields of a struct, or `Default`, which gives a value. Of a type that has
//! neither, nothing is known.

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::catch_unwind;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::{Serialize, forward_to_deserialize_any};

use super::probe::{MAX_WRAPPERS, Probed};
use crate::payload::discard;

/// What a function returns: `MembersOf::<T>::NEW.__of_success()`, then `(&it).__members()`.
///
/// Autoref specialization, twice: a method of this type is found before those of [`NotAResult`],
/// [`MembersOfDefault`] and [`UnknownMembers`], and exists only where its bounds hold.
pub struct MembersOf<T>(PhantomData<fn() -> T>);

impl<T> MembersOf<T> {
    /// Nothing but the type.
    pub const NEW: Self = Self(PhantomData);
}

impl<T, E> MembersOf<Result<T, E>> {
    /// What the function returns if it succeeds.
    pub fn __of_success(self) -> MembersOf<T> {
        MembersOf::NEW
    }
}

/// A function that cannot fail.
pub trait NotAResult: Sized {
    /// What it returns.
    fn __of_success(self) -> Self {
        self
    }
}

impl<T> NotAResult for MembersOf<T> {}

impl<T: Deserialize<'static>> MembersOf<T> {
    /// The fields that the type's `Deserialize` names.
    pub fn __members(&self) -> Vec<String> {
        let fields = Cell::new(&[][..]);
        // The author's code runs here. If it panics, it has asked before, or nothing is known.
        if let Err(payload) = catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _ = T::deserialize(Fields { of: &fields, depth: 0 });
        })) {
            discard(payload);
        }
        fields.get().iter().map(|&field| field.to_owned()).collect()
    }
}

/// A type with a default that can be written.
pub trait MembersOfDefault {
    /// The members of the default.
    fn __members(&self) -> Vec<String>;
}

impl<T: Serialize + Default> MembersOfDefault for MembersOf<T> {
    fn __members(&self) -> Vec<String> {
        match catch_unwind(|| serde_json::to_value(T::default())) {
            Ok(Ok(serde_json::Value::Object(object))) => object.into_iter().map(|(key, _)| key).collect(),
            Ok(_) => Vec::new(),
            Err(payload) => {
                discard(payload);
                Vec::new()
            }
        }
    }
}

/// Any other type.
pub trait UnknownMembers {
    /// None, since nothing is known.
    fn __members(&self) -> Vec<String> {
        Vec::new()
    }
}

impl<T> UnknownMembers for &MembersOf<T> {}

/// Notes the fields of the first struct that is asked for, at the top or in a wrapper, and answers
/// with an error, so that nothing is read.
struct Fields<'a> {
    of: &'a Cell<&'static [&'static str]>,
    depth: u8,
}

impl Fields<'_> {
    /// The same for the wrapped type. The depth is limited, because a newtype may contain an
    /// `Option` of itself.
    fn inner(self) -> Result<Self, Probed> {
        if self.depth == MAX_WRAPPERS { Err(Probed) } else { Ok(Self { depth: self.depth + 1, ..self }) }
    }
}

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = Probed;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Probed> {
        Err(Probed)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Probed> {
        self.of.set(fields);
        Err(Probed)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Probed> {
        visitor.visit_some(self.inner()?)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Probed> {
        visitor.visit_newtype_struct(self.inner()?)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "only its names matter")]
    struct Check<'a> {
        valid: bool,
        #[serde(rename = "error")]
        reason: Option<&'a str>,
    }

    #[derive(Serialize, Default)]
    struct Written {
        ok: bool,
        error: Option<String>,
    }

    #[derive(Serialize)]
    struct Unknown {
        error: String,
    }

    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "only its names matter")]
    struct Wrapper<'a>(#[serde(borrow)] Check<'a>);

    macro_rules! members {
        ($ty:ty) => {
            (&MembersOf::<$ty>::NEW.__of_success()).__members()
        };
    }

    #[test]
    fn the_members_of_a_result_are_known_where_its_type_can_be_read_or_has_a_default() {
        assert_eq!(members!(Check<'_>), ["valid", "error"]);
        assert_eq!(members!(Result<Check<'_>, String>), ["valid", "error"]);
        assert_eq!(members!(crate::Result<Option<Wrapper<'_>>>), ["valid", "error"]);
        assert_eq!(members!(Result<Written, std::io::Error>), ["error", "ok"]);
        assert!(members!(Unknown).is_empty() && members!(()).is_empty() && members!(Vec<Written>).is_empty());
        assert!(members!(&str).is_empty() && members!(std::collections::HashMap<String, i32>).is_empty());
        assert_eq!(Unknown { error: String::new() }.error, "");
    }
}
