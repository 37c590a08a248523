//! Calls in a process of their own, so that a plugin that crashes, hangs or exits takes no test with it.
//!
//! A [`Session`] has the plugin loaded in a child process and is called like a [`Plugin`](crate::Plugin): both are
//! [`Callable`]. When the child ends in the middle of a call, that call is a [`CallError::Crashed`](crate::CallError::Crashed)
//! with the signal, the call and its input; the next call starts a new child.
//!
//! ```no_run
//! use aro_host_testkit::{CallError, Plugin, isolation::{Callable, Session}};
//! use serde_json::json;
//!
//! // One check for both places.
//! fn greets(plugin: &impl Callable) -> Result<(), CallError> {
//!     assert_eq!(plugin.execute("Greet", &json!({ "name": "Ada" }))?.json()?, json!({ "result": "Hello, Ada!" }));
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
//! The running program is started again with an environment variable that a function before `main` looks for. So it works
//! in any test, example or command that links this crate, under any test runner, needs no helper program and no
//! `#[test]` of a certain name, and not `fork`, after which a process with threads may do next to nothing. The arguments of a call
//! cross by a pipe; a closure cannot, so a check is written against [`Callable`] and stays in the test.

#![cfg_attr(
    not(feature = "conformance"),
    allow(dead_code, unused_imports, reason = "some of it serves `conformance` alone")
)]

mod before_main;
mod call;
mod callable;
mod child;
mod executor;
mod process;
mod protocol;
mod session;

pub use call::Call;
pub use callable::Callable;
pub(crate) use executor::{CallOutcome, Mode};
pub use session::Session;

pub use crate::plugin::{Crash, End, Phase};
