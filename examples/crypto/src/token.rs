//! The action `GenerateToken`.

use aro_sdk::prelude::*;

use crate::encoding::Encoding;

/// The most random bytes in one call: what nobody needs for a token.
const MAX_BYTES: usize = 4096;

/// Makes a random token that nobody can guess, for example for a session or a link.
///
/// `bytes` is how many random bytes it is made of: at least 16. It is longer as text.
#[aro_action(verbs = ["GenerateToken"], prepositions = ["with", "for"], role = "request", returns = "token")]
fn generate_token(#[arg(with, default = 32)] bytes: usize, #[arg(with)] encoding: Option<Encoding>) -> Result<String> {
    if !(16..=MAX_BYTES).contains(&bytes) {
        return Err(Error::invalid_input(format!(
            "argument \"bytes\": expected 16 to {MAX_BYTES}, got {bytes}: fewer can be guessed"
        ))
        .with_detail("argument", "bytes"));
    }
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random)?;
    Ok(encoding.unwrap_or(Encoding::Base64Url).encode(&random))
}
