//! The boundary between the host and the plugin: the functions behind the ABI's exports.
//!
//! The only layer that reads foreign pointers and that gives memory to the host. `plugin!`
//! generates the exported functions in the plugin's own crate; each is a thin wrapper of one here,
//! and nothing else calls them: hosts load plugins with `RTLD_GLOBAL`, so a reference to an
//! exported name may be bound to another plugin's function ([ABI, section
//! 8](aro_abi::reference#8-loading)).
//!
//! | module | what it does |
//! |---|---|
//! | `exports` | the ABI's functions, in its order |
//! | `c_string` | strings from the host: refuses NULL and what is not UTF-8 |
//! | `memory` | replies: handing out and freeing |
//! | `wasm_memory` | memory for a host that is outside of the WebAssembly module |
//!
//! What runs inside them is guarded by [`catch`](crate::context::catch): a panic becomes an error
//! reply.

mod c_string;
mod exports;
mod memory;
#[cfg(target_family = "wasm")]
mod wasm_memory;

pub use exports::{
    call_action, call_shared_action, end, execute, info, object_list, object_read, object_write, on_event, qualifier,
    set_invoke, shutdown, start,
};
pub use memory::free;
#[cfg(target_family = "wasm")]
pub use wasm_memory::{allocate, deallocate};
