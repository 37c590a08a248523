//! The commands, run as a user runs them.

mod build;
mod completions;
mod errors;
mod help;
mod install;
mod interruption;
mod new;
mod support;
