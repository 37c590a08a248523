//! A plugin in the hands of a host: [`Plugin`].

// In the order in which rustdoc's page of `Plugin` shows their functions.
mod open;

mod copy;

mod calls;

mod raw_calls;

mod linked;

#[cfg(feature = "isolation")]
mod crash;
mod error;
mod info;
pub(crate) mod info_keys;
mod info_sound;
mod place;
mod reply;
#[cfg(feature = "wasm")]
mod trap;

#[cfg(feature = "isolation")]
pub use crash::{Crash, End, Phase};
pub use error::CallError;
pub use info::{Action, Deprecation, Events, Info, Qualifier, Service, SystemObject};
pub use open::Plugin;
#[cfg(feature = "isolation")]
pub(crate) use place::{Elsewhere, Returned, Unreached};
pub use reply::{Event, Reply, ReplyError};
#[cfg(feature = "wasm")]
pub use trap::Trap;
