//! The function that runs before `main`, and makes a process that was started as a child one.

#![allow(unsafe_code)]

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{child, protocol};

/// Whether the function below has run in this process. If a linker dropped it, a program that is
/// started again would not become a child and would run all its tests again.
static WATCHED: AtomicBool = AtomicBool::new(false);

pub(crate) fn can_be_started() -> bool {
    WATCHED.load(Ordering::Relaxed)
}

ctor::declarative::ctor! {
    /// Runs before `main` in every program that links the testkit. Without the variables it does
    /// nothing.
    #[ctor(unsafe)]
    fn before_main() {
        WATCHED.store(true, Ordering::Relaxed);
        let libraries = libraries();
        if !libraries.is_empty() {
            child::serve(libraries);
        }
    }
}

/// The libraries that this process is to load, if it is a child. The variables are removed at once,
/// so that processes which the plugin starts do not become children too.
fn libraries() -> Vec<PathBuf> {
    let named = (0..).map(protocol::library_variable).map_while(|variable| Some((env::var_os(&variable)?, variable)));
    let (libraries, variables): (Vec<OsString>, Vec<String>) = named.unzip();
    for variable in variables {
        // SAFETY: before `main` this is the only thread, so no other thread reads the environment.
        unsafe { env::remove_var(variable) };
    }
    libraries.into_iter().map(PathBuf::from).collect()
}
