//! Loads plugins from their folders, by `plugin.yaml` (ABI, section 8).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Host;
use super::dependencies::dependency_order;
use super::error::PackageError;
use super::manifest::Manifest;
use super::manifest_check::{self, Difference};
use crate::build::PluginBuilder;
use crate::library;
use crate::plugin::Plugin;

impl Host<'_> {
    /// Loads the plugin in `folder`, which has a `plugin.yaml`.
    ///
    /// Looks for the library where hosts look ([ABI, section 8](aro_abi::reference#8-loading)). If
    /// it is missing and the folder has a `Cargo.toml`, the package is built, as hosts do; the
    /// testkit then finds the library wherever cargo puts it.
    ///
    /// On Linux, loads every other `.so` file in the library's folder first, as hosts do:
    /// references bind to their exports before the plugin's own.
    ///
    /// Where `plugin.yaml` says otherwise than the library and its metadata, the
    /// [notes](crate::Outcome::notes) of the next outcome say so.
    ///
    /// The host keeps its path, whether or not `plugin.yaml` lists actions. The real interpreter
    /// uses that list to choose between eager and lazy.
    ///
    /// # Errors
    ///
    /// [`PackageError::Manifest`], [`PackageError::LibraryNotFound`], [`PackageError::Load`].
    pub fn load_package(&mut self, folder: impl AsRef<Path>) -> Result<(), PackageError> {
        let folder = folder.as_ref();
        let manifest = Manifest::read(folder)?;
        self.load_libraries(folder, &manifest)
    }

    /// Loads the plugins of an application as `aro run` does: from every folder `Plugins/<name>`,
    /// in exactly this spelling, that has a `plugin.yaml` and is not hidden. Anything else is
    /// ignored. A plugin that cannot be loaded is left out, which the
    /// [notes](crate::Outcome::notes) of the next outcome say.
    ///
    /// Real hosts load the folders in the order of the directory, which is none; here they are
    /// loaded in the order of their names.
    pub fn load_application(&mut self, folder: impl AsRef<Path>) -> &mut Self {
        let plugins = folder.as_ref().join("Plugins");
        // A case-insensitive file system finds `plugins` too, which the host takes there.
        for folder in packages(&plugins).unwrap_or_default() {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            if let Err(error) = self.load_package(&folder) {
                self.warn("warning", format!("Failed to load {name}: {}", error.to_string().replace('\n', " ")));
            }
        }
        self
    }

    /// Loads every native library that the manifest names. A library that is named twice is loaded
    /// twice.
    fn load_libraries(&mut self, folder: &Path, manifest: &Manifest) -> Result<(), PackageError> {
        for kind in &manifest.unknown_types {
            self.warn("warning", format!("Unknown provide type '{kind}'"));
        }
        if let (Some(name), Some(handle), true) = (&manifest.name, &manifest.handle, manifest.has_old_handle) {
            self.warn(
                "warning",
                format!(
                    "plugin '{name}' uses deprecated 'handler:' inside 'provides:'. Move it to a root-level 'handle:' \
                     field in plugin.yaml (e.g., handle: {handle})."
                ),
            );
        }
        if let Some(rule) = manifest.name.as_deref().and_then(aro_abi::plugin_name_fault) {
            self.warn(super::setup::NOTE, format!("`aro add` does not take the name in plugin.yaml: {rule}"));
        }
        let name = std::path::absolute(folder).ok();
        let name = name.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        for library in &manifest.libraries {
            let plugin = open(folder, manifest, library)?;
            let file = plugin.path().to_owned();
            self.load_with(Manifest { folder: name.clone(), ..manifest.clone() }, plugin);
            let info = self.plugins.last().and_then(|loaded| loaded.plugin().info_json().ok()).unwrap_or_default();
            for Difference { key, observed } in manifest_check::differences(manifest, &info, &file) {
                let place = folder.join("plugin.yaml");
                self.warn(super::setup::NOTE, format!("{}: {key}: {observed}", place.display()));
            }
        }
        Ok(())
    }

    /// Loads the plugins in all folders inside `folder` that have a `plugin.yaml`, dependencies
    /// first. Returns their names in the order of loading.
    ///
    /// # Errors
    ///
    /// Those of [`load_package`](Self::load_package), and [`PackageError::MissingDependency`],
    /// [`PackageError::Cycle`], [`PackageError::VersionMismatch`],
    /// [`PackageError::SameName`]. On these errors nothing has been
    /// loaded; a library that fails to load may leave others loaded.
    pub fn load_all(&mut self, folder: impl AsRef<Path>) -> Result<Vec<String>, PackageError> {
        let mut found = BTreeMap::new();
        for folder in packages(folder.as_ref())? {
            let manifest = Manifest::read(&folder)?;
            let name = manifest.name.clone().unwrap_or_default();
            if found.insert(name.clone(), (folder, manifest)).is_some() {
                return Err(PackageError::SameName { name });
            }
        }
        let order = dependency_order(found.values().map(|(_, manifest)| manifest))?;
        for name in &order {
            let (folder, manifest) = &found[name];
            self.load_libraries(folder, manifest)?;
        }
        Ok(order)
    }
}

fn packages(folder: &Path) -> Result<Vec<PathBuf>, PackageError> {
    let unreadable =
        |error: std::io::Error| PackageError::Manifest { path: folder.to_owned(), reason: error.to_string() };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.join("plugin.yaml").is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Linux hosts load every other library of the folder first, so that references bind to their
/// exports before the plugin's own.
fn load_siblings(library: &Path) {
    let entries = library.parent().filter(|_| cfg!(target_os = "linux")).map(fs::read_dir);
    for path in entries.into_iter().flatten().flatten().flatten().map(|entry| entry.path()) {
        if path != library && path.extension().is_some_and(|extension| extension == "so") {
            // For a bare file name, the loader would search its own folders.
            library::load_beside(&std::path::absolute(&path).unwrap_or(path));
        }
    }
}

fn open(folder: &Path, manifest: &Manifest, provided: &(String, Option<String>)) -> Result<Plugin, PackageError> {
    let searched = manifest.searched(folder, provided);
    if let Some(library) = searched.iter().find(|path| path.is_file()) {
        load_siblings(library);
        return Ok(Plugin::open(library)?);
    }
    let package =
        [folder.join(&provided.0), folder.to_owned()].into_iter().find(|dir| dir.join("Cargo.toml").is_file());
    match package {
        Some(package) => Ok(PluginBuilder::new(&package).release(true).build()?),
        None => Err(PackageError::LibraryNotFound { name: manifest.name.clone().unwrap_or_default(), searched }),
    }
}
