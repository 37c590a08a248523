//! Registration survives: whatever a linker, an optimiser or a second plugin does, a plugin's
//! actions are there, and are its own.
//!
//! All of it is tried on libraries and programs that are really built, from the fixtures `alpha`
//! and `beta`. What needs a tool that is not there is skipped, and says so.

mod alpha;
mod build;
mod exports;
mod hidden;
#[cfg(unix)]
mod linked;
mod optimised;
mod shared;
#[cfg(unix)]
mod tools;
mod two_plugins;
mod typed;
