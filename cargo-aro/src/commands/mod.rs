//! One file for each command: its options (`Args`), and `run`.
//!
//! To add a command: its file, a variant of `Command` in `cli.rs`, and a test in `tests/`.

pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod docs;
pub(crate) mod header;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod install;
pub(crate) mod new;
pub(crate) mod repl;
mod report;
pub(crate) mod run;
pub(crate) mod static_library;
pub(crate) mod uninstall;
pub(crate) mod worker;
