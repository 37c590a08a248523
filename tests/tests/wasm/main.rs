//! Plugins of the SDK as WebAssembly modules. Each test runs for a module whose panics trap, and
//! for one whose panics unwind, if there is a compiler for it.

mod conformance;
mod differences;
mod same_as_native;
mod support;
mod typed;
#[cfg(feature = "wasi")]
mod wasi;
