//! From the SDK's sources.

#[path = "../../../sdk/src/boundary/few.rs"]
mod few;
#[path = "../../../sdk/src/boundary/skip/mod.rs"]
pub(crate) mod skip;

pub(crate) use few::Few;
