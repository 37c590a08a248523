//! Unloading a plugin, and loading it anew.
//!
//! - [`ReloadCheck`] loads and unloads a plugin several times and says whether the library goes, and why not.
//! - [`Reloader`] loads a plugin anew when its file has changed.
//! - [`watch`] does that in a loop, for interactive use.
//!
//! A host that unloads a plugin calls `aro_plugin_shutdown` and then `dlclose`. Whether the library goes is another matter (ABI,
//! section 8): glibc keeps one that has registered the destructor of a thread-local for a thread that still lives, and a later load
//! from the same path gives the old code. So what is loaded here is always a copy under a path of its own.
//!
//! Unloading takes code away from under whoever runs it. A plugin in C whose threads outlive `aro_plugin_shutdown` ends the
//! process so; [`ReloadCheck`] therefore does not close a library that such threads may belong to.

mod check;
mod library_copy;
mod process;
mod reason;
mod reloader;

pub use check::{ReloadCheck, Unloading};
pub use reason::Reason;
pub use reloader::{Reloader, watch};

use crate::plugin::Plugin;

/// What hosts call first, as far as the plugin has it.
fn start(plugin: &Plugin) {
    let _ = plugin.register();
    let _ = plugin.info_reply();
    let _ = plugin.init();
}

/// What hosts call last, if the plugin has it.
fn stop(plugin: &Plugin) {
    let _ = plugin.shutdown();
}
