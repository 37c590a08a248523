//! The commands, run as a user runs them.

mod build;
mod call;
mod check;
mod completions;
mod docs;
mod errors;
mod header;
mod help;
mod init;
mod inspect;
mod install;
mod interruption;
mod new;
mod repl;
mod running;
mod static_library;
mod support;
mod tour;
