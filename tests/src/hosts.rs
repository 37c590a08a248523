//! Other languages that call `examples/geometry`: the library, its header, and what is installed.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::header::TypedExports;
use aro_host_testkit::{TypedLibrary, build_cdylib};
use serde_json::Value;

/// `examples/geometry`, built and described.
pub struct Geometry {
    /// The shared library.
    pub shared: PathBuf,
    /// Its C header.
    pub header: String,
    /// Its bare declarations.
    pub declarations: String,
    /// What the library says of itself.
    pub description: Value,
}

impl Geometry {
    /// Builds the library as the running program was built.
    ///
    /// # Panics
    ///
    /// If the library does not build, or has no header.
    #[must_use]
    pub fn build() -> Self {
        let shared = build_cdylib(root().join("examples/geometry")).unwrap_or_else(|error| panic!("{error}"));
        let library = TypedLibrary::open(&shared).unwrap_or_else(|error| panic!("{error}"));
        let description = library.describe().clone();
        let exports = TypedExports::of(&library).unwrap_or_else(|error| panic!("{error}"));
        Self { shared, header: exports.c_header(), declarations: exports.declarations(), description }
    }

    /// The folder of the shared library.
    ///
    /// # Panics
    ///
    /// Never: a file is in a folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.shared.parent().expect("a file is in a folder")
    }

    /// Writes `geometry.h` and `geometry.txt` with the declarations.
    ///
    /// # Panics
    ///
    /// If they cannot be written.
    pub fn write_header(&self, folder: &Path) {
        fs::write(folder.join("geometry.h"), &self.header).expect("the folder can be written to");
        fs::write(folder.join("geometry.txt"), &self.declarations).expect("the folder can be written to");
    }
}

/// The repository's root.
///
/// # Panics
///
/// Never: this crate is in the workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace")
}

/// Says why a test does nothing. (`eprintln!` is captured in a test that passes.)
pub fn skip(reason: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
}

fn starts(program: &Path, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// The tool, if it starts with these arguments.
#[must_use]
pub fn tool(name: &str, arguments: &[&str]) -> Option<PathBuf> {
    let there = starts(Path::new(name), arguments);
    if !there {
        skip(&format!("there is no `{name}`"));
    }
    there.then(|| name.into())
}

/// Where `scripts/install-hosts` puts what it installs.
fn installed() -> PathBuf {
    root().join("target/hosts")
}

/// A Python that has cffi.
#[must_use]
pub fn python() -> Option<PathBuf> {
    let candidates = [installed().join("venv/bin/python"), "python3".into()];
    let found = candidates.into_iter().find(|python| starts(python, &["-c", "import cffi"]));
    if found.is_none() {
        skip("there is no Python with cffi: run scripts/install-hosts");
    }
    found
}

/// Node, if it finds koffi, and the folder of its modules for `NODE_PATH`.
#[must_use]
pub fn node() -> Option<(PathBuf, OsString)> {
    let modules = installed().join("node/node_modules").into_os_string();
    let found = Command::new("node").args(["-e", "require('koffi')"]).env("NODE_PATH", &modules).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(("node".into(), modules));
    }
    skip("there is no Node with koffi: run scripts/install-hosts");
    None
}

/// Runs a command that must succeed and returns what it printed.
///
/// # Panics
///
/// If it fails, with what it printed.
pub fn run(command: &mut Command) -> String {
    // With a backtrace of each panic, much of the time and of the memory would be the backtrace's.
    let output = command.env("RUST_BACKTRACE", "0").output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{stdout}\n{stderr}", output.status);
    stdout.into_owned()
}
