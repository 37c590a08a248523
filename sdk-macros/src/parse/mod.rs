//! From tokens to the model.
//!
//! There is a function for each attribute. It reads the attribute's arguments and the item, takes
//! from the item what is ours (`#[arg]`, `#[service]`, doc comments of parameters), and reports
//! what cannot be read at all. What can be read and is still wrong is for `check` to find.

mod action;
mod aro_types;
mod duration;
mod event_handler;
mod export;
mod export_type;
mod function;
mod hook;
mod key_values;
mod keys;
mod params;
mod plugin;
mod qualifier;
mod rust_attributes;
mod service;
mod system_object;

pub(crate) use action::action;
pub(crate) use aro_types::aro_types;
pub(crate) use event_handler::event_handler;
pub(crate) use export::{export_block, export_function, exports};
pub(crate) use export_type::{export_type, passed_on};
pub(crate) use hook::hook;
pub(crate) use plugin::{library, plugin};
pub(crate) use qualifier::qualifier;
pub(crate) use service::service;
pub(crate) use system_object::system_object;
