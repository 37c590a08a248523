//! The protocol between ARO hosts and plugins, in one place.
//!
//! # Why
//!
//! A host and a plugin meet at a dozen C functions and exchange JSON. Both have to spell the same
//! names, keys and codes, and both have to know the same rules: when two verbs are one, which
//! events a pattern matches, what an envelope holds on which host. This crate is the one place for
//! them. The attributes (`aro-sdk-macros`), the runtime (`aro-sdk`) and the host testkit
//! (`aro-host-testkit`) all use it. The [ABI's reference](crate::reference) describes what hosts
//! do.
//!
//! If you write a plugin, you need `aro-sdk`, and if you test one, `aro-host-testkit`. This crate
//! is for those who write a host, or another tool that reads metadata and replies.
//!
//! # A tour
//!
//! ```
//! use aro_abi::{ErrorCode, EventPattern, Preposition};
//! use aro_abi::{is_builtin_verb, normal_form, plugin_name_fault};
//!
//! // Two spellings of one verb have the same normal form.
//! assert_eq!(normal_form("Parse-CSV"), normal_form("parse_csv"));
//! // A verb of ARO's own hides a plugin's, which then needs its handle.
//! assert!(is_builtin_verb("create"));
//!
//! assert!(EventPattern::new("User*").matches("UserCreated"));
//! assert_eq!(Preposition::from_word("from"), Some(Preposition::From));
//! assert_eq!(ErrorCode::from_number(2), Some(ErrorCode::NotFound));
//! assert_eq!(plugin_name_fault("kv-store"), None);
//! ```
//!
//! # Concepts
//!
//! - **Exported functions.** [`symbols`] has the twelve names.
//! - **Envelope.** The JSON object that a host sends with a call. [`keys`] has its keys, and
//!   [`envelope`] builds one.
//! - **Host path.** One of the five ways in which a plugin is hosted: [`HostPath`].
//! - **Verbs and names.** [`normal_form`], [`pascal_case`], [`snake_case`], [`spelling_fault`],
//!   [`is_builtin_verb`], [`is_reserved_word`], [`plugin_name_fault`].
//! - **Metadata.** [`Role`], [`Preposition`], [`ValueType`], [`EventPattern`].
//! - **Replies.** [`ErrorCode`] and [`Category`] of a failure, [`RETRY_TEXT`].
//!
//! # Features
//!
//! - `host`: the module [`envelope`]. Off by default, because a plugin does not need it.
//!
//! The crate has no dependencies, does no I/O and allocates only where a function returns a
//! `String`.

#![forbid(unsafe_code)]
// The module is missing then.
#![cfg_attr(not(feature = "host"), allow(rustdoc::broken_intra_doc_links))]

#[macro_use]
mod words;

mod codes;
#[cfg(feature = "host")]
pub mod envelope;
mod event_pattern;
mod host_path;
pub mod keys;
mod names;
mod plugin_name;
pub mod reference;
pub mod symbols;
mod value_type;

pub use codes::{Category, ErrorCode};
pub use event_pattern::EventPattern;
pub use host_path::HostPath;
pub use names::{normal_form, pascal_case, snake_case, spelling_fault, tag};
pub use plugin_name::plugin_name_fault;
pub use value_type::ValueType;
pub use words::{Preposition, Role, is_builtin_verb, is_reserved_name, is_reserved_word, written_key};

/// The version of the protocol that a plugin states under [`keys::ABI_VERSION`] of its metadata.
pub const ABI_VERSION: u32 = 1;

/// The text that makes the interpreter call an action again, wherever it is in a reply
/// ([ABI, section 4](crate::reference#4-action-strings-and-retries)).
pub const RETRY_TEXT: &str = "Unknown action:";

/// The beginning of the action string of a service call: `service:<method>`.
pub const SERVICE_PREFIX: &str = "service:";
