//! Measures calls of plugins through their built and loaded release libraries.
//!
//! `bench-sdk` is written with the SDK. `bench-by-hand` does the same work as the ARO guide teaches
//! (`CStr`, `serde_json::Value`, `CString`). `bench-floor`, the *floor*, only checks for NULL and
//! returns a constant. A figure is the cost of one `aro_plugin_execute` with its
//! `aro_plugin_free`.
//!
//! [`CASES`] are measured with the SDK's plugin and with the hand-written one. [`probes`](probes())
//! measure how costs grow: with the number of actions, with the size of a value, with unused
//! values, and what loading costs. The other plugins are for the probes. [`ENVELOPES`] are for
//! `examples/validator`, built once for each [`Backend`] of the scan. [`HOSTED`] are measured
//! through the testkit's host and through the embeddable one.

mod build;
mod bulk;
mod cases;
mod envelopes;
mod hosted;
mod payloads;
mod plugin;
mod probes;
mod typed;

pub use aro_json_scan::Backend;
pub use build::{embedded_library, libraries, library, library_in};
pub use bulk::{BULKS, Bulk};
pub use cases::{CASES, Case};
pub use envelopes::{ENVELOPES, envelope_calls};
pub use hosted::{HOSTED, HostKind, Hosted};
pub use payloads::{Filler, payload};
pub use plugin::{First, Info, Loaded, PluginKind};
pub use probes::{LOADED, LOOKUPS, Prepared, Probe, Spelling, probes};
pub use typed::{Typed, TypedCall};
