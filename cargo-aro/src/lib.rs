//! The command line `cargo aro`, which makes, builds, checks and installs ARO plugins.
//!
//! The package's README shows how to use it. This library is the program itself, so that tests can
//! reach its modules; it is not meant to be used by other crates.
//!
//! A command (`commands`) reads its options, and leaves the work to the modules below it; these
//! print nothing. Everything about hosts comes from `aro_host_testkit`.

#![forbid(unsafe_code)]

// The layers, the lowest first: a module uses only modules above it in this list.
mod error;

mod output;

mod files;

mod package;

mod build;

mod templates;

mod metadata;

mod manifest;

mod archive;

mod header;

mod application;

mod locate;

mod schema;

mod inspection;

mod examples;

mod reference;

mod page;

mod input;

mod hosts;

mod prompt;

mod checks;

mod worker;

mod commands;

mod cli;

pub use cli::run;
