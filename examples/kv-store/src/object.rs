//! The system object `kv`: the qualifier is the key.

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::kv::{Found, Kv};

/// Values under keys in one file.
#[aro_system_object(identifier = "kv")]
impl Kv {
    fn read(&self, qualifier: &str) -> Result<Found> {
        self.find(qualifier, None)
    }

    fn write(&self, qualifier: &str, value: Value) -> Result<bool> {
        self.0.put(qualifier, &value).map(|()| true)
    }

    /// The pattern is a key, `prefix*`, or `*`. Without a pattern all keys are listed.
    fn list(&self, pattern: &str) -> Result<Vec<String>> {
        match pattern.strip_suffix('*') {
            Some(prefix) => self.0.keys(prefix),
            None if pattern.is_empty() => self.0.keys(""),
            None => Ok(self.0.get(pattern)?.map(|_| pattern.to_owned()).into_iter().collect()),
        }
    }
}
