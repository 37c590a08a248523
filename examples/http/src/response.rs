//! The server's answer, as a reply.

use std::collections::BTreeMap;

use aro_sdk::prelude::*;
use data_encoding::BASE64;
use serde_json::Value;
use ureq::{Body, http};

/// What a program gets.
#[derive(Serialize)]
pub(crate) struct Response {
    status: u16,
    /// Whether the status is from 200 to 299.
    ok: bool,
    /// The headers, with names in lower case; several values of one name are joined by ", ".
    headers: BTreeMap<String, String>,
    /// The body, as text or base64 text.
    body: String,
    /// `utf-8` or `base64`: what `body` is.
    encoding: &'static str,
    /// The body read as JSON, if the server says that it is JSON and it is.
    json: Option<Value>,
    /// How often the request was sent.
    attempts: u32,
}

impl Response {
    /// Reads the body, at most `max_bytes`.
    pub(crate) fn read(
        mut answer: http::Response<Body>,
        max_bytes: u64,
        attempts: u32,
    ) -> std::result::Result<Self, ureq::Error> {
        let mut headers = BTreeMap::<String, String>::new();
        for (name, value) in answer.headers() {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            headers.entry(name.as_str().to_owned()).and_modify(|all| *all = format!("{all}, {value}")).or_insert(value);
        }
        let bytes = answer.body_mut().with_config().limit(max_bytes).read_to_vec()?;
        let (body, encoding) = match String::from_utf8(bytes) {
            Ok(text) => (text, "utf-8"),
            Err(error) => (BASE64.encode(error.as_bytes()), "base64"),
        };
        let is_json = headers.get("content-type").is_some_and(|kind| kind.contains("json"));
        Ok(Self {
            status: answer.status().as_u16(),
            ok: answer.status().is_success(),
            json: if is_json { serde_json::from_str(&body).ok() } else { None },
            headers,
            body,
            encoding,
            attempts,
        })
    }
}
