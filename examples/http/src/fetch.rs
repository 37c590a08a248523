//! The action `FetchURL`.

use std::collections::BTreeMap;
use std::time::Duration;

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::attempts::Attempts;
use crate::client::Client;
use crate::request::{Request, wrong};
use crate::response::Response;

/// What one call may take at most: an hour.
const MAX_TIMEOUT: f64 = 3600.0;
const MAX_RETRIES: u32 = 10;

/// Fetches a URL by HTTP or HTTPS.
///
/// A `body` that is text is sent as it is, any other value as JSON. `timeout`, in seconds, is for
/// all attempts together. A request that may be sent twice is repeated up to `retries` times if the
/// server cannot be reached or answers 429, 502, 503 or 504. An answer longer than `max_bytes` is
/// an error.
#[aro_action(verbs = ["FetchURL"], prepositions = ["from", "with"], role = "request")]
#[allow(clippy::too_many_arguments)] // Each is an argument of programs.
fn fetch_url(
    url: &str,
    #[arg(default = "GET")] method: &str,
    #[arg(default)] headers: BTreeMap<String, String>,
    body: Option<Value>,
    #[arg(default = 10.0)] timeout: f64,
    #[arg(default = 2)] retries: u32,
    #[arg(default = 10 << 20)] max_bytes: u64,
    client: State<Client>,
) -> Result<Response> {
    if !(timeout > 0.0 && timeout <= MAX_TIMEOUT) {
        return Err(wrong("timeout", format!("expected more than 0 and at most {MAX_TIMEOUT} seconds, got {timeout}")));
    }
    if retries > MAX_RETRIES {
        return Err(wrong("retries", format!("expected at most {MAX_RETRIES}, got {retries}")));
    }
    let request = Request::new(url, method, &headers, body.as_ref())?;
    let attempts = Attempts { most: retries + 1, timeout: Duration::from_secs_f64(timeout), max_bytes };
    attempts.send(&client.0, &request)
}
