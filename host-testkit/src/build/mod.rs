//! Builds a package's cdylib, with the options with which cargo built the running test.
//!
//! [`outer`] finds these options, [`cargo`] runs the inner build, and [`snapshot`] keeps its
//! library apart from that of later builds.

mod cargo;
mod outer;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::{env, fs};

use cargo::Request;
use outer::Outer;

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
    manifest_dir: PathBuf,
    profile: Option<String>,
    default_features: bool,
    features: BTreeSet<String>,
    target: Option<String>,
    target_dir: Option<PathBuf>,
    variables: BTreeMap<String, OsString>,
}

impl PluginBuilder {
    pub(crate) fn new(manifest_dir: &Path) -> Self {
        Self {
            manifest_dir: manifest_dir.to_owned(),
            profile: None,
            default_features: true,
            features: BTreeSet::new(),
            target: None,
            target_dir: None,
            variables: BTreeMap::new(),
        }
    }

    /// The package under test, with those of its features that are on in the test.
    #[doc(hidden)]
    pub fn under_test(manifest_dir: &str, features: &[(&str, bool)]) -> Self {
        let on = features.iter().filter(|(_, on)| *on).map(|(name, _)| *name);
        Self::new(Path::new(manifest_dir)).default_features(false).features(on)
    }

    /// Chooses the profile `release`, or with `false` the profile `dev`. By default the profile is
    /// that of the running test.
    pub fn release(self, release: bool) -> Self {
        self.profile(if release { "release" } else { "dev" })
    }

    /// Chooses the profile; by default that of the running test. The last choice counts.
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// Turns on these features, in addition to the default features and those turned on before.
    pub fn features<S: Into<String>>(mut self, features: impl IntoIterator<Item = S>) -> Self {
        self.features.extend(features.into_iter().map(Into::into));
        self
    }

    /// With `false`, builds without the package's default features, as cargo's
    /// `--no-default-features`.
    pub fn default_features(mut self, default_features: bool) -> Self {
        self.default_features = default_features;
        self
    }

    /// Builds for this target, as cargo's `--target`; by default for the one that the running test
    /// was built for. Only a library for this system can be [loaded](Self::build).
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Builds in this target directory; by default in that of the running test. It is created if
    /// necessary.
    pub fn target_dir(mut self, target_dir: impl Into<PathBuf>) -> Self {
        self.target_dir = Some(target_dir.into());
        self
    }

    /// Sets an environment variable of cargo, such as `RUSTC` or `RUSTFLAGS`; by default it has
    /// those of the running test.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<OsString>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// The same for a variable that was not set by [`env`](Self::env).
    #[cfg(feature = "wasm")]
    pub(crate) fn default_env(mut self, name: &str, value: OsString) -> Self {
        self.variables.entry(name.to_owned()).or_insert(value);
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
    /// [`LoadError::NoManifest`], [`LoadError::UnknownOptions`], [`LoadError::CargoNotRunnable`],
    /// [`LoadError::BuildFailed`] with what cargo wrote, [`LoadError::NoCdylib`],
    /// [`LoadError::ForeignCdylib`], [`LoadError::CopyFailed`].
    pub fn build_cdylib(&self) -> Result<PathBuf, LoadError> {
        let request = self.request()?;
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

    /// What is to be built, with absolute paths, so that it means the same in cargo's working
    /// directory, and two spellings of one path are one request.
    fn request(&self) -> Result<Request, LoadError> {
        let manifest_dir = whole_manifest_dir(&self.manifest_dir)?;
        let outer = match (Outer::of_this_program(), &self.profile, &self.target_dir) {
            (Ok(outer), ..) => outer,
            (Err(_), Some(profile), Some(target_dir)) => {
                Outer { profile: profile.clone(), target: None, target_dir: target_dir.clone() }
            }
            (Err(path), ..) => return Err(LoadError::UnknownOptions { path }),
        };
        let target_dir = self.target_dir.clone().unwrap_or(outer.target_dir);
        Ok(Request {
            manifest_dir,
            profile: self.profile.clone().unwrap_or(outer.profile),
            default_features: self.default_features,
            features: self.features.iter().cloned().collect(),
            target: self.target.clone().or(outer.target),
            target_dir: std::path::absolute(&target_dir).unwrap_or(target_dir),
            variables: self.variables.clone().into_iter().collect(),
        })
    }
}

impl Plugin {
    /// Builds the package in `manifest_dir` with cargo and loads its cdylib.
    ///
    /// Runs `cargo build --lib` in that folder, with the profile, the target and the target
    /// directory of the running test, and with the package's default features;
    /// [`plugin!`](crate::plugin) takes the features of the test too. Uses the program that the
    /// environment variable `CARGO` names, or else `cargo`, and takes the library's path from
    /// cargo's messages. Cargo runs once per process for one package; see
    /// [`PluginBuilder::build_cdylib`].
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

fn whole_manifest_dir(given: &Path) -> Result<PathBuf, LoadError> {
    let no_manifest = || LoadError::NoManifest { manifest_dir: given.to_owned() };
    let manifest_dir = if cfg!(windows) {
        // Cargo and compilers do not accept the paths that `canonicalize` returns on Windows.
        std::path::absolute(given)
    } else {
        fs::canonicalize(given)
    };
    let manifest_dir = manifest_dir.map_err(|_| no_manifest())?;
    if !manifest_dir.join("Cargo.toml").is_file() {
        return Err(no_manifest());
    }
    Ok(manifest_dir)
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
