//! Calls in a child process, so that a plugin that crashes, hangs or exits does not end the test.
//!
//! A [`Session`] loads the plugin into a child process and is called like a
//! [`Plugin`](crate::Plugin): both are [`Callable`]. When the child ends in the middle of a call,
//! the call fails with [`CallError::Crashed`](crate::CallError::Crashed), which names the signal,
//! the call and its input. The next call starts a new child.
//!
//! ```no_run
//! use aro_host_testkit::{CallError, Plugin, isolation::{Callable, Session}};
//! use serde_json::json;
//!
//! // One check for both places.
//! fn greets(plugin: &impl Callable) -> Result<(), CallError> {
//!     let reply = plugin.execute("Greet", &json!({ "name": "Ada" }))?;
//!     assert_eq!(reply.json()?, json!({ "result": "Hello, Ada!" }));
//!     Ok(())
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let library = aro_host_testkit::build_cdylib(env!("CARGO_MANIFEST_DIR"))?;
//! greets(&Plugin::open(&library)?)?;
//! greets(&Session::isolated(&library)?)?;
//! # Ok(())
//! # }
//! ```
//!
//! # How the child is made
//!
//! The running program is started again with an environment variable that a function before `main`
//! checks. This works in every test, example or command that links this crate, under every test
//! runner. It needs no helper program and no `#[test]` of a certain name; and it avoids `fork`,
//! after which a process with threads may do almost nothing. Only the arguments of a call go
//! through a pipe to the child, and a closure cannot, so write a check against [`Callable`]: the
//! check runs in the test, its calls in the child.
//!
//! # On Windows
//!
//! A crash ends a process with an exit code, so [`End::Exit`] has it; its `Display` names the usual
//! ones. The child gets its requests by standard input and answers by standard output, which
//! cannot be moved out of the reach of a C library there. So a plugin that reads standard input
//! waits until the deadline, and what it prints to standard output is not shown with a crash.

#![cfg_attr(
    not(feature = "conformance"),
    allow(dead_code, unused_imports, reason = "some of it serves `conformance` alone")
)]

mod before_main;
mod call;
mod callable;
mod child;
mod executor;
#[cfg(feature = "wasm")]
mod in_module;
mod process;
mod protocol;
mod session;

pub use call::Call;
pub use callable::Callable;
pub(crate) use executor::{CallOutcome, Mode};
pub use session::Session;

pub use crate::plugin::{Crash, End, Phase};
