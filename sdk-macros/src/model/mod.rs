//! What the macros know of a plugin's items, once syntax has been read.
//!
//! A value of these types is what an author wrote, together with the spans at which messages point.
//! `parse` makes them, `check` looks for mistakes in them, and `expand` writes code from them; so
//! none of these three has to know another.

mod action;
mod aro_types;
mod description;
mod duration;
mod event_handler;
mod export;
mod function;
mod hook;
mod name;
mod params;
mod plugin;
mod qualifier;
mod service;
mod string_list;
mod system_object;
pub(crate) mod type_names;

pub(crate) use action::Action;
pub(crate) use aro_types::{AroTypes, AroTypesSource, FieldTypes};
pub(crate) use description::Description;
pub(crate) use duration::WrittenDuration;
pub(crate) use event_handler::EventHandler;
pub(crate) use export::{
    ExportBlock, ExportFunction, ExportParam, ExportParamKind, ExportReturn, ExportReturnKind, ExportType, Exports,
    Layer, Repr,
};
pub(crate) use function::{Deprecation, ItemFunction};
pub(crate) use hook::{Hook, HookKind};
pub(crate) use name::{Name, hyphenated};
pub(crate) use params::{DefaultValue, FunctionKind, Param, Params};
pub(crate) use plugin::{FunctionPath, Library, Plugin};
pub(crate) use qualifier::Qualifier;
pub(crate) use service::{Service, ServiceMethod};
pub(crate) use string_list::StringList;
pub(crate) use system_object::{ObjectMethod, ObjectMethodKind, SystemObject};
