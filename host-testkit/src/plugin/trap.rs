//! Why a WebAssembly module did not return from a call.

use std::time::Duration;

use thiserror::Error;

/// Why a call into a WebAssembly module failed. It costs this call: the program goes on, and so
/// does the plugin, with a new instance of the module where [`Trap::ends_instance`].
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trap {
    /// The call took longer than the deadline.
    #[error("no answer within {deadline:?}; end the loop, or raise `deadline`")]
    Deadline {
        /// The deadline.
        deadline: Duration,
    },
    /// The call used up its fuel.
    #[error("it used up its {fuel} units of fuel; end the loop, or raise `fuel`")]
    Fuel {
        /// The fuel of one call.
        fuel: u64,
    },
    /// The module wanted more memory than it may have, and ended.
    #[error("it needs more memory than {limit} bytes; free what it does not need, or raise `memory_limit`")]
    Memory {
        /// The limit in bytes.
        limit: usize,
    },
    /// The module returned a pointer to no NUL-terminated string in its memory.
    #[error(
        "it returned the pointer {address:#x}, at which its memory of {memory:#x} bytes has no NUL-terminated string"
    )]
    WildPointer {
        /// The pointer.
        address: u32,
        /// The size of the module's memory in bytes.
        memory: usize,
    },
    /// The module exports the function with other parameters or results than the ABI's.
    #[error("its export has the type {found}, expected {expected}")]
    Signature {
        /// The type of the export.
        found: String,
        /// The type that the ABI gives it.
        expected: String,
    },
    /// Anything else that ends an instance: a panic that cannot unwind, an access outside of the
    /// memory, a stack overflow, a division by zero.
    #[error("{message}")]
    Code {
        /// What wasmtime says, and the functions that were running.
        message: String,
    },
}

impl Trap {
    /// Whether the instance is given up: code stopped in the middle, so what is in its memory is
    /// not usable. The next call begins with a new instance, which knows nothing of earlier calls.
    #[must_use]
    pub fn ends_instance(&self) -> bool {
        !matches!(self, Self::WildPointer { .. } | Self::Signature { .. })
    }
}
