//! Which ARO types a Rust type can be read from: for a qualifier's `inputTypes` and a parameter's
//! schema.

mod known;
mod members;
mod probe;

pub(crate) use known::{KnownType, known_type};
pub use members::{MembersOf, MembersOfDefault, NotAResult, UnknownMembers};
pub(crate) use probe::probed_types;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;
use std::{net, num};

/// A set of ARO's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeSet(u8);

impl TypeSet {
    /// No type at all.
    pub const NONE: TypeSet = TypeSet(0);
    /// Strings.
    pub const STRING: TypeSet = TypeSet(1);
    /// Integers.
    pub const INT: TypeSet = TypeSet(2);
    /// Numbers.
    pub const DOUBLE: TypeSet = TypeSet(4);
    /// Booleans.
    pub const BOOL: TypeSet = TypeSet(8);
    /// Lists.
    pub const LIST: TypeSet = TypeSet(16);
    /// Objects.
    pub const OBJECT: TypeSet = TypeSet(32);
    /// Every type.
    pub const ALL: TypeSet = TypeSet(63);
    /// Not a type: the value may be absent.
    pub const OPTIONAL: TypeSet = TypeSet(64);
    /// Not a type: the string is binary data as base64 text.
    pub const BASE64: TypeSet = TypeSet(128);

    const WORDS: [(TypeSet, &'static str, &'static str); 6] = [
        (Self::STRING, "String", "string"),
        (Self::INT, "Int", "integer"),
        (Self::DOUBLE, "Double", "number"),
        (Self::BOOL, "Bool", "boolean"),
        (Self::LIST, "List", "array"),
        (Self::OBJECT, "Object", "object"),
    ];

    /// The union of two sets.
    #[must_use]
    pub const fn or(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }

    const fn has(self, other: TypeSet) -> bool {
        self.0 & other.0 != 0
    }

    /// What is known, where nothing is asked for in particular.
    pub(crate) fn or_known(self, known: Option<TypeSet>) -> TypeSet {
        match known {
            Some(known) if self.0 & Self::ALL.0 == Self::ALL.0 => known.or(TypeSet(self.0 & Self::OPTIONAL.0)),
            _ => self,
        }
    }

    /// Whether strings are among some types, but not all.
    pub(crate) fn reads_strings(self) -> bool {
        self.has(Self::STRING) && self.0 & Self::ALL.0 != Self::ALL.0
    }

    pub(crate) fn is_optional(self) -> bool {
        self.has(Self::OPTIONAL)
    }

    pub(crate) fn is_base64(self) -> bool {
        self.has(Self::BASE64)
    }

    /// ARO's names of the types, as in `inputTypes`.
    pub(crate) fn aro_words(self) -> Vec<&'static str> {
        let mut words = Vec::new();
        for (set, word, _) in &Self::WORDS {
            if self.has(*set) {
                words.push(*word);
            }
        }
        words
    }

    /// JSON Schema's names of the types. `number` includes `integer`; all types need no name.
    pub(crate) fn schema_words(self) -> Vec<&'static str> {
        let mut words = Vec::new();
        if self.0 & Self::ALL.0 == Self::ALL.0 {
            return words;
        }
        for (set, _, word) in &Self::WORDS {
            if self.has(*set) && !(*set == Self::INT && self.has(Self::DOUBLE)) {
                words.push(*word);
            }
        }
        words
    }
}

/// The ARO types from which a Rust type is read.
///
/// Implemented for strings, network addresses, numbers, booleans, lists, maps and
/// `serde_json::Value`; an enum derives it with `#[derive(AroTypes)]`. Without an implementation,
/// a parameter's types are those that its `Deserialize` asks its deserializer for.
pub trait AroTypes {
    /// The types.
    const TYPES: TypeSet;
}

macro_rules! types {
    ($($set:expr => $($ty:ty),*;)*) => {$($(
        impl AroTypes for $ty { const TYPES: TypeSet = $set; }
    )*)*};
}

