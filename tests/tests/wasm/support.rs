//! Plugins built as modules.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use aro_host_testkit::Plugin;
use aro_host_testkit::wasm::Module;

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
pub(crate) const WHOLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/whole");
pub(crate) const SURROUNDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/surroundings");

/// Whether the compiler has the standard library of rustup's target.
fn has_target(rustc: &OsString) -> bool {
    let asked = Command::new(rustc).args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]).output();
    asked.is_ok_and(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// The compilers that are there, each with what a panic does.
fn compilers() -> Vec<(Panics, OsString)> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let trap = std::env::var_os("ARO_WASM_RUSTC").or_else(|| has_target(&rustc).then_some(rustc));
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

/// The package as a module, for each compiler that is there.
pub(crate) fn modules(package: &str) -> Vec<(Panics, Module)> {
    let build = |(panics, compiler): (Panics, OsString)| {
        let mut builder = Plugin::builder(package).release(true).env("RUSTC", compiler);
        if panics == Panics::Unwind {
            builder = builder.env(FLAGS, UNWIND);
        }
        (panics, Module::build_with(builder).unwrap())
    };
    compilers().into_iter().map(build).collect()
}
