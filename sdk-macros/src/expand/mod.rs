//! From the model to code.
//!
//! The code of an item is one `const _: () = { … };` beside it. In it are a function that reads the
//! arguments from a call and calls the author's function, a static descriptor, and the registration
//! of the descriptor. The files in `snapshots/` show it. Two rules hold for all of it:
//!
//! - Paths are absolute, by [`paths`], and names begin with `__`. So no name in the author's crate
//!   can get in the way.
//! - Code that fails because of what an author wrote has the span of that, by `quote_spanned!` and
//!   [`paths::call_site_at`]. So the messages of rustc point there.

mod action;
mod aro_types;
mod asynchronous;
mod descriptor;
mod editor_hints;
mod event_handler;
mod export;
mod hook;
mod library;
mod lifetimes;
mod param_info;
mod paths;
mod plugin;
mod qualifier;
mod registration;
mod reserved;
mod result_info;
mod service;
mod spellings;
mod system_object;
mod type_sets;
mod uniqueness;
mod wasm;
mod wrapper;

pub(crate) use action::action;
pub(crate) use aro_types::aro_types;
pub(crate) use editor_hints::editor_hints;
pub(crate) use event_handler::event_handler;
pub(crate) use export::{derive_exported_type, export_block, export_function, export_type, exports, reachable};
pub(crate) use hook::hook;
pub(crate) use library::library;
pub(crate) use plugin::plugin;
pub(crate) use qualifier::qualifier;
pub(crate) use service::service;
pub(crate) use system_object::system_object;
