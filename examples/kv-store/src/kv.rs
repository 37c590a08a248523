//! What the plugin shares between calls.

use aro_sdk::prelude::*;

use crate::store::Store;

/// The plugin's one value: its methods are what programs can call.
pub(crate) struct Kv(pub(crate) Store);

/// There is no value under `key`.
pub(crate) fn absent(key: &str) -> Error {
    Error::not_found(format!("there is no value under the key \"{key}\"")).with_detail("key", key)
}
