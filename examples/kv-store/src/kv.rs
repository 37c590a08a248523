//! The plugin's state.

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::store::Store;

/// The plugin's state. Programs call the methods of the service.
pub(crate) struct Kv(pub(crate) Store);

/// A value that was read, under its own key. If a stored dictionary were the reply itself, hosts
/// would interpret its keys `error` and `_events` (docs/abi.md, section 5).
#[derive(Serialize)]
pub(crate) struct Found {
    value: Value,
}

impl Kv {
    /// The value of `key`, else `instead`, else an error.
    pub(crate) fn find(&self, key: &str, instead: Option<Value>) -> Result<Found> {
        let value = self.0.get(key)?.or(instead).ok_or_else(|| absent(key))?;
        Ok(Found { value })
    }
}

/// The error that `key` has no value.
fn absent(key: &str) -> Error {
    Error::not_found(format!("there is no value under the key \"{key}\"")).with_detail("key", key)
}
