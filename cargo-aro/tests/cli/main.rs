//! The commands, run as a user runs them.

mod build;
mod completions;
mod errors;
mod header;
mod help;
mod init;
mod install;
mod interruption;
mod new;
mod static_library;
mod support;
mod tour;
