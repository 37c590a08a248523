//! The actions that hash.

use aro_sdk::Bytes;
use aro_sdk::prelude::*;

use crate::algorithm::Algorithm;
use crate::encoding::Encoding;

#[derive(Serialize)]
struct Digest {
    hash: String,
    algorithm: Algorithm,
}

fn digest(data: &[u8], algorithm: Algorithm, encoding: Encoding) -> Digest {
    Digest { hash: encoding.encode(&algorithm.hash(data)), algorithm }
}

/// Hashes a text, as UTF-8.
///
/// `algorithm` is `sha256`, `sha384` or `sha512`; `encoding` is `hex`, `base64` or `base64url`. Not
/// for passwords: `HashPassword` is.
#[aro_action(verbs = ["HashText"], prepositions = ["from", "with"])]
fn hash_text(text: &str, #[arg(default)] algorithm: Algorithm, #[arg(default)] encoding: Encoding) -> Digest {
    digest(text.as_bytes(), algorithm, encoding)
}

/// Hashes binary data, which is given as base64 text.
#[aro_action(verbs = ["HashBytes"], prepositions = ["from", "with"])]
fn hash_bytes(bytes: Bytes, #[arg(default)] algorithm: Algorithm, #[arg(default)] encoding: Encoding) -> Digest {
    digest(&bytes, algorithm, encoding)
}
