//! From the SDK's sources.

#[path = "../../../sdk/src/json/entries.rs"]
mod entries;
#[path = "../../../sdk/src/json/scan.rs"]
mod scan;
#[path = "../../../sdk/src/json/unescape.rs"]
mod unescape;

pub(crate) use entries::{Entries, Key};
pub(crate) use scan::{Base, Envelope, base_of};
