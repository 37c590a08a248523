//! From the model to code.
//!
//! The code of an item is one `const _: () = { … };` beside it: a function that reads the arguments
//! from a call and calls the author's function, a static descriptor, and the registration of that.
//! `docs/generated.md` shows it. Rules for all of it:
//!
//! - Names are absolute, by [`paths`], or begin with `__`, so nothing in the author's crate can get in
//!   the way.
//! - What an author can get wrong has the span of what the author wrote, by `quote_spanned!` and
//!   [`paths::call_site_at`], so rustc's messages point there.

mod action;
mod aro_types;
mod descriptor;
mod editor_hints;
mod event_handler;
mod hook;
mod json;
mod lifetimes;
mod param_info;
mod paths;
mod plugin;
mod qualifier;
mod registration;
mod schema;
mod service;
mod spellings;
mod system_object;
mod type_sets;
mod uniqueness;
mod wrapper;

pub(crate) use action::action;
pub(crate) use aro_types::aro_types;
pub(crate) use editor_hints::editor_hints;
pub(crate) use event_handler::event_handler;
pub(crate) use hook::hook;
pub(crate) use plugin::plugin;
pub(crate) use qualifier::qualifier;
pub(crate) use service::service;
pub(crate) use system_object::system_object;
