//! Plugins built as modules.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use aro_host_testkit::wasm::Module;
use aro_host_testkit::{Plugin, PluginBuilder};

/// What a panic does in a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Panics {
    /// It ends the instance: with the standard library that rustup installs.
    Trap,
    /// It unwinds, and the SDK makes an error of it: with a standard library that was built so.
    Unwind,
}

/// The flags for a plugin whose panics unwind. The exceptions are those of the final proposal.
const UNWIND: &str = "-Cpanic=unwind -Cllvm-args=-wasm-use-legacy-eh=false";

const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

pub(crate) const VALIDATOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/validator");
pub(crate) const CSV: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/csv");
pub(crate) const SHARING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/sharing");
pub(crate) const GEOMETRY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/geometry");
pub(crate) const WHOLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/whole");
pub(crate) const FUTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/futures");
pub(crate) const SURROUNDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/surroundings");

/// Whether the compiler has the standard library of rustup's target.
fn has_target(rustc: &OsString, target: &str) -> bool {
    let asked = Command::new(rustc).args(["--print", "target-libdir", "--target", target]).output();
    asked.is_ok_and(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// The compilers that are there, each with what a panic does.
fn compilers() -> Vec<(Panics, OsString)> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let trap =
        std::env::var_os("ARO_WASM_RUSTC").or_else(|| has_target(&rustc, "wasm32-unknown-unknown").then_some(rustc));
    let unwind = std::env::var_os("ARO_WASM_UNWIND_RUSTC");
    let mut found = Vec::new();
    for (panics, compiler, variable) in
        [(Panics::Trap, trap, "ARO_WASM_RUSTC"), (Panics::Unwind, unwind, "ARO_WASM_UNWIND_RUSTC")]
    {
        match compiler {
            Some(compiler) => found.push((panics, compiler)),
            None => {
                let why =
                    format!("no compiler for modules whose panics {panics:?}: set {variable}, see scripts/wasm-std");
                let _ = writeln!(std::io::stderr(), "skipped: {why}");
            }
        }
    }
    found
}

/// Builds the package, with each compiler that is there.
pub(crate) fn builders(package: &str) -> Vec<(Panics, PluginBuilder)> {
    let builder = |(panics, compiler): (Panics, OsString)| {
        let builder = Plugin::builder(package).release(true).env("RUSTC", compiler);
        let is_unwinding = panics == Panics::Unwind;
        (panics, if is_unwinding { builder.env(FLAGS, UNWIND) } else { builder })
    };
    compilers().into_iter().map(builder).collect()
}

/// Why the package cannot be built with this feature, for each compiler that is there.
pub(crate) fn errors(package: &str, feature: &str) -> Vec<String> {
    let error = |(_, compiler): (Panics, OsString)| {
        let builder = Plugin::builder(package).features([feature]).env("RUSTC", compiler);
        Module::build_with(builder).expect_err("the feature is refused").to_string()
    };
    compilers().into_iter().map(error).collect()
}

/// The package as a module, for each compiler that is there.
pub(crate) fn modules(package: &str) -> Vec<(Panics, Module)> {
    let build = |(panics, builder)| (panics, Module::build_with(builder).unwrap());
    builders(package).into_iter().map(build).collect()
}

/// The package as a module that uses WASI, if there is a compiler for it.
#[cfg(feature = "wasi")]
pub(crate) fn wasi_module(package: &str) -> Option<Module> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let found = std::env::var_os("ARO_WASI_RUSTC").or_else(|| has_target(&rustc, "wasm32-wasip1").then_some(rustc));
    let Some(compiler) = found else {
        let why = "no compiler for wasm32-wasip1: set ARO_WASI_RUSTC, see scripts/wasm-std";
        let _ = writeln!(std::io::stderr(), "skipped: {why}");
        return None;
    };
    let builder = Plugin::builder(package).release(true).env("RUSTC", compiler);
    Some(Module::build_wasi_with(builder).unwrap())
}

/// The package in each form of a module that can be had, with a name for messages.
pub(crate) fn all_forms(package: &str) -> Vec<(String, Module)> {
    let forms = modules(package).into_iter().map(|(panics, module)| (format!("{panics:?}"), module));
    #[cfg(feature = "wasi")]
    let forms = forms.chain(wasi_module(package).map(|module| ("WASI".to_owned(), module)));
    forms.collect()
}
