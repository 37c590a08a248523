//! Typed C functions, called through a loaded library.
//!
//! The fixture `typed` has a function for each rule. What is passed here is what C code, right or
//! wrong, passes.

mod aliases;
mod buffers;
mod describe;
mod library;
mod loader;
mod nulls;
mod objects;
mod panics;
mod plugin;
mod refused;
mod status;
mod threads;
mod unload;
mod values;
