//! Counts the alarms that each actor caused.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The number of alarms of each actor.
#[derive(Default)]
pub(crate) struct Alarms(Mutex<BTreeMap<String, u64>>);

impl Alarms {
    pub(crate) fn raise(&self, actor: &str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(actor.to_owned()).or_default() += 1;
    }

    pub(crate) fn counts(&self) -> BTreeMap<String, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
