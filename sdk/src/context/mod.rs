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
//! | `turn` | one thread runs the author's code, the others wait for it, up to a limit |
//! | `host` | the host's callback, the end of the process |
//! | `logging` | where the log goes |

pub(crate) mod host;
pub(crate) mod logging;
mod panic_guard;
mod state;
mod thread;
mod turn;

pub use host::Invoke;
#[cfg(target_family = "wasm")]
pub(crate) use host::{WASM_BLOCK_ALIGN, deallocate_block};
pub(crate) use host::{at_exit, call_host, run_constructors};
pub(crate) use panic_guard::{catch, catch_typed, install_hook, is_hook_installed, remove_panic_hook};
pub(crate) use state::States;
pub(crate) use thread::{NO_THREAD, ThreadContext, current_plugin, thread_id};
pub use turn::DEFAULT_INIT_LIMIT;
pub(crate) use turn::{Taken, Turn, in_words};

use std::time::Duration;

use host::InvokeCell;

use crate::asynchronous::Executor;
use crate::sync::const_fn;

/// What one plugin has. It is part of the plugin's static, so two plugins in one process share
/// nothing.
pub(crate) struct PluginContext {
    name: &'static str,
    /// How long a call waits for init, or for the default of a state.
    init_limit: Duration,
    states: States,
    invoke: InvokeCell,
    executor: Executor,
}

impl PluginContext {
    const_fn! {
        pub(crate) fn new(name: &'static str, init_limit: Duration, executor: Executor) -> Self {
            Self { name, init_limit, states: States::new(), invoke: InvokeCell::new(), executor }
        }
    }

    /// The plugin's name, as in its metadata.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// How long a call waits for init, or for the default of a state.
    pub(crate) fn init_limit(&self) -> Duration {
        self.init_limit
    }

    /// What the plugin keeps between calls.
    pub(crate) fn states(&self) -> &States {
        &self.states
    }

    /// What `plugin!` says of `async` functions.
    pub(crate) fn executor(&self) -> Executor {
        self.executor
    }

    /// The callback by which the host runs feature sets.
    pub(crate) fn set_invoke(&self, invoke: Option<Invoke>) {
        self.invoke.set(invoke);
    }
}
