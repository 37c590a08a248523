//! The service `kv`.

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::kv::{Found, Kv};

/// Keeps values under keys in one file.
#[aro_service(name = "kv")]
impl Kv {
    /// What is under `key`, as `value`; when there is none, `default`, and without that an error.
    fn get(&self, key: &str, default: Option<Value>) -> Result<Found> {
        self.find(key, default)
    }

    /// Puts `value` under `key`, in place of what is there.
    fn put(&self, key: &str, value: Value) -> Result<bool> {
        self.0.put(key, &value).map(|()| true)
    }

    /// Takes `key` away; gives whether it was there.
    fn delete(&self, key: &str) -> Result<bool> {
        self.0.delete(key)
    }

    /// Adds `amount` to the whole number under `key`, which counts as 0 when it is not there, and
    /// gives the sum.
    fn increment(&self, key: &str, #[arg(default = 1)] amount: i64) -> Result<i64> {
        self.0.increment(key, amount)
    }

    /// The keys that begin with `prefix`, in order; all of them when no prefix is given.
    fn keys(&self, #[arg(default)] prefix: &str) -> Result<Vec<String>> {
        self.0.keys(prefix)
    }
}
