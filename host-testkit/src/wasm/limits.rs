//! What a module may use.

use std::time::Duration;

use wasmtime::ResourceLimiter;

#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// In bytes.
    pub(super) memory: usize,
    /// For each call.
    pub(super) fuel: Option<u64>,
    /// For each call.
    pub(super) deadline: Duration,
    #[cfg(feature = "wasi")]
    pub(super) grants: super::wasi::Grants,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 256 << 20,
            fuel: None,
            deadline: Duration::from_secs(30),
            #[cfg(feature = "wasi")]
            grants: Default::default(),
        }
    }
}

/// Entries of a table: each costs the host memory.
const MAX_TABLE: usize = 1 << 20;

/// Refuses to let an instance grow, and notes that it did.
pub(super) struct Limiter {
    memory: usize,
    pub(super) refused_memory: bool,
}

impl Limiter {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { memory: limits.memory, refused_memory: false }
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let granted = desired <= self.memory;
        self.refused_memory |= !granted;
        Ok(granted)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= MAX_TABLE)
    }
}
