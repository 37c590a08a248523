//! From the SDK's sources.

#[path = "../../../sdk/src/boundary/few.rs"]
mod few;
// What checks UTF-8 is left out here.
#[allow(unused_imports)]
#[path = "../../../sdk/src/boundary/skip/mod.rs"]
pub(crate) mod skip;

pub(crate) use few::Few;
