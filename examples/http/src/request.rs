//! The request, as a program states it.

use std::collections::BTreeMap;

use aro_sdk::prelude::*;
use serde_json::Value;
use ureq::http::{self, HeaderName, Method, Uri, header::CONTENT_TYPE};

/// A request that is well-formed and can be sent again.
pub(crate) struct Request(http::Request<Vec<u8>>);

impl Request {
    pub(crate) fn new(
        url: &str,
        method: &str,
        headers: &BTreeMap<String, String>,
        body: Option<&Value>,
    ) -> Result<Self> {
        let uri: Uri = url.parse().map_err(|error| wrong("url", format!("expected a URL, but {error}: {url:?}")))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none() {
            return Err(wrong("url", format!("expected a URL that begins with http:// or https://, got {url:?}")));
        }
        let method: Method = method
            .to_uppercase()
            .parse()
            .ok()
            .filter(|method| KNOWN.contains(method))
            .ok_or_else(|| wrong("method", format!("expected one of {KNOWN:?}, got {method:?}")))?;
        let (bytes, content_type) = match body {
            None => (Vec::new(), None),
            Some(_) if [Method::GET, Method::HEAD].contains(&method) => {
                return Err(wrong("body", format!("a {method} request has none: set `method` to \"POST\"")));
            }
            Some(Value::String(text)) => (text.clone().into_bytes(), Some("text/plain; charset=utf-8")),
            Some(value) => (value.to_string().into_bytes(), Some("application/json")),
        };
        let mut request = http::Request::builder().method(method).uri(uri).body(bytes)?;
        if let Some(content_type) = content_type {
            request.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static(content_type));
        }
        for (name, value) in headers {
            let (Ok(key), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) else {
                return Err(wrong("headers", format!("{name:?} cannot be sent: a header is one line of ASCII text")));
            };
            request.headers_mut().insert(key, value);
        }
        Ok(Self(request))
    }

    /// Whether sending it twice does what sending it once does (RFC 9110, section 9.2.2).
    pub(crate) fn is_idempotent(&self) -> bool {
        ![Method::POST, Method::PATCH].contains(self.0.method())
    }

    /// The request, to be sent once.
    pub(crate) fn to_send(&self) -> http::Request<Vec<u8>> {
        self.0.clone()
    }
}

/// The methods that programs may use.
const KNOWN: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// The error of a wrong argument.
pub(crate) fn wrong(argument: &str, what: String) -> Error {
    Error::invalid_input(format!("argument \"{argument}\": {what}")).with_detail("argument", argument)
}
