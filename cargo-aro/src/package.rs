//! The plugin's package, as cargo describes it.

use std::path::{Path, PathBuf};

use cargo_metadata::{CargoOpt, CrateType, Metadata, MetadataCommand, Package as CargoPackage, TargetKind};

use crate::error::Error;

/// The options that choose a package; every command that works on one has them.
#[derive(Clone, Debug, Default, clap::Args, serde::Deserialize, serde::Serialize)]
#[command(next_help_heading = "Package")]
pub(crate) struct PackageArgs {
    /// The package, if the workspace has several
    #[arg(short, long, value_name = "NAME")]
    pub(crate) package: Option<String>,

    /// Path of a Cargo.toml, instead of the nearest one
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
}

/// A package with a library.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: Option<String>,
    pub(crate) license: Option<String>,
    /// The folder with Cargo.toml.
    pub(crate) dir: PathBuf,
    /// The library's file of Rust source, `src/lib.rs` by default.
    pub(crate) source: PathBuf,
    /// The library's name, with underscores.
    pub(crate) library: String,
}

impl Package {
    /// Finds the package that the options name, or that the working directory is in.
    pub(crate) fn find(args: &PackageArgs) -> Result<Self, Error> {
        let manifest = match &args.manifest_path {
            Some(path) if path.is_dir() => path.join("Cargo.toml"),
            Some(path) => path.clone(),
            None => nearest_manifest()?,
        };
        if !manifest.is_file() {
            return Err(Error::new(format!("there is no file `{}`", manifest.display()))
                .help("pass the path of the plugin's Cargo.toml, or run the command in the plugin's folder"));
        }
        let metadata = metadata(&manifest)?;
        let package = choose(&metadata, &manifest, args.package.as_deref())?;
        Self::of(package)
    }

    fn of(package: &CargoPackage) -> Result<Self, Error> {
        let manifest = package.manifest_path.as_std_path();
        let Some(library) = package.targets.iter().find(|target| target.kind.iter().any(is_library)) else {
            return Err(Error::new(format!("the package `{}` has no library, and a plugin is one", package.name))
                .help(format!("write src/lib.rs, and into {}\n{CDYLIB}", manifest.display())));
        };
        if !library.crate_types.contains(&CrateType::CDyLib) {
            let types: Vec<String> =
                library.crate_types.iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
            return Err(Error::new(format!(
                "the library of `{}` is built as {} and not as a cdylib, which is what hosts load",
                package.name,
                types.join(", ")
            ))
            .help(format!("write into {}\n{CDYLIB}", manifest.display())));
        }
        Ok(Self {
            name: package.name.to_string(),
            version: package.version.to_string(),
            description: package.description.clone(),
            license: package.license.clone(),
            dir: manifest.parent().unwrap_or(manifest).to_owned(),
            source: library.src_path.clone().into_std_path_buf(),
            library: library.name.replace('-', "_"),
        })
    }
}

#[cfg(test)]
impl Package {
    /// A package in this folder, of which only the names matter.
    pub(crate) fn for_test(dir: &Path, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            description: None,
            license: None,
            dir: dir.to_owned(),
            source: dir.join("src/lib.rs"),
            library: name.replace('-', "_"),
        }
    }
}

/// The package's names and paths, whether or not it has a library that hosts load.
#[derive(Clone, Debug)]
pub(crate) struct Existing {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) dir: PathBuf,
    /// The file of the library's root, if there is a library, and its name.
    pub(crate) library: Option<(PathBuf, String)>,
    pub(crate) is_cdylib: bool,
    /// The names of all dependencies.
    pub(crate) dependencies: Vec<String>,
}

