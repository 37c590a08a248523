//! ARO actions that hash, sign, make tokens and keep passwords.
//!
//! ```aro
//! HashText        the <digest>    from the <text>.
//! HashBytes       the <file-hash> from the <data> with { algorithm: "sha512" }.
//! SignText        the <signature> from the <text> with { key: <key> }.
//! VerifySignature the <check>     from the <text> with { key: <key>, signature: <given> }.
//! GenerateToken   the <token>     with { bytes: 32 }.
//! HashPassword    the <stored>    from the <password>.
//! VerifyPassword  the <match>     from the <password> with { hash: <stored-hash> }.
//! CompareSecrets  the <same>      from the <given> with { expected: <token> }.
//! ```
//!
//! Everything secret is compared in a time that does not depend on where the two differ. Hashes and
//! HMAC are those of RustCrypto, passwords are hashed by Argon2id, and random bytes come from the
//! operating system.
//!
//! What this does not do: a program's variables stay in the memory of its host until the host drops
//! them, so a secret is not erased after a call.

mod algorithm;
mod compare;
mod encoding;
mod hash;
mod password;
mod sign;
mod token;

aro_sdk::plugin! { handle = "Crypto" }
