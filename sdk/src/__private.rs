//! What generated code names. Not part of the public interface: it may change in any release.

pub use crate::binding::{Argument, Param, extract, extract_or, flatten};
pub use crate::boundary::{call_action, execute, free, info};
pub use crate::call::{Call, ViaCall, ViaValue};
pub use crate::error::Result;
pub use crate::plugin::{Action, Item, Plugin, PluginInfo};
pub use crate::reply::{IntoError, Reply, Returned, Unfailing, respond};
pub use ::inventory;
pub use ::std;
pub use ::std::ffi::c_char;
