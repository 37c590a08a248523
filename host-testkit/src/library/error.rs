//! Why there is no plugin to call.

use std::path::PathBuf;
use std::process::ExitStatus;
use std::{fmt, io};

/// Why a plugin could not be built, loaded or unloaded.
///
/// `Debug` gives the same text as `Display`.
#[non_exhaustive]
pub enum LoadError {
    /// The folder has no `Cargo.toml`.
    NoManifest {
        /// The folder that was named.
        manifest_dir: PathBuf,
    },
    /// Cargo could not be started.
    CargoNotRunnable {
        /// What was to be run.
        program: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Cargo ran and failed.
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
    /// The package was built, and no cdylib came of it.
    NoCdylib {
        /// The package's folder.
        manifest_dir: PathBuf,
        /// What the package's library is built as instead; empty if cargo built no library of exactly this package.
        crate_types: Vec<String>,
    },
    /// The cdylib was built for a system whose libraries have another name than this one's.
    ForeignCdylib {
        /// The package's folder.
        manifest_dir: PathBuf,
        /// The files that cargo made.
        files: Vec<PathBuf>,
    },
    /// The built library could not be put where it is safe from later builds.
    CopyFailed {
        /// The library.
        from: PathBuf,
        /// Where it was to be.
        to: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no file at the path.
    NotFound {
        /// The path that was named.
        path: PathBuf,
    },
    /// The system's loader refused the file.
    NotALibrary {
        /// The file.
        path: PathBuf,
        /// What the loader says.
        reason: String,
    },
    /// The library lacks a function that every plugin has to have.
    MissingSymbol {
        /// The library.
        path: PathBuf,
        /// The function.
        symbol: &'static str,
        /// A name in the file that was probably meant to be it: mangled, or not exported.
        instead: Option<String>,
    },
    /// The file is a library for another system or another processor.
    ForeignLibrary {
        /// The file.
        path: PathBuf,
        /// What it is for.
        found: String,
        /// What this process can load.
        expected: String,
    },
    /// The system's loader did not let the library go.
    NotUnloaded {
        /// The library.
        path: PathBuf,
        /// What the loader says.
        reason: String,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoManifest { manifest_dir } => write!(
                f,
                "there is no Cargo.toml in {}: name the folder of the plugin's package, such as \
                 env!(\"CARGO_MANIFEST_DIR\")",
                manifest_dir.display()
            ),
            Self::CargoNotRunnable { program, source } => write!(
                f,
                "cannot run `{}` to build the plugin: {source}; put cargo on the PATH, or set CARGO to its path",
                program.display()
            ),
            Self::BuildFailed { manifest_dir, command, status, stderr } => write!(
                f,
                "the plugin in {} does not build ({status}); mend what cargo says below\n$ {command}\n{}",
                manifest_dir.display(),
                stderr.trim_end()
            ),
            Self::NoCdylib { manifest_dir, crate_types } if crate_types.is_empty() => write!(
                f,
                "cargo built no library of the package in {} itself: name the folder of the plugin's own package, not of \
                 a workspace, and give it a src/lib.rs and\n\n[lib]\ncrate-type = [\"cdylib\"]",
                manifest_dir.display()
            ),
            Self::NoCdylib { manifest_dir, crate_types } => write!(
                f,
                "the package in {} builds as {} and not as a library that a host can load; add to its Cargo.toml\n\n\
                 [lib]\ncrate-type = [\"cdylib\"]\n\nor [\"cdylib\", \"rlib\"] if its own tests or other crates use it",
                manifest_dir.display(),
                crate_types.join(", ")
            ),
            Self::ForeignCdylib { manifest_dir, files } => write!(
                f,
                "the cdylib of the package in {} is not for this system: cargo made {files:?}, and a library here ends in \
                 {}; build for the host, without `--target`, `build.target` or CARGO_BUILD_TARGET",
                manifest_dir.display(),
                std::env::consts::DLL_SUFFIX
            ),
            Self::CopyFailed { from, to, source } => write!(
                f,
                "cannot copy the built library {} to {}: {source}; make the folder writable, or choose another with \
                 `target_dir`",
                from.display(),
                to.display()
            ),
            Self::NotFound { path } => {
                write!(f, "there is no file {}; build the plugin first, or let `Plugin::build` find it", path.display())
            }
            Self::NotALibrary { path, reason } => write!(
                f,
                "{} cannot be loaded: {reason}; expected is a shared library for this system, all of whose own libraries \
                 can be found",
                path.display()
            ),
            Self::MissingSymbol { path, symbol, instead } => {
                write!(
                    f,
                    "{} is no ARO plugin: it does not export `{symbol}`, which every plugin has to; export it with C \
                     linkage (with the Rust SDK: `aro_sdk::plugin! {{}}` in the crate root)",
                    path.display()
                )?;
                instead.as_ref().map_or(Ok(()), |name| {
                    write!(
                        f,
                        "; the file has `{name}`, which looks like it: in Rust it needs `#[unsafe(no_mangle)] pub extern \
                         \"C\"`, in C++ `extern \"C\"`, in C no `static` and no hidden visibility"
                    )
                })
            }
            Self::ForeignLibrary { path, found, expected } => write!(
                f,
                "{} is {found}, and this process loads {expected}: build the plugin for the system that loads it, without \
                 another `--target`, `build.target` or CARGO_BUILD_TARGET",
                path.display()
            ),
            Self::NotUnloaded { path, reason } => {
                write!(f, "{} cannot be unloaded: {reason}; it stays loaded until the process ends", path.display())
            }
        }
    }
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::CargoNotRunnable { source, .. } | Self::CopyFailed { source, .. } => Some(source),
            _ => None,
        }
    }
}
