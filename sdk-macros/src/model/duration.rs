//! `key = "…"` with a duration.

use syn::LitStr;

/// A duration as it is written: `timeout` of `async` functions, `init_limit` of the plugin.
#[derive(Clone)]
pub(crate) struct WrittenDuration {
    pub(crate) literal: LitStr,
    /// `None` if the literal cannot be read; that has been reported.
    pub(crate) millis: Option<u64>,
}
