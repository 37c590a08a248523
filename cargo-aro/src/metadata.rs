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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_library_of_this_machine_is_an_error_that_says_what_to_do() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("libp.so");
        // The header of an ELF library for the processor m68k, big-endian and of 32 bits.
        let mut elf = [b"\x7fELF\x01\x02\x01".as_slice(), &[0; 9], &[0, 3, 0, 4, 0, 0, 0, 1]].concat();
        elf.resize(52, 0);
        std::fs::write(&path, elf).expect("a file");
        let error = read(&path).expect_err("it is foreign").render(false);
        assert!(error.contains("this process loads") && error.contains("pass `--target`"), "{error}");
        let error = is_for_this_machine(&path).expect_err("it exports nothing").render(false);
        assert!(error.contains("is not an ARO plugin"), "{error}");
        std::fs::write(&path, "text").expect("a file");
        assert!(read(&path).is_err() && is_for_this_machine(&path).is_err());
        assert!(read(&dir.path().join("none.so")).is_err());
    }
}
