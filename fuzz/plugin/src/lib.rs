//! The plugin that the fuzz targets call: an item of each kind, with parameters of each kind. None
//! of them panics, so a panic is a finding.
//!
//! A library and no plugin: each target has `plugin!` in its root, so that the exported functions
//! are the ones of its program.

mod actions;
mod bound;
mod calls;
mod entry_points;
mod events;
mod expected;
mod json;
mod objects;
mod qualifiers;
#[allow(dead_code, reason = "the tests of the scan use more of it")]
#[path = "../../../json-scan/tests/support/reference.rs"]
mod reference;
mod services;

pub use calls::{event, execute, invoke, qualifier, service, system_object};

aro_sdk::library! {}
