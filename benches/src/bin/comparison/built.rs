//! The plugin as a library, as a module, and as a module that is compiled ahead.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{Result, module};

pub(crate) struct Built {
    pub(crate) library: PathBuf,
    pub(crate) module: PathBuf,
    /// The module in wasmtime's form for this processor.
    pub(crate) ahead: PathBuf,
}

impl Built {
    pub(crate) fn build() -> Result<Self> {
        let library = build(&[], None)?;
        // rustup's compiler serves if it has the target.
        let rustc = env::var_os("ARO_WASM_RUSTC");
        let module = build(&["--target", "wasm32-unknown-unknown"], rustc)?;
        let ahead = module.with_extension("cwasm");
        fs::write(&ahead, module::engine()?.precompile_module(&fs::read(&module)?)?)?;
        Ok(Self { library, module, ahead })
    }
}

fn build(arguments: &[&str], rustc: Option<OsString>) -> Result<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/places"));
    cargo.args(["build", "--quiet", "--lib", "--release", "--message-format=json-render-diagnostics"]);
    cargo.args(arguments).envs(rustc.map(|rustc| ("RUSTC", rustc)));
    let output = cargo.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!(
            "cargo could not build the plugin with {arguments:?}; for the module, `rustup target add wasm32-unknown-unknown`, or set ARO_WASM_RUSTC by scripts/wasm-std"
        )
        .into());
    }
    // cargo reports the package itself last.
    let messages = String::from_utf8(output.stdout)?;
    let mut artifacts = messages.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let artifact = artifacts.find(|message| message["target"]["crate_types"][0] == "cdylib");
    let artifact = artifact.ok_or("cargo named no library")?;
    let files = artifact["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut libraries = files.filter(|file| !file.ends_with(".rlib") && !file.ends_with(".rmeta"));
    Ok(libraries.next().ok_or("cargo named no file")?.into())
}
