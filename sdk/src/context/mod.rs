//! What a running plugin has, whoever calls it: its name, its state, the host's callback, its log,
//! and the guard that ends every panic.
//!
//! The layer below `call`: it knows no envelope and no action.
//!
//! | module | what it does |
//! |---|---|
//! | `panic_guard` | makes an error of a panic |
//! | `thread` | which plugin and which action run on a thread |
//! | `state` | one value per type and plugin |
//! | `host` | the host's callback, the end of the process |
//! | `logging` | where the log goes |

pub(crate) mod host;
pub(crate) mod logging;
mod panic_guard;
mod state;
mod thread;

pub use host::Invoke;
#[cfg(target_family = "wasm")]
pub(crate) use host::{WASM_BLOCK_ALIGN, deallocate_block};
pub(crate) use host::{at_exit, call_host, run_constructors};
pub(crate) use panic_guard::{catch, catch_typed, install_hook, is_hook_installed, remove_panic_hook};
pub(crate) use state::States;
pub(crate) use thread::{NO_THREAD, ThreadContext, current_plugin, thread_id};

use host::InvokeCell;

use crate::sync::const_fn;

/// What one plugin has. It is part of the plugin's static, so two plugins in one process share
/// nothing.
pub(crate) struct PluginContext {
    name: &'static str,
    states: States,
    invoke: InvokeCell,
}

impl PluginContext {
    const_fn! {
        pub(crate) fn new(name: &'static str) -> Self {
            Self { name, states: States::new(), invoke: InvokeCell::new() }
        }
    }

    /// The plugin's name, as in its metadata.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// What the plugin keeps between calls.
    pub(crate) fn states(&self) -> &States {
        &self.states
    }

    /// The callback by which the host runs feature sets.
    pub(crate) fn set_invoke(&self, invoke: Option<Invoke>) {
        self.invoke.set(invoke);
    }
}
