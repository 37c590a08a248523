//! What a plugin's modules usually need: `use aro_sdk::prelude::*;`.

pub use crate::{
    Call, Category, Descriptor, Error, ErrorCode, Events, FromCall, Preposition, RawInput, Result, Role, Statement,
};

pub use crate::{aro_action, plugin};
pub use serde::{Deserialize, Serialize};
