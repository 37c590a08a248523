//! Builds a package's cdylib.

mod cargo;
mod snapshot;

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::{env, fs};

use cargo::Request;

use crate::library::LoadError;
use crate::plugin::Plugin;

/// What this process has built. The lock is held while cargo runs, so that a second caller waits
/// instead of building.
static BUILT: LazyLock<Mutex<HashMap<Request, PathBuf>>> = LazyLock::new(Mutex::default);

/// Options for building a plugin's package. [`Plugin::builder`] makes one.
///
/// ```no_run
/// use aro_host_testkit::Plugin;
///
/// # fn main() -> Result<(), aro_host_testkit::LoadError> {
/// let plugin = Plugin::builder("plugins/csv").release(true).features(["excel"]).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is built before `build` or `build_cdylib`"]
pub struct PluginBuilder {
    request: Request,
}

impl PluginBuilder {
    pub(crate) fn new(manifest_dir: &Path) -> Self {
        let (manifest_dir, features) = (manifest_dir.to_owned(), Vec::new());
        Self { request: Request { manifest_dir, profile: "dev".to_owned(), features, target_dir: None } }
    }

    /// Chooses the profile `release`, or with `false` the profile `dev`, which is the default.
    pub fn release(self, release: bool) -> Self {
        self.profile(if release { "release" } else { "dev" })
    }

    /// Chooses the profile. The last choice counts.
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.request.profile = profile.into();
        self
    }

    /// Turns on these features, in addition to the default features and those turned on before.
    pub fn features<S: Into<String>>(mut self, features: impl IntoIterator<Item = S>) -> Self {
        self.request.features.extend(features.into_iter().map(Into::into));
        self.request.features.sort_unstable();
        self.request.features.dedup();
        self
    }

    /// Builds in this target folder instead of cargo's default. The folder is created if necessary.
    pub fn target_dir(mut self, target_dir: impl Into<PathBuf>) -> Self {
        self.request.target_dir = Some(target_dir.into());
        self
    }

    /// Builds the package and loads its library.
    ///
    /// # Errors
    ///
    /// Those of [`build_cdylib`](Self::build_cdylib) and of [`Plugin::open`].
    pub fn build(&self) -> Result<Plugin, LoadError> {
        Plugin::open(self.build_cdylib()?)
    }

    /// Builds the package and returns the path of its library, without loading it.
    ///
    /// The library is a copy with the file name that cargo chose. Its folder, inside the target
    /// folder, belongs to this package with these options, so a later build, for example with other
    /// features, does not change it.
    ///
    /// Cargo runs once per process for one package with one set of options; later calls return the
    /// same path. A failed build is tried again.
    ///
    /// # Errors
    ///
    /// [`LoadError::NoManifest`], [`LoadError::CargoNotRunnable`], [`LoadError::BuildFailed`] with
    /// what cargo wrote, [`LoadError::NoCdylib`], [`LoadError::ForeignCdylib`],
    /// [`LoadError::CopyFailed`].
    pub fn build_cdylib(&self) -> Result<PathBuf, LoadError> {
        let request = resolve(&self.request)?;
        // A panic while cargo ran leaves no incomplete entry, so a poisoned map is still sound.
        let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(library) = built.get(&request).filter(|library| library.is_file()) {
            return Ok(library.clone());
        }
        let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let library = snapshot::keep(&cargo::build(&program, &request)?, &request)?;
        built.insert(request, library.clone());
        Ok(library)
    }
}

impl Plugin {
    /// Builds the package in `manifest_dir` with cargo and loads its cdylib.
    ///
    /// Runs `cargo build --lib` in that folder. Uses the program that the environment variable
    /// `CARGO` names, or else `cargo`, and takes the library's path from cargo's messages. Cargo
    /// runs once per process for one package; see [`PluginBuilder::build_cdylib`].
    ///
    /// ```no_run
    /// use aro_host_testkit::Plugin;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::LoadError> {
    /// let plugin = Plugin::build("examples/csv")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`PluginBuilder::build_cdylib`] and of [`Plugin::open`].
    pub fn build(manifest_dir: impl AsRef<Path>) -> Result<Self, LoadError> {
        Self::builder(manifest_dir).build()
    }

    /// Options for the build of the package in `manifest_dir`.
    pub fn builder(manifest_dir: impl AsRef<Path>) -> PluginBuilder {
        PluginBuilder::new(manifest_dir.as_ref())
    }
}

/// The request with absolute paths, so that it means the same in cargo's working directory, and two
/// spellings of one path are one key.
fn resolve(request: &Request) -> Result<Request, LoadError> {
    let no_manifest = || LoadError::NoManifest { manifest_dir: request.manifest_dir.clone() };
    let manifest_dir = if cfg!(windows) {
        // Cargo and compilers do not accept the paths that `canonicalize` returns on Windows.
        std::path::absolute(&request.manifest_dir)
    } else {
        fs::canonicalize(&request.manifest_dir)
    };
    let manifest_dir = manifest_dir.map_err(|_| no_manifest())?;
    if !manifest_dir.join("Cargo.toml").is_file() {
        return Err(no_manifest());
    }
    let target_dir = request.target_dir.as_ref().map(|dir| std::path::absolute(dir).unwrap_or_else(|_| dir.clone()));
    Ok(Request { manifest_dir, target_dir, ..request.clone() })
}

/// Builds the package in `manifest_dir` as [`Plugin::build`] does, and returns the path of its
/// library without loading it.
///
/// See [`PluginBuilder::build_cdylib`] for the place of the library. For options use
/// [`Plugin::builder`].
///
/// ```no_run
/// # fn main() -> Result<(), aro_host_testkit::LoadError> {
/// let library = aro_host_testkit::build_cdylib(env!("CARGO_MANIFEST_DIR"))?;
/// println!("{}", library.display());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Those of [`PluginBuilder::build_cdylib`].
pub fn build_cdylib(manifest_dir: impl AsRef<Path>) -> Result<PathBuf, LoadError> {
    PluginBuilder::new(manifest_dir.as_ref()).build_cdylib()
}
