//! Why a plugin could not be built, loaded or unloaded.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use thiserror::Error;

/// Why a plugin could not be built, loaded or unloaded.
///
/// `Debug` gives the same text as `Display`.
#[derive(Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The folder has no `Cargo.toml`.
    #[error(
        "there is no Cargo.toml in {manifest_dir}: pass the folder of the plugin's package, such as env!(\"CARGO_MANIFEST_DIR\")"
    )]
    NoManifest {
        /// The folder that was named.
        manifest_dir: PathBuf,
    },
    /// The path of the running program does not show how cargo built it.
    #[error(
        "cannot tell from {path} how this program was built, so that the plugin can be built likewise; choose it by the \
         methods of `Plugin::builder`: `.profile(\"dev\")` and `.target_dir(\"target\")`, and `.target(…)` when cargo \
         is to build for another one"
    )]
    UnknownOptions {
        /// The path.
        path: PathBuf,
    },
    /// Cargo could not be started.
    #[error("cannot run `{program}` to build the plugin: {source}; put cargo on the PATH, or set CARGO to its path")]
    CargoNotRunnable {
        /// What was to be run.
        program: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Cargo ran and failed.
    #[error(
        "the plugin in {manifest_dir} does not build ({status}); fix what cargo reports below\n$ {command}\n{}",
        .stderr.trim_end()
    )]
    BuildFailed {
        /// The package's folder.
        manifest_dir: PathBuf,
        /// What was run.
        command: String,
        /// How it ended.
        status: ExitStatus,
        /// What cargo and rustc wrote.
        stderr: String,
    },
    /// The package was built, but not as a cdylib.
    #[error("{}", no_cdylib(.manifest_dir, .crate_types))]
    NoCdylib {
        /// The package's folder.
        manifest_dir: PathBuf,
        /// What the package's library is built as instead; empty if cargo built no library of
        /// exactly this package.
        crate_types: Vec<String>,
    },
    /// The cdylib was built for a system whose libraries have another name than this one's.
    #[error(
        "the cdylib of the package in {manifest_dir} is for another system: cargo built {files:?}, and a library for this one ends in {}; build for this machine, without `--target`, `build.target` or CARGO_BUILD_TARGET",
        std::env::consts::DLL_SUFFIX
    )]
    ForeignCdylib {
        /// The package's folder.
        manifest_dir: PathBuf,
        /// The files that cargo made.
        files: Vec<PathBuf>,
    },
    /// The library could not be copied to where it is safe from later builds, or apart from other
    /// plugins.
    #[error(
        "cannot copy the library {from} to {to}: {source}; make that folder writable, or choose another: for a build with \
         `target_dir`, for a temporary copy with the environment variable TMPDIR"
    )]
    CopyFailed {
        /// The library.
        from: PathBuf,
        /// Where it was to be.
        to: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no file at the path.
    #[error("there is no file {path}; build the plugin first, or let `Plugin::build` find it")]
    NotFound {
        /// The path that was named.
        path: PathBuf,
    },
    /// The system's loader refused the file.
    #[error(
        "cannot load {path}: {reason}; expected a shared library for this system, with every library that it depends on"
    )]
    NotALibrary {
        /// The file.
        path: PathBuf,
        /// What the loader says.
        reason: String,
    },
    /// The file is not a WebAssembly module that can be compiled.
    #[cfg(feature = "wasm")]
    #[error("cannot load {path}: {reason}; expected a WebAssembly module: build the plugin for wasm32-unknown-unknown")]
    NotAModule {
        /// The file.
        path: PathBuf,
        /// What wasmtime says.
        reason: String,
    },
    /// The WebAssembly module needs functions of its host that it is not granted.
    #[cfg(feature = "wasm")]
    #[error(
        "{path} imports {}, which the host does not give it: {}",
        .imports.join(", "),
        foreign_imports(.imports)
    )]
    ForeignImports {
        /// The file.
        path: PathBuf,
        /// What it imports, each as `module.name`.
        imports: Vec<String>,
    },
    /// A directory that a WebAssembly module should get cannot be read.
    #[cfg(feature = "wasi")]
    #[error("cannot grant {path} to a module: {reason}; expected a directory that is there")]
    NoDirectory {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The library lacks a function that every plugin has to have.
    #[error(
        "{path} is not an ARO plugin: it does not export `{symbol}`, which every plugin has to; export it with C \
         linkage (with the Rust SDK: `aro_sdk::plugin! {{}}` in the crate root){}",
        near_miss(.instead.as_deref())
    )]
    MissingSymbol {
        /// The library.
        path: PathBuf,
        /// The function.
        symbol: &'static str,
        /// A name in the file that was probably meant to be it: mangled, or not exported.
        instead: Option<String>,
    },
    /// The file is a library for another system or another processor.
    #[error(
        "{path} is {found}, and this process loads {expected}: build the plugin for the system that loads it, without another `--target`, `build.target` or CARGO_BUILD_TARGET"
    )]
    ForeignLibrary {
        /// The file.
        path: PathBuf,
        /// What it is for.
        found: String,
        /// What this process can load.
        expected: String,
    },
    /// The library has no typed C functions that describe themselves.
    #[error(
        "{path} is no library of typed C functions: {reason}; with the Rust SDK, call `aro_sdk::exports! {{}}` (in a plugin `aro_sdk::plugin! {{}}`) in the crate root and write `#[aro_export]` before functions"
    )]
    NotTyped {
        /// The library.
        path: PathBuf,
        /// What is missing.
        reason: String,
    },
    /// The library is for another version of an ABI.
    #[error(
        "{path} has version {found} of the {what}, and version {expected} is expected: build it with the aro-sdk that belongs to this aro-host-testkit"
    )]
    AbiVersion {
        /// The library.
        path: PathBuf,
        /// The ABI.
        what: &'static str,
        /// The version that this crate knows.
        expected: u64,
        /// The version that the library states.
        found: u64,
    },
    /// The library's functions or types are not those of the header.
    #[error(
        "{path} has other signatures or layouts than its caller was compiled for: its hash is {found}, and {expected} is expected; generate the header again and compile the caller with it"
    )]
    TypedHash {
        /// The library.
        path: PathBuf,
        /// The hash of the header.
        expected: String,
        /// The hash of the library.
        found: String,
    },
    /// The system's loader did not let the library go.
    #[error("cannot unload {path}: {reason}; it stays loaded until the process ends")]
    NotUnloaded {
        /// The library.
        path: PathBuf,
        /// What the loader says.
        reason: String,
    },
}

