//! The words of the ARO plugin ABI, in one place.
//!
//! Everything that an ARO host and a plugin must spell alike stands here: the exported names, the keys of an envelope,
//! the error codes, roles, prepositions, and the [normal form](normal_form) that decides which action a string means.
//! The attributes (`aro-sdk-macros`), the runtime (`aro-sdk`) and the test host (`aro-host-testkit`) all read them here.
//!
//! The crate has no dependencies, does no I/O and allocates only where a function returns a `String`.

#![forbid(unsafe_code)]

mod codes;
pub mod keys;
mod names;
pub mod symbols;
mod words;

pub use codes::{Category, ErrorCode};
pub use names::{normal_form, pascal_case, snake_case, spelling_fault, tag};
pub use words::{Preposition, Role, is_builtin_verb, is_reserved_word};

/// The text that makes the interpreter call an action again, wherever it stands in a reply (the ABI's rule on retries).
pub const RETRY_TEXT: &str = "Unknown action:";

/// What stands before a method's name in the action string of a service call: `service:<method>`.
pub const SERVICE_PREFIX: &str = "service:";
