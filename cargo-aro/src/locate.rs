//! Where a plugin's library is: in a package, which is built, in a folder with `plugin.yaml`, or at
//! the path of the library itself.

use std::fs;
use std::path::{Path, PathBuf};

use aro_host_testkit::Manifest;
use serde::{Deserialize, Serialize};

use crate::build::{self, CompileArgs, Profile};
use crate::error::Error;
use crate::manifest;
use crate::output::Output;
use crate::package::{Package, PackageArgs};

/// The options that choose a plugin; every command that loads one has them.
#[derive(Clone, Debug, Default, clap::Args, Deserialize, Serialize)]
pub(crate) struct PluginArgs {
    /// A package, a folder with plugin.yaml, or a library; the package here if it is left out
    #[arg(long, value_name = "PATH", conflicts_with_all = ["package", "manifest_path"], help_heading = "Package")]
    pub(crate) plugin: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) build: BuildArgs,
}

/// How a package is chosen and built.
#[derive(Clone, Debug, Default, clap::Args, Deserialize, Serialize)]
pub(crate) struct BuildArgs {
    /// Build with optimizations, as hosts load it
    #[arg(short, long, help_heading = "Compilation")]
    pub(crate) release: bool,

    #[command(flatten)]
    pub(crate) package: PackageArgs,

    #[command(flatten)]
    pub(crate) compile: CompileArgs,
}

/// A plugin whose library is there.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Located {
    pub(crate) library: PathBuf,
    /// The folder of the `plugin.yaml` by which hosts load the library.
    pub(crate) folder: Option<PathBuf>,
    /// The package that was built.
    #[serde(skip)]
    pub(crate) package: Option<Package>,
}

impl Located {
    /// What hosts read in the `plugin.yaml`, if there is one.
    pub(crate) fn manifest(&self) -> Result<Option<Manifest>, Error> {
        self.folder.as_deref().map(manifest::as_hosts_read_it).transpose()
    }
}

/// Finds the plugin, and builds it if it is a package.
pub(crate) fn plugin(args: &PluginArgs, output: &Output) -> Result<Located, Error> {
    at(args.plugin.as_deref(), &args.build, output)
}

/// The plugin at this path, or that of the package which the options choose.
pub(crate) fn at(path: Option<&Path>, args: &BuildArgs, output: &Output) -> Result<Located, Error> {
    let Some(path) = path else { return built(&args.package, args, output) };
    if args.package.manifest_path.is_some() {
        return Err(Error::new(format!("both `{}` and --manifest-path say where the plugin is", path.display()))
            .help("pass one of them"));
    }
    // A library is loaded by its whole path, from whatever folder.
    let path = std::path::absolute(path).map_err(|error| Error::io("find", path, &error))?;
    let name = path.file_name().unwrap_or_default();
    if path.is_dir() || name == "Cargo.toml" || name == manifest::FILE {
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
        return in_folder(folder, args, output);
    }
    if !path.exists() {
        return Err(Error::new(format!("there is no `{}`", path.display()))
            .help("pass a plugin's package, its folder with plugin.yaml, or its library"));
    }
    is_built(&path, args)?;
    let folder = path.parent().filter(|folder| is_library_of(folder, &path)).map(Path::to_owned);
    Ok(Located { library: path, folder, package: None })
}

fn in_folder(folder: &Path, args: &BuildArgs, output: &Output) -> Result<Located, Error> {
    if folder.join("Cargo.toml").is_file() {
        let package = PackageArgs { package: args.package.package.clone(), manifest_path: Some(folder.to_owned()) };
        return built(&package, args, output);
    }
    is_built(folder, args)?;
    if !folder.join(manifest::FILE).is_file() {
        return Err(Error::new(format!("`{}` has neither Cargo.toml nor plugin.yaml", folder.display()))
            .help("pass a plugin's package, its folder with plugin.yaml, or its library"));
    }
    let library = manifest::as_hosts_read_it(folder)?
        .library(folder)
        .map_err(|error| Error::new(error.to_string()).help("build the plugin, or pass the path of its library"))?;
    Ok(Located { library, folder: Some(folder.to_owned()), package: None })
}

/// What is built already takes no options for building.
fn is_built(path: &Path, args: &BuildArgs) -> Result<(), Error> {
    let BuildArgs { release, package, compile } = args;
    let CompileArgs { features, all_features, no_default_features, target_dir, .. } = compile;
    let is_asked = *release || package.package.is_some() || !features.is_empty() || target_dir.is_some();
    if is_asked || *all_features || *no_default_features {
        return Err(Error::new(format!("`{}` is no package, so it is not built", path.display()))
            .help("leave out the options for building, or pass the plugin's package"));
    }
    Ok(())
}

fn built(chosen: &PackageArgs, args: &BuildArgs, output: &Output) -> Result<Located, Error> {
    let package = Package::find(chosen)?;
    let profile = if args.release { Profile::Release } else { Profile::Dev };
    let library = build::cdylib(&package, &args.compile, profile, None, output)?;
    let folder = package.dir.join(manifest::FILE).is_file().then(|| package.dir.clone());
    Ok(Located { library, folder, package: Some(package) })
}

/// Whether hosts load this library by the `plugin.yaml` in the folder.
fn is_library_of(folder: &Path, library: &Path) -> bool {
    let found = Manifest::read(folder).ok().and_then(|manifest| manifest.library(folder).ok());
    found.is_some_and(|found| fs::canonicalize(found).ok() == fs::canonicalize(library).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plugin_is_found_by_its_folder_its_plugin_yaml_and_its_library() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let file = format!("libp-p{}", std::env::consts::DLL_SUFFIX);
        fs::write(dir.path().join(&file), "").expect("a library");
        let find = |path: &Path| at(Some(path), &BuildArgs::default(), &Output::new(true));
        assert!(find(dir.path()).expect_err("no plugin.yaml").to_string().contains("neither Cargo.toml"));
        assert_eq!(find(&dir.path().join(&file)).expect("the library").folder, None);
        let yaml = dir.path().join(manifest::FILE);
        fs::write(&yaml, "name: p-p\nversion: 1\nprovides: [{ type: c-plugin, path: . }]\n").expect("a file");
        for path in [dir.path().to_owned(), yaml, dir.path().join(&file)] {
            let found = find(&path).expect("it is there");
            assert_eq!((found.library, found.folder.as_deref()), (dir.path().join(&file), Some(dir.path())));
        }
        let release = BuildArgs { release: true, ..BuildArgs::default() };
        let error = at(Some(dir.path()), &release, &Output::new(true)).expect_err("it is built").render(false);
        assert!(error.contains("leave out the options for building"), "{error}");
        fs::remove_file(dir.path().join(&file)).expect("the library");
        let error = find(dir.path()).expect_err("no library").render(false);
        assert!(error.contains("not where hosts look") && error.contains("help: "), "{error}");
        assert!(find(&dir.path().join("none")).expect_err("nothing").render(false).contains("there is no"));
    }
}
