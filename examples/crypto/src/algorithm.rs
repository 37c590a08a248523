//! The hash functions that programs may name.

use aro_sdk::prelude::*;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq as _;

/// A hash function of the SHA-2 family.
#[derive(Clone, Copy, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Algorithm {
    #[default]
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    pub(crate) fn hash(self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(data).to_vec(),
            Self::Sha384 => Sha384::digest(data).to_vec(),
            Self::Sha512 => Sha512::digest(data).to_vec(),
        }
    }

    /// The HMAC of `data`.
    pub(crate) fn sign(self, key: &[u8], data: &[u8]) -> Result<Vec<u8>> {
        macro_rules! hmac {
            ($hash:ty) => {{
                let mut hmac = Hmac::<$hash>::new_from_slice(key)?;
                hmac.update(data);
                hmac.finalize().into_bytes().to_vec()
            }};
        }
        Ok(match self {
            Self::Sha256 => hmac!(Sha256),
            Self::Sha384 => hmac!(Sha384),
            Self::Sha512 => hmac!(Sha512),
        })
    }

    /// Whether `signature` is the HMAC of `data`, in constant time.
    pub(crate) fn verify(self, key: &[u8], data: &[u8], signature: &[u8]) -> Result<bool> {
        Ok(self.sign(key, data)?.ct_eq(signature).into())
    }
}
