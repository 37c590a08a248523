//! What a measurement gives.

use std::fmt;

use thiserror::Error;

use crate::plugin::CallError;

/// How much memory a call left behind, when that was within the bound.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Growth {
    /// What was called.
    pub what: String,
    /// How many calls the measurement spans, without those of the warm-up: as many as were asked for, or a multiple where others in the
    /// process disturbed it and it was repeated.
    pub calls: usize,
    /// By how many bytes the memory in use grew. 0 when it shrank.
    pub bytes: usize,
    /// Which memory was looked at: to the byte where [`Measure::Heap`], in pages where [`Measure::Resident`].
    pub measure: Measure,
    /// How many of the `calls` were answered by `{"error": …}`. When it is all of them, look whether the input is the one you meant.
    pub errors: usize,
}

/// Which memory a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// What `malloc` has handed out and not got back; exact. Told by glibc.
    Heap,
    /// The pages of the process that are in memory, in which memory of other allocators shows as well.
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
        /// By how much, and in how many calls of what.
        growth: Growth,
        /// How much it might grow.
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
    /// Replies were returned and never given back.
    #[error("{replies} replies of {what} were not given back to `aro_plugin_free`")]
    Outstanding {
        /// What was called.
        what: String,
        /// How many replies.
        replies: usize,
    },
    /// The system tells neither of the two figures.
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