debug_like_display!(LoadError);

fn no_cdylib(manifest_dir: &Path, crate_types: &[String]) -> String {
    let folder = manifest_dir.display();
    if crate_types.is_empty() {
        return format!(
            "cargo built no library of the package in {folder} itself: pass the folder of the plugin's own package, not \
             of a workspace, and give it a src/lib.rs and\n\n[lib]\ncrate-type = [\"cdylib\"]"
        );
    }
    format!(
        "the package in {folder} builds as {} and not as a library that a host can load; add to its Cargo.toml\n\n\
         [lib]\ncrate-type = [\"cdylib\"]\n\nor [\"cdylib\", \"rlib\"] if its own tests or other crates use it",
        crate_types.join(", ")
    )
}

/// What to do about a module's imports.
#[cfg(feature = "wasm")]
fn foreign_imports(imports: &[String]) -> &'static str {
    let of_wasi = imports.iter().any(|import| import.starts_with("wasi_snapshot_preview1."));
    if of_wasi && !cfg!(feature = "wasi") {
        "for WASI (clocks, files) turn on the testkit's feature `wasi`, or build the plugin for wasm32-unknown-unknown"
    } else {
        "build the plugin for wasm32-unknown-unknown, or for wasm32-wasip1 with the testkit's feature `wasi`, without \
         functions that nothing defines"
    }
}

fn near_miss(name: Option<&str>) -> String {
    let hint = |name| {
        format!(
            "; the file has `{name}`, which looks like it: in Rust it needs `#[unsafe(no_mangle)] pub extern \"C\"`, in \
             C++ `extern \"C\"`, in C no `static` and no hidden visibility"
        )
    };
    name.map(hint).unwrap_or_default()
}
