//! What generated code names. Not part of the public interface: it may change in any release.

pub use crate::asynchronous::{Executor, Sleeping, Task, sleeping};
pub use crate::call::{
    Argument, ByOptionalReference, ByReference, ByShape, ByTrait, ByValue, Call, Extractor, InService, KindOf, Lend,
    OfCall, OfReference, Param, ParamKind, ReferenceFallback, ReturnedState, ServiceArgument, State, StateType, Value,
    ValueFallback, ViaCall, ViaValue, block_on, block_on_within, discard, keep_state, respond, respond_qualifier,
    state,
};
pub use crate::context::Invoke;
pub use crate::error::Result;
pub use crate::export::{
    AroError, Borrowed, CObject, CResult, CReturn, CSlice, CValue, DESCRIBER, ExportItem, ExportLibrary, ExportedField,
    ExportedFunction, ExportedObject, ExportedParam, ExportedReturn, ExportedType, ExportedVariant, Failure,
    FunctionRole, Handle, LibraryInfo, Objects, OutNothing, OutString, OutValue, OutVec, ParamType, ReturnType,
    ReturnsOption, ReturnsResult, ReturnsString, ReturnsVec, ThreadSafe, TypeKind, assert_layout, assert_number,
    borrow, checked, checked_field, describe, free_buffer, free_object, insert, invalid_enum, last_error, object,
    out_string, plain, status, value,
};
#[cfg(target_family = "wasm")]
pub use crate::ffi::{allocate, deallocate};
pub use crate::ffi::{
    call_action, call_shared_action, end, execute, free, info, object_list, object_read, object_write, on_event,
    qualifier, set_invoke, shutdown, start,
};
pub use crate::plugin::{
    Action, AsyncInfo, DEFAULT_INIT_LIMIT, DefaultValue, Deprecation, Handler, Hook, Item, Library, Linked, ParamInfo,
    Plugin, PluginInfo, Qualifier, ResultInfo, Run, RunHook, Service, ServiceMethod, SystemObject,
};
pub use crate::reply::{InfallibleFallback, IntoError, IntoReply, Reply, Returned};
pub use crate::types::{
    AroTypes, MembersOf, MembersOfDefault, NotAResult, OptionalOf, RequiredFallback, TypeSet, TypesFallback, TypesOf,
    UnknownMembers,
};
pub use crate::{
    __executor, __executor_and_timer, __exported, __no_executor, __not_exported, __reachable, __unreachable,
};
pub use ::aro_abi::Preposition;
pub use ::inventory;
pub use ::std;
pub use ::std::ffi::c_char;
pub use ::std::ffi::c_void;
pub use ::std::mem::MaybeUninit;
pub use ::std::option::Option::{None, Some};
pub use ::std::time::Duration;
pub use aro_json_scan::Key;
pub use aro_sdk_macros::{ExportedType as DeriveExportedType, exports, library, plugin};

/// The keys of the attributes, for editors.
pub mod keys {
    pub use crate::keys::*;
}
