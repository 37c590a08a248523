//! The service `kv`.

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::kv::{Found, Kv};

/// Keeps values under keys in one file.
#[aro_service(name = "kv")]
impl Kv {
    /// Returns the value of `key` as `value`; if there is none, `default`, or else an error.
    fn get(&self, key: &str, default: Option<Value>) -> Result<Found> {
        self.find(key, default)
    }

    /// Stores `value` under `key` and replaces the former value.
    fn put(&self, key: &str, value: Value) -> Result<bool> {
        self.0.put(key, &value).map(|()| true)
    }

    /// Removes `key`; returns whether it was there.
    fn delete(&self, key: &str) -> Result<bool> {
        self.0.delete(key)
    }

    /// Adds `amount` to the integer under `key`, which is 0 if it is absent, and returns
    /// the sum.
    fn increment(&self, key: &str, #[arg(default = 1)] amount: i64) -> Result<i64> {
        self.0.increment(key, amount)
    }

    /// Lists the keys that begin with `prefix`, in order; without a prefix, all keys.
    fn keys(&self, #[arg(default)] prefix: &str) -> Result<Vec<String>> {
        self.0.keys(prefix)
    }
}
