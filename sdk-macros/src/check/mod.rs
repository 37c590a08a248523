//! What can be wrong with an item, as far as its syntax shows it.
//!
//! There is a function for each attribute. It looks at the model and at the syntax that the model
//! was read from, and reports every mistake it finds. What only rustc can know (types, names
//! elsewhere in the crate) is checked by the code that `expand` writes; see `expand::uniqueness`
//! and `expand::paths`.

mod action;
mod aro_types;
mod block;
mod event_handler;
mod export;
mod function;
mod hook;
mod names;
mod package;
mod params;
mod plugin;
mod qualifier;
mod service;
mod signature;
mod symbol;
mod system_object;
mod words;

pub(crate) use action::action;
pub(crate) use aro_types::aro_types;
pub(crate) use event_handler::event_handler;
pub(crate) use export::{export_block, export_function, export_type, exports};
pub(crate) use hook::hook;
pub(crate) use plugin::{library, plugin};
pub(crate) use qualifier::qualifier;
pub(crate) use service::service;
pub(crate) use system_object::system_object;
