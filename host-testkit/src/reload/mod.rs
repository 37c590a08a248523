//! Unloads plugins, and loads them again.
//!
//! - [`ReloadCheck`] loads and unloads a plugin several times and reports whether the library is
//!   unmapped, and if not, why.
//! - [`Reloader`] loads a plugin again when its file has changed.
//! - [`watch`] does that in a loop, for interactive use.
//!
//! A host that unloads a plugin calls `aro_plugin_shutdown` and then `dlclose`. That does not
//! always unmap the library ([ABI, section 8](aro_abi::reference#8-loading)): glibc keeps a library
//! that has registered a thread-local destructor for a thread that still lives, and a later load
//! from the same path returns the old code, with the state that it had. Therefore this module
//! loads a copy in a folder of its own each time. Only [`ReloadCheck::same_path`] loads one copy
//! again, as a host does, to check that the plugin works again.
//!
//! If a plugin's threads outlive `aro_plugin_shutdown`, unloading the library unmaps their code and
//! ends the process. [`ReloadCheck`] therefore does not close a library that such threads may
//! belong to.

mod check;
mod process;
mod reason;
mod reloader;
mod same_path;
mod stamp;

pub use check::{ReloadCheck, Unloading};
pub use reason::Reason;
pub use reloader::{Reloader, watch};
pub use same_path::Revival;

use crate::plugin::Plugin;

/// Makes the first calls of a host, as far as the plugin exports the functions.
fn start(plugin: &Plugin) {
    let _ = plugin.register();
    let _ = plugin.info_reply();
    let _ = plugin.init();
}

/// Makes the last call of a host, if the plugin exports the function.
fn stop(plugin: &Plugin) {
    let _ = plugin.shutdown();
}