impl Existing {
    /// The package whose Cargo.toml is in this folder.
    pub(crate) fn at(folder: &Path) -> Result<Self, Error> {
        let manifest = folder.join("Cargo.toml");
        if !manifest.is_file() {
            return Err(Error::new(format!("there is no Cargo.toml in `{}`", folder.display()))
                .help("make a new package with `cargo aro new NAME`"));
        }
        let metadata = metadata(&manifest)?;
        let package = choose(&metadata, &manifest, None)?;
        let library = package.targets.iter().find(|target| target.kind.iter().any(is_library));
        Ok(Self {
            name: package.name.to_string(),
            version: package.version.to_string(),
            description: package.description.clone(),
            license: package.license.clone(),
            dir: package.manifest_path.as_std_path().parent().unwrap_or(folder).to_owned(),
            library: library
                .map(|library| (library.src_path.clone().into_std_path_buf(), library.name.replace('-', "_"))),
            is_cdylib: library.is_some_and(|library| library.crate_types.contains(&CrateType::CDyLib)),
            dependencies: package.dependencies.iter().map(|dependency| dependency.name.clone()).collect(),
        })
    }
}

/// Whether a target of this kind is the package's library.
fn is_library(kind: &TargetKind) -> bool {
    !matches!(
        kind,
        TargetKind::Bin
            | TargetKind::Example
            | TargetKind::Test
            | TargetKind::Bench
            | TargetKind::CustomBuild
            | TargetKind::ProcMacro
    )
}

const CDYLIB: &str = "[lib]\ncrate-type = [\"cdylib\", \"rlib\"]";

/// The Cargo.toml in the working directory or the nearest one above it.
fn nearest_manifest() -> Result<PathBuf, Error> {
    let dir = std::env::current_dir().map_err(|error| {
        Error::new(format!("the working directory cannot be read: {error}")).help("change into an existing folder")
    })?;
    let manifests = dir.ancestors().map(|dir| dir.join("Cargo.toml"));
    manifests.into_iter().find(|manifest| manifest.is_file()).ok_or_else(|| {
        Error::new(format!("there is no Cargo.toml in `{}` or above it", dir.display()))
            .help("change into a plugin's folder, or make a plugin with `cargo aro new NAME`")
    })
}

fn metadata(manifest: &Path) -> Result<Metadata, Error> {
    // Without dependencies cargo needs neither a lock file nor the network.
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().features(CargoOpt::AllFeatures).exec();
    metadata.map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            Error::new(format!("cargo does not accept `{}`:\n{}", manifest.display(), stderr.trim_end()))
                .help("correct what cargo reports")
        }
        cargo_metadata::Error::Io(error) => Error::new(format!("cargo cannot be run: {error}"))
            .help("put cargo on the PATH, or set the environment variable CARGO to its path"),
        error => Error::new(format!("the answer of `cargo metadata` cannot be read: {error}"))
            .help("update cargo, or cargo-aro"),
    })
}

/// The package with this name, or that of this manifest, or the only plugin of the workspace.
fn choose<'m>(metadata: &'m Metadata, manifest: &Path, name: Option<&str>) -> Result<&'m CargoPackage, Error> {
    let members = metadata.workspace_packages();
    if let Some(name) = name {
        return members.iter().find(|package| package.name.as_str() == name).copied().ok_or_else(|| {
            Error::new(format!("the workspace has no package `{name}`")).help(format!("it has {}", list(&members)))
        });
    }
    let canonical = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let wanted = canonical(manifest);
    if let Some(package) = members.iter().find(|package| canonical(package.manifest_path.as_std_path()) == wanted) {
        return Ok(package);
    }
    let plugins: Vec<_> = members.iter().copied().filter(|package| is_plugin(package)).collect();
    match plugins[..] {
        [plugin] => Ok(plugin),
        [] => {
            Err(Error::new(format!("`{}` is a workspace without a package that builds a cdylib", manifest.display()))
                .help("change into the folder of a plugin, or make one with `cargo aro new NAME`"))
        }
        _ => Err(Error::new(format!("`{}` is a workspace with several plugins", manifest.display()))
            .help(format!("choose one with `--package NAME`: {}", list(&plugins)))),
    }
}

fn is_plugin(package: &CargoPackage) -> bool {
    package.targets.iter().any(|target| target.crate_types.contains(&CrateType::CDyLib))
}

fn list(packages: &[&CargoPackage]) -> String {
    packages.iter().map(|package| format!("`{}`", package.name)).collect::<Vec<_>>().join(", ")
}
