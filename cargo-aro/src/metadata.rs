//! What a library says about itself. It is asked in a child process, so that a crash of the plugin
//! is an error here.

use std::path::Path;

use aro_host_testkit::isolation::{Callable, Session};
use aro_host_testkit::{Info, LoadError, Symbols};

use crate::error::Error;

/// The library's metadata. Neither `aro_plugin_register` nor `aro_plugin_init` is called.
pub(crate) fn read(library: &Path) -> Result<Info, Error> {
    let session = Session::isolated(library).map_err(|error| not_loadable(&error))?;
    session.info().map_err(|error| {
        Error::new(format!("the plugin's metadata cannot be read: {error}"))
            .help("run the plugin's tests with `cargo test`")
    })
}

/// Whether this machine can load the library. An error if the file is no plugin's.
pub(crate) fn is_for_this_machine(library: &Path) -> Result<bool, Error> {
    match Session::isolated(library) {
        Ok(_) => Ok(true),
        Err(LoadError::ForeignLibrary { .. }) => is_plugin(library).map(|()| false),
        Err(error) => Err(not_loadable(&error)),
    }
}

/// Whether a library, also one for another system, has the functions that a host needs.
fn is_plugin(library: &Path) -> Result<(), Error> {
    let symbols = Symbols::read(library).map_err(|error| not_loadable(&error))?;
    for name in [aro_abi::symbols::INFO, aro_abi::symbols::FREE] {
        if !symbols.exports().contains(name) {
            return Err(Error::new(format!(
                "`{}` is not an ARO plugin: it does not export `{name}`",
                library.display()
            ))
            .help("write `aro_sdk::plugin! {}` into the crate's root"));
        }
    }
    Ok(())
}

fn not_loadable(error: &LoadError) -> Error {
    let help = match error {
        LoadError::MissingSymbol { .. } => "write `aro_sdk::plugin! {}` into the crate's root, and depend on aro-sdk",
        LoadError::ForeignLibrary { .. } => {
            "remove `build.target` or CARGO_BUILD_TARGET; for other systems pass `--target`"
        }
        _ => "run the plugin's tests with `cargo test`",
    };
    Error::new(error.to_string()).help(help)
}
