//! A plugin that is linked into the running program.

use std::env;
use std::path::PathBuf;

use super::Plugin;
use super::place::Place;
use crate::library::Library;
use crate::library::LoadError;

impl Plugin {
    /// The plugin that is linked into the running program, as in a program built by `aro build`, or
    /// a [fuzz target](crate::fuzz_target).
    ///
    /// The program has to export the plugin's functions: link it with `-rdynamic`, for example by a
    /// `build.rs` that prints `cargo::rustc-link-arg-bins=-rdynamic`. A library that was loaded
    /// earlier with `RTLD_GLOBAL` may be found instead, so load none.
    ///
    /// # Errors
    ///
    /// [`LoadError::MissingSymbol`] when the program contains no plugin or does not export its
    /// functions.
    pub fn linked() -> Result<Self, LoadError> {
        let path = env::current_exe().unwrap_or_else(|_| PathBuf::from("this program"));
        Ok(Self::of(Place::Here(Library::of_this_program(&path)?), path))
    }
}
