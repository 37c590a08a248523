//! The function that runs before `main`, and makes a process that was started as a child one.

#![allow(unsafe_code)]

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{child, protocol};

/// Whether the function below ran in this process. If a linker left it out, a program started again would not be a child and would run
/// all of its tests once more.
static WATCHED: AtomicBool = AtomicBool::new(false);

pub(crate) fn can_be_started() -> bool {
    WATCHED.load(Ordering::Relaxed)
}

ctor::declarative::ctor! {
    /// Before `main`, in every program that links the testkit. Where no library is named it does nothing more than look.
    #[ctor(unsafe)]
    fn before_main() {
        WATCHED.store(true, Ordering::Relaxed);
        let libraries = libraries();
        if !libraries.is_empty() {
            child::serve(libraries);
        }
    }
}

/// The libraries that this process is to load, if it is a child. They are forgotten at once, or what the plugin starts or loads would
/// take itself for a child.
fn libraries() -> Vec<PathBuf> {
    let named = (0..).map(protocol::library_variable).map_while(|variable| Some((env::var_os(&variable)?, variable)));
    let (libraries, variables): (Vec<OsString>, Vec<String>) = named.unzip();
    for variable in variables {
        // SAFETY: before `main` this is the only thread, so nobody reads the environment meanwhile.
        unsafe { env::remove_var(variable) };
    }
    libraries.into_iter().map(PathBuf::from).collect()
}
