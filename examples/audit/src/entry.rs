//! One line of the trail.

use std::time::SystemTime;

use aro_sdk::prelude::*;
use serde_json::Value;

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Entry {
    /// Entries are numbered from 1. A number is never used again, so a gap shows that entries were
    /// dropped.
    pub(crate) number: u64,
    /// When it was recorded, in milliseconds since 1970 in UTC.
    pub(crate) time: u64,
    /// The event's type.
    pub(crate) event: String,
    /// The event's object.
    pub(crate) data: Value,
}

/// Milliseconds since 1970; 0 if the clock is set earlier.
pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
