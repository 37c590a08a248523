//! From the SDK's sources.

#[path = "../../../sdk/src/boundary/skip.rs"]
pub(crate) mod skip;
