//! What stands between a plugin and everything that a host, or the plugin itself, can do wrong:
//! through a real library.

mod depth;
mod inputs;
mod lifecycle;
mod limits;
mod memory;
mod panics;
mod retry;
mod size;
mod threads;
