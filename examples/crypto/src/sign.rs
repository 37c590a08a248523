//! Signatures by a common key: HMAC (RFC 2104).

use aro_sdk::prelude::*;

use crate::algorithm::Algorithm;
use crate::compare::Check;
use crate::encoding::Encoding;

/// Signs a text with a key that the reader has too.
///
/// `key` is text, used as UTF-8; give it at least 32 random characters.
#[aro_action(verbs = ["SignText"], prepositions = ["from", "with"], returns = "signature")]
fn sign_text(
    text: &str,
    key: &str,
    #[arg(default)] algorithm: Algorithm,
    #[arg(default)] encoding: Encoding,
) -> Result<String> {
    refuse_empty(key)?;
    algorithm.sign(key.as_bytes(), text.as_bytes()).map(|signature| encoding.encode(&signature))
}

/// Tells whether a signature is that of `SignText` with this text and key, in constant time.
#[aro_action(verbs = ["VerifySignature"], prepositions = ["from", "with"])]
fn verify_signature(
    text: &str,
    key: &str,
    signature: &str,
    #[arg(default)] algorithm: Algorithm,
    #[arg(default)] encoding: Encoding,
) -> Result<Check> {
    refuse_empty(key)?;
    let signature = encoding.decode("signature", signature)?;
    algorithm.verify(key.as_bytes(), text.as_bytes(), &signature).map(Check::new)
}

/// A variable that was never set is empty, and everybody can sign with it.
fn refuse_empty(key: &str) -> Result<()> {
    if key.is_empty() {
        return Err(Error::invalid_input("argument \"key\": expected a secret text, got the empty string")
            .with_detail("argument", "key"));
    }
    Ok(())
}
