//! Plugins that the tests build, in C and in Rust without the SDK.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A library in its own folder.
pub(crate) struct Made {
    _folder: TempDir,
    path: PathBuf,
}

impl Made {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Builds `tests/broken/plugin.c`. A define is a name, `NAME=code`, or `NAME:text`, which defines
/// the name as a C string.
pub(crate) fn c(defines: &[&str]) -> Option<Made> {
    let define = |define: &&str| match define.split_once(':') {
        Some((name, text)) if !text.contains("=by") => {
            format!("-D{name}=\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        _ => format!("-D{define}"),
    };
    let defines: Vec<String> = defines.iter().map(define).collect();
    made("cc", |command, library, sources| {
        command.args(["-shared", "-fPIC", "-O0", "-w", "-o"]).arg(library);
        // As hosts load, whatever the compiler's default is.
        command.args(cfg!(target_os = "linux").then_some("-Wl,-z,lazy"));
        command.arg(sources.join("plugin.c")).args(&defines);
    })
}

/// Builds `tests/broken/plugin.cpp`.
pub(crate) fn cpp() -> Option<Made> {
    made("c++", |command, library, sources| {
        command.args(["-shared", "-fPIC", "-O0", "-std=c++17", "-o"]).arg(library).arg(sources.join("plugin.cpp"));
    })
}

/// Builds `tests/broken/plugin.rs` with these `cfg`s.
pub(crate) fn rust(cfgs: &[&str]) -> Option<Made> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    made(&rustc, |command, library, sources| {
        command
            .args(["--edition=2024", "--crate-type=cdylib", "--crate-name=by_hand", "-Awarnings", "-o"])
            .arg(library);
        command.args(cfgs.iter().flat_map(|cfg| ["--cfg", cfg])).arg(sources.join("plugin.rs"));
    })
}

fn made(compiler: &str, arguments: impl FnOnce(&mut Command, &Path, &Path)) -> Option<Made> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{}by_hand{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX));
    let mut command = Command::new(compiler);
    arguments(&mut command, &path, &Path::new(env!("CARGO_MANIFEST_DIR")).join("broken"));
    let Ok(output) = command.output() else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `{compiler}`");
        return None;
    };
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    Some(Made { _folder: folder, path })
}