types! {
    TypeSet::STRING => str, String, char, std::path::Path, std::path::PathBuf;
    TypeSet::STRING => net::IpAddr, net::Ipv4Addr, net::Ipv6Addr, net::SocketAddr, net::SocketAddrV4, net::SocketAddrV6;
    TypeSet::INT => i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize;
    TypeSet::INT => num::NonZeroI8, num::NonZeroI16, num::NonZeroI32, num::NonZeroI64, num::NonZeroI128, num::NonZeroIsize;
    TypeSet::INT => num::NonZeroU8, num::NonZeroU16, num::NonZeroU32, num::NonZeroU64, num::NonZeroU128, num::NonZeroUsize;
    TypeSet::INT.or(TypeSet::DOUBLE) => f32, f64, serde_json::Number;
    TypeSet::BOOL => bool;
    TypeSet::ALL => serde_json::Value, serde_json::value::RawValue;
    TypeSet::OBJECT => serde_json::Map<String, serde_json::Value>;
    TypeSet::OPTIONAL => ();
}

macro_rules! lists {
    ($($ty:ident<T $(, $other:ident)?>;)*) => {$(
        impl<T $(, $other)?> AroTypes for $ty<T $(, $other)?> { const TYPES: TypeSet = TypeSet::LIST; }
    )*};
}

lists! {
    Vec<T>; VecDeque<T>; LinkedList<T>; BinaryHeap<T>; BTreeSet<T>; HashSet<T, S>;
}

macro_rules! tuples {
    ($(($($name:ident),+);)*) => {$(
        impl<$($name),+> AroTypes for ($($name,)+) { const TYPES: TypeSet = TypeSet::LIST; }
    )*};
}

tuples! {
    (A); (A, B); (A, B, C); (A, B, C, D); (A, B, C, D, E); (A, B, C, D, E, F);
}

impl<T> AroTypes for [T] {
    const TYPES: TypeSet = TypeSet::LIST;
}

impl<T, const N: usize> AroTypes for [T; N] {
    const TYPES: TypeSet = TypeSet::LIST;
}

impl<K, V, S> AroTypes for HashMap<K, V, S> {
    const TYPES: TypeSet = TypeSet::OBJECT;
}

impl<K, V> AroTypes for BTreeMap<K, V> {
    const TYPES: TypeSet = TypeSet::OBJECT;
}

impl<T: AroTypes + ?Sized> AroTypes for &T {
    const TYPES: TypeSet = T::TYPES;
}

impl<T: AroTypes + ?Sized> AroTypes for Box<T> {
    const TYPES: TypeSet = T::TYPES;
}

impl<T: AroTypes + ?Sized> AroTypes for Rc<T> {
    const TYPES: TypeSet = T::TYPES;
}

impl<T: AroTypes + ?Sized> AroTypes for Arc<T> {
    const TYPES: TypeSet = T::TYPES;
}

impl<T: AroTypes + ToOwned + ?Sized> AroTypes for Cow<'_, T> {
    const TYPES: TypeSet = T::TYPES;
}

impl<T: AroTypes> AroTypes for Option<T> {
    const TYPES: TypeSet = T::TYPES.or(TypeSet::OPTIONAL);
}

/// `TypesOf::<T>::TYPES` is `T::TYPES` if `T` implements [`AroTypes`].
///
/// Autoref specialization: the inherent constant wins over that of the fallback trait where
/// `T: AroTypes`.
#[derive(Debug)]
pub struct TypesOf<T: ?Sized>(PhantomData<T>);

impl<T: AroTypes + ?Sized> TypesOf<T> {
    /// The types.
    pub const TYPES: TypeSet = T::TYPES;
}

/// `OptionalOf::<T>::TYPES` is [`TypeSet::OPTIONAL`] for an `Option`, whatever is in it.
#[derive(Debug)]
pub struct OptionalOf<T: ?Sized>(PhantomData<T>);

impl<T> OptionalOf<Option<T>> {
    /// It may be absent.
    pub const TYPES: TypeSet = TypeSet::OPTIONAL;
}

/// For a type that is no `Option`.
pub trait RequiredFallback {
    /// It may not be absent.
    const TYPES: TypeSet = TypeSet::NONE;
}

impl<T: ?Sized> RequiredFallback for OptionalOf<T> {}

/// For a type without [`AroTypes`].
pub trait TypesFallback {
    /// An object.
    const TYPES: TypeSet = TypeSet::OBJECT;
}

impl<T: ?Sized> TypesFallback for TypesOf<T> {}
