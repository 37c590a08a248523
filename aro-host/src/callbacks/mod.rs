//! What the embedding program is called by: reloads, invocations by plugins, and events.
//!
//! Nothing is locked while a callback runs. The program may free its user data once a callback is
//! replaced or removed, so that waits until it runs no more.

mod function;
mod invoke;
mod running;
mod subscriptions;

pub use function::{EventFn, InvokeFn, ReloadFn};
pub(crate) use function::{OnEvent, OnInvoke, OnReload};
pub(crate) use invoke::{Invoke, reply};
pub(crate) use subscriptions::Subscriptions;
