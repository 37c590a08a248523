//! Plugins that are WebAssembly modules.
//!
//! The same source as of a cdylib, built for `wasm32-unknown-unknown`, is a module that a host runs
//! without trusting it: the module reaches nothing but its own memory, and a call that loops for
//! ever, needs too much memory or traps fails, while the program goes on. [`Module`] compiles it by
//! [wasmtime](https://docs.rs/wasmtime); its [`plugin`](Module::plugin) is a
//! [`Plugin`](crate::Plugin) like any other, for calls and for hosts.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use aro_host_testkit::wasm::Module;
//! use aro_host_testkit::{assert_value, for_each_host};
//!
//! # fn main() -> Result<(), aro_host_testkit::LoadError> {
//! let module = Module::build(env!("CARGO_MANIFEST_DIR"))?
//!     .memory_limit(64 << 20)
//!     .deadline(Duration::from_secs(1));
//! for_each_host(|host| {
//!     host.load(module.plugin());
//!     assert_value!(host.run("Double the <n> from 21.", ()), { "result": 42 });
//! });
//! # Ok(())
//! # }
//! ```
//!
//! # What fails, and what it costs
//!
//! A call that does not return fails with [`CallError::Crashed`](crate::CallError::Crashed), whose
//! [`End::Trap`](crate::isolation::End::Trap) says why. The statement of a [`Host`](crate::Host)
//! then fails with that text. The instance is given up, because it stopped in the middle of its
//! work, and the next call begins with a new one: what the plugin kept in its memory is gone.
//!
//! # No files, no network
//!
//! A module that imports anything is refused
//! ([`LoadError::ForeignImports`](crate::LoadError::ForeignImports)), so it has nothing to ask the
//! system with. What else differs from a cdylib is in `docs/wasm.md`.
//!
//! With the feature `wasi` it may import WASI's functions, as modules for `wasm32-wasip1` do. It
//! then has clocks, random numbers, and the program's standard output and standard error; and the
//! files in directories that it is granted, by [`Module::directory`] and
//! [`Module::read_only_directory`]. There is no network.

mod engine;
mod instance;
mod limits;
mod linked;
mod module;
mod running;
#[cfg(feature = "wasi")]
mod wasi;

pub(crate) use instance::Returned;
pub use module::Module;
#[cfg(feature = "conformance")]
pub(crate) use module::is_module;
pub(crate) use running::Running;

pub use crate::plugin::Trap;
