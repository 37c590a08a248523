//! What generated code names. Not part of the public interface: it may change in any release.

pub use crate::binding::{Argument, Param, Value, extract, extract_of_call, extract_or, flatten};
pub use crate::boundary::{
    Invoke, access, call_action, end, execute, free, info, object_list, object_read, object_write, on_event, qualifier,
    set_invoke, shutdown, start, tell,
};
pub use crate::call::{Call, OfCall, UnlessOfCall, ViaCall, ViaValue};
pub use crate::error::Result;
pub use crate::events::Handler;
pub use crate::lifecycle::{Hook, discard, keep_state};
pub use crate::object::{Access, SystemObject};
pub use crate::plugin::{
    Action, DescribeEvents, Emits, Item, Json, ParamInfo, Plugin, PluginInfo, Qualifier, Run, Schema, Service,
    ServiceMethod, describe_events, describe_object, describe_qualifier, describe_service,
};
pub use crate::reply::{IntoError, IntoReply, Reply, Returned, Unfailing, respond, respond_qualifier};
pub use crate::state::{DefaultOf, NoDefault, state};
pub use crate::types::{AroTypes, TypeSet, TypesOf, Unsaid};
pub use crate::{__exported, __not_exported, __reachable, __unreachable};
pub use ::inventory;
pub use ::std;
pub use ::std::ffi::c_char;
pub use aro_json_scan::Key;

/// The keys of the attributes, for editors.
pub mod keys {
    pub use crate::keys::*;
}
