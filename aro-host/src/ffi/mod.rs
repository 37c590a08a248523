//! The exported functions. `include/aro_host.h` documents them.

mod arguments;
mod boundary;
mod callbacks;
mod calls;
mod config;
mod errors;
mod lifecycle;
mod plugins;
mod text;

pub use callbacks::{aro_host_on_invoke, aro_host_reply, aro_host_subscribe, aro_host_unsubscribe};
pub use calls::{
    aro_host_call, aro_host_call_service, aro_host_emit, aro_host_qualify, aro_host_run_program, aro_host_run_statement,
};
pub use config::AroHostConfig;
pub use errors::{aro_host_last_error, aro_host_last_error_length};
pub use lifecycle::{aro_host_create, aro_host_destroy, aro_host_version};
pub use plugins::{
    aro_host_load, aro_host_load_all, aro_host_plugins, aro_host_reload, aro_host_reload_changed, aro_host_unload,
};
pub use text::{AroHostText, aro_host_free};
