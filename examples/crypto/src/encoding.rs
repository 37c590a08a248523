//! How bytes become text.

use aro_sdk::prelude::*;
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};

/// An encoding of bytes as text.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Encoding {
    /// Two digits for each byte, in lower case; upper case is read too.
    #[default]
    Hex,
    /// RFC 4648, section 4, with padding.
    Base64,
    /// RFC 4648, section 5, without padding: fit for URLs and file names.
    Base64Url,
}

impl Encoding {
    pub(crate) fn encode(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => HEXLOWER.encode(bytes),
            Self::Base64 => BASE64.encode(bytes),
            Self::Base64Url => BASE64URL_NOPAD.encode(bytes),
        }
    }

    /// The bytes of `text`, the argument `argument`.
    pub(crate) fn decode(self, argument: &str, text: &str) -> Result<Vec<u8>> {
        let (name, encoding) = match self {
            Self::Hex => ("hex", HEXLOWER_PERMISSIVE),
            Self::Base64 => ("base64", BASE64),
            Self::Base64Url => ("base64url", BASE64URL_NOPAD),
        };
        encoding.decode(text.as_bytes()).map_err(|error| {
            Error::invalid_input(format!("argument \"{argument}\": expected {name} text, but {error}"))
                .with_detail("argument", argument)
        })
    }
}
