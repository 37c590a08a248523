//! What several test files share: plugins that are built by the tests.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::Plugin;
use tempfile::TempDir;

pub(crate) const PROBE: &str = include_str!("../probe.c");

/// Compiles C into a library of its own, with its own counters; `None` without a C compiler.
pub(crate) fn compile(dir: &Path, source: &str, flags: &[&str]) -> Option<PathBuf> {
    let (c, library) = (dir.join("plugin.c"), dir.join(format!("plugin{}", std::env::consts::DLL_SUFFIX)));
    fs::write(&c, source).unwrap();
    // A test for another processor needs another compiler.
    let cc = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let mut command = Command::new(&cc);
    command.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&c);
    if cfg!(windows) {
        // MinGW's own libraries are not on the search path, and there is none of this name.
        command.arg("-static").args(flags.iter().filter(|flag| **flag != "-ldl"));
    } else {
        command.args(flags);
    }
    let output = command.output();
    let Ok(output) = output else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `{}`", cc.display());
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(library)
}

pub(crate) fn probe(dir: &TempDir, flags: &[&str]) -> Option<Plugin> {
    Some(Plugin::open(compile(dir.path(), PROBE, flags)?).unwrap())
}

/// A package outside every workspace.
pub(crate) fn package(dir: &Path, crate_type: &str, source: &str) {
    fs::create_dir_all(dir.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"by-hand\"\nversion = \"0.3.0\"\nedition = \"2021\"\n\n[lib]\ncrate-type = [{crate_type}]\n\n\
         [features]\nloud = []\n\n[workspace]\n"
    );
    fs::write(dir.join("Cargo.toml"), manifest).unwrap();
    fs::write(dir.join("src/lib.rs"), source).unwrap();
}

pub(crate) const BY_HAND: &str = r##"
use std::ffi::{c_char, CStr, CString};

fn give(text: impl Into<Vec<u8>>) -> *mut c_char { CString::new(text).unwrap().into_raw() }

#[no_mangle]
pub extern "C" fn aro_plugin_info() -> *mut c_char {
    let name = if cfg!(feature = "loud") { "LOUD" } else { "quiet" };
    let version = env!("CARGO_PKG_VERSION");
    give(format!(r#"{{"name":"{name}","version":"{version}","language":"rust"}}"#))
}

#[no_mangle]
pub unsafe extern "C" fn aro_plugin_free(text: *mut c_char) {
    if !text.is_null() { drop(CString::from_raw(text)) }
}

#[no_mangle]
pub unsafe extern "C" fn aro_plugin_execute(_: *const c_char, input: *const c_char) -> *mut c_char {
    give(CStr::from_ptr(input).to_bytes())
}
"##;
