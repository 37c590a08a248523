//! What a plugin's modules usually need: `use aro_sdk::prelude::*;`.

pub use crate::{
    AroTypes, Bytes, Call, Category, Descriptor, Error, ErrorCode, EventType, Events, FromCall, Preposition, RawInput,
    Result, Role, Runtime, State, Statement, Streamed, TryStreamed, aro_action, aro_export, aro_init, aro_on_event,
    aro_qualifier, aro_service, aro_shutdown, aro_system_object,
};
pub use crate::{library, plugin};
pub use serde::{Deserialize, Serialize};
