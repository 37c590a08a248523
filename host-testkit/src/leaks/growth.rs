//! Results of a measurement.

use std::fmt;

use thiserror::Error;

use crate::plugin::CallError;

/// How much more memory is in use after the calls, within the bound.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Growth {
    /// What was called.
    pub what: String,
    /// How many calls were measured, without the warm-up: as many as requested, or a multiple of
    /// that if the measurement was repeated because other threads disturbed it.
    pub calls: usize,
    /// By how many bytes the memory in use grew. 0 when it shrank.
    pub bytes: usize,
    /// What was measured: [`Measure::Heap`] to the byte, or [`Measure::Resident`] in pages.
    pub measure: Measure,
    /// How many of the calls returned `{"error": …}`. If all of them did, check whether the input
    /// is the one you meant.
    pub errors: usize,
}

/// What kind of memory was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// Bytes that `malloc` has allocated and that were not freed; exact. glibc only.
    Heap,
    /// The resident pages of the process, which include the memory of other allocators.
    Resident,
}

/// Why a measurement failed.
///
/// `Debug` gives the same text as `Display`.
#[derive(Clone, Error)]
#[non_exhaustive]
pub enum Leak {
    /// The memory in use grew by more than the bound.
    #[error(
        "{growth}, about {} bytes a call, where {bound} bytes in all are allowed: free what the call allocates, \
         or raise the bound if the call fills a cache of limited size",
        .growth.bytes / .growth.calls.max(1)
    )]
    Grew {
        /// The growth.
        growth: Growth,
        /// The bound.
        bound: usize,
    },
    /// A call failed, so that there is nothing to measure.
    #[error("{what} cannot be measured, because a call failed: {reason}")]
    Call {
        /// What was called.
        what: String,
        /// What the [`CallError`] says.
        reason: String,
    },
    /// Replies were not given back to the plugin.
    #[error("{replies} replies of {what} were not given back to `aro_plugin_free`")]
    Outstanding {
        /// What was called.
        what: String,
        /// How many replies.
        replies: usize,
    },
    /// The system reports neither measure.
    #[error(
        "this system reports neither how much memory `malloc` has allocated nor how much the process uses; skip the test here"
    )]
    NotMeasurable,
}

impl Leak {
    pub(super) fn call(what: &str, error: &CallError) -> Self {
        Self::Call { what: what.to_owned(), reason: error.to_string() }
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, calls, bytes, measure, errors } = self;
        write!(f, "{calls} calls of {what} left {bytes} bytes of the {measure} in use")?;
        match errors {
            0 => Ok(()),
            _ => write!(f, " ({errors} of the calls were answered by an error)"),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Heap => "heap",
            Self::Resident => "resident memory",
        })
    }
}

debug_like_display!(Leak);
