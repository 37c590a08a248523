//! An ARO host inside a test: [`Host`].

// In the order in which rustdoc's page of `Host` shows their functions.
mod setup;

mod sharing;

mod program;

mod application;

mod dispatch;

mod objects;

mod packages;

mod records;

mod abridged;
mod builtins;
mod callback;
mod context;
mod dependencies;
mod each;
pub(crate) mod envelope;
mod error;
mod eval;
mod failure;
mod invoke;
mod loaded_plugin;
mod log_format;
mod manifest;
pub(crate) mod manifest_check;
mod metadata;
mod notes;
mod outcome;
mod registry;
mod rules;
mod swift;
mod text_calls;
pub(crate) mod value;
mod wire;

pub use dependencies::{Dependency, dependency_order};
pub use each::{for_each_host, for_each_host_with};
pub use envelope::ActionStatement;
pub use error::{PackageError, RunError};
pub use loaded_plugin::PluginRef;
pub use manifest::Manifest;
pub use metadata::{ActionMetadata, RegisteredObject};
pub use outcome::{ApplicationOutcome, Outcome, RecordedCall, Thrown};
pub use registry::{Registered, RegisteredQualifier, RegisteredVerb};
pub use setup::Host;
pub use sharing::Removed;
pub use text_calls::TextReply;
