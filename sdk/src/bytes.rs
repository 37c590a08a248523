//! Binary data in JSON: [`Bytes`].

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Deserialize, Deserializer, Unexpected, Visitor};
use serde::{Serialize, Serializer};

use crate::types::{AroTypes, TypeSet};

/// Base64 with padding, which may be missing in what is read.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Binary data: base64 text in JSON.
///
/// It is an argument, a member of an argument, a result or a qualifier's value. Its schema in the
/// metadata is a string with `"contentEncoding": "base64"`. It is read from the standard alphabet
/// of base64 (RFC 4648, section 4), with or without padding, and written with padding. Any other
/// value is an error that names the argument, with code 1.
///
/// A `Vec<u8>` or `&[u8]` is something else: a list of integers from 0 to 255.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// use aro_sdk::Bytes;
///
/// /// `Reverse the <reversed> from the <data>.`, where `<data>` is base64 text.
/// #[aro_action(verbs = ["ReverseBytes"])]
/// fn reverse_bytes(mut data: Bytes) -> Bytes {
///     data.reverse();
///     data
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    /// Takes the data.
    #[must_use]
    pub fn new(data: impl Into<Vec<u8>>) -> Self {
        Self(data.into())
    }

    /// The data.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl Deref for Bytes {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl DerefMut for Bytes {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Borrow<[u8]> for Bytes {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(data: Vec<u8>) -> Self {
        Self(data)
    }
}

impl From<&[u8]> for Bytes {
    fn from(data: &[u8]) -> Self {
        Self(data.to_vec())
    }
}

impl From<Bytes> for Vec<u8> {
    fn from(bytes: Bytes) -> Self {
        bytes.0
    }
}

impl AroTypes for Bytes {
    const TYPES: TypeSet = TypeSet::STRING.or(TypeSet::BASE64);
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Base64;

        impl Visitor<'_> for Base64 {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("binary data as base64 text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bytes, E> {
                BASE64.decode(text).map(Bytes).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_str(Base64)
    }
}
