//! The plugin that the fuzz targets call: an item of each kind, with parameters of each kind. None
//! of them panics, so a panic is a finding.
//!
//! A library and no plugin: each target has `plugin!` in its root, so that the exported functions
//! are the ones of its program.

mod actions;
mod calls;
mod events;
mod json;
mod objects;
mod qualifiers;
mod services;

pub use calls::{event, execute, invoke, qualifier, service, system_object};

aro_sdk::library! {}
