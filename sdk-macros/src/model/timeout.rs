//! `timeout = "…"`.

use syn::LitStr;

/// How long an `async` function may take.
#[derive(Clone)]
pub(crate) struct Timeout {
    pub(crate) literal: LitStr,
    /// `None` if the literal cannot be read; that has been reported.
    pub(crate) millis: Option<u64>,
}
