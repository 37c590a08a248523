//! Runs the futures of `async` functions, on the thread of the call.
//!
//! A host calls through C and waits for the reply, so a future is run to its end before the call
//! returns. It may borrow from the call, and need not be `Send`.
//!
//! | module | what it does |
//! |---|---|
//! | `executor` | what `plugin!` says: the author's functions |
//! | `nesting` | a call into the plugin from inside of a future, on the same thread |
//! | `signal` | polls a future on this thread, and waits between |
//! | `deadline` | a future, or the end of a time |
//! | `runtime` | the feature `tokio`: a runtime of the plugin |
//!
//! It knows no plugin and no call: `call::future` puts the parts together.

mod deadline;
mod executor;
mod nesting;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod runtime;
mod signal;

pub(crate) use deadline::within;
pub use executor::{Executor, Sleeping, Task, sleeping};
pub(crate) use nesting::run_outermost;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
pub(crate) use runtime::TokioRuntime;
