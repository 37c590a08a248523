//! What a plugin is loaded from: a folder with a `plugin.yaml`, or a library alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use aro_host_testkit::{CallError, Host, Manifest, Plugin};

use crate::failure::{Failure, Status};

/// A package that is not loaded yet.
#[derive(Debug)]
pub(super) struct Source {
    /// The folder of `plugin.yaml`; `None` for a library alone.
    folder: Option<PathBuf>,
    pub(super) manifest: Manifest,
    pub(super) libraries: Vec<PathBuf>,
    stamps: Vec<Stamp>,
}

/// A loaded package. A `plugin.yaml` may name several libraries.
#[derive(Clone, Debug)]
pub(super) struct Package {
    pub(super) name: String,
    /// With the version and the dependencies.
    pub(super) manifest: Manifest,
    pub(super) source: Arc<Source>,
    pub(super) plugins: Vec<Arc<Plugin>>,
    /// How often it was loaded again.
    pub(super) generation: u64,
}

impl Source {
    /// Reads what is at a path: a folder with a `plugin.yaml`, that file, or a library.
    pub(super) fn at(path: &Path) -> Result<Self, Failure> {
        let path = std::path::absolute(path)
            .map_err(|error| Failure::new(Status::LoadFailed, format!("{}: {error}", path.display())))?;
        if path.file_name().is_some_and(|name| name == "plugin.yaml") {
            return Self::package(path.parent().unwrap_or(&path));
        }
        if path.is_dir() {
            return Self::package(&path);
        }
        let libraries = vec![path];
        let stamps = libraries.iter().map(|file| Stamp::of(file)).collect();
        Ok(Self { folder: None, manifest: Manifest::default(), libraries, stamps })
    }

    fn package(folder: &Path) -> Result<Self, Failure> {
        let yaml = Stamp::of(&folder.join("plugin.yaml"));
        let manifest = Manifest::read(folder)?;
        let libraries = manifest.find_libraries(folder)?;
        if libraries.is_empty() {
            return Err(Failure::new(
                Status::LoadFailed,
                format!(
                    "{}: `provides` names no native library; this host loads rust-plugin, c-plugin, cpp-plugin and \
                     swift-plugin",
                    folder.join("plugin.yaml").display()
                ),
            ));
        }
        let stamps = [yaml].into_iter().chain(libraries.iter().map(|file| Stamp::of(file))).collect();
        Ok(Self { folder: Some(folder.to_owned()), manifest, libraries, stamps })
    }

    /// Every package in a folder, by name.
    pub(super) fn all_in(folder: &Path) -> Result<Vec<Self>, Failure> {
        let unreadable =
            |error: std::io::Error| Failure::new(Status::LoadFailed, format!("{}: {error}", folder.display()));
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.join("plugin.yaml").is_file() {
                found.push(path);
            }
        }
        found.sort();
        found.iter().map(|path| Self::package(path)).collect()
    }

    /// Reads it again from where it is.
    pub(super) fn again(&self) -> Result<Self, Failure> {
        match (&self.folder, self.libraries.first()) {
            (Some(folder), _) => Self::package(folder),
            (None, Some(library)) => Self::at(library),
            (None, None) => Err(Failure::new(Status::LoadFailed, "the package has no library")),
        }
    }

    /// The path by which it was loaded.
    pub(super) fn path(&self) -> &Path {
        self.folder.as_deref().or(self.libraries.first().map(PathBuf::as_path)).unwrap_or(Path::new(""))
    }

    /// The versions of its files when they were read.
    pub(super) fn stamps(&self) -> &[Stamp] {
        &self.stamps
    }

    /// The versions of its files now.
    pub(super) fn stamps_now(&self) -> Vec<Stamp> {
        let yaml = self.folder.as_ref().map(|folder| folder.join("plugin.yaml"));
        yaml.iter().chain(&self.libraries).map(|file| Stamp::of(file)).collect()
    }

    /// Loads copies of the libraries, without starting them. So two runtimes share no state of a
    /// plugin, and the files can be overwritten.
    pub(super) fn open(self) -> Result<Opened, Failure> {
        let mut plugins: Vec<Plugin> = Vec::new();
        for library in &self.libraries {
            match Plugin::open_copy(library) {
                Ok(plugin) => plugins.push(plugin),
                Err(error) => {
                    plugins.into_iter().for_each(close);
                    return Err(error.into());
                }
            }
        }
        if let Some(failure) = plugins.iter().zip(&self.libraries).find_map(|(plugin, file)| other_abi(plugin, file)) {
            plugins.into_iter().for_each(close);
            return Err(failure);
        }
        let manifest = match self.manifest.name() {
            Some(_) => self.manifest.clone(),
            None => manifest_of(plugins.first()),
        };
        Ok(Opened { source: self, manifest, plugins })
    }
}

/// A package of which nothing but the metadata was called.
#[derive(Debug)]
pub(super) struct Opened {
    source: Source,
    pub(super) manifest: Manifest,
    plugins: Vec<Plugin>,
}

impl Opened {
    pub(super) fn name(&self) -> &str {
        self.manifest.name().unwrap_or(NAMELESS)
    }

    /// Puts the plugins into a host, which makes the first calls.
    pub(super) fn start(self, host: &mut Host<'static>, generation: u64) -> Package {
        let name = self.name().to_owned();
        let plugins: Vec<Arc<Plugin>> = self.plugins.into_iter().map(Arc::new).collect();
        for plugin in &plugins {
            host.load_with(self.source.manifest.clone(), Arc::clone(plugin));
        }
        Package { name, manifest: self.manifest, source: Arc::new(self.source), plugins, generation }
    }

    pub(super) fn close(self) {
        self.plugins.into_iter().for_each(close);
    }
}

/// The name that hosts give a plugin that has none.
const NAMELESS: &str = "plugin";

/// The failure for a plugin that states another version of the ABI than this host has. One that
/// states none is taken.
fn other_abi(plugin: &Plugin, library: &Path) -> Option<Failure> {
    let Err(CallError::AbiVersion { expected: own, found: stated, .. }) = plugin.info() else { return None };
    let library = library.display();
    Some(Failure::new(
        Status::Incompatible,
        format!(
            "{library} is built for version {stated} of the plugin ABI, and this host has version {own}: build the plugin \
             with an SDK of version {own}, or use a host that has version {stated}"
        ),
    ))
}

/// The name and the version of a plugin without a `plugin.yaml`, by its metadata.
fn manifest_of(plugin: Option<&Plugin>) -> Manifest {
    let info = plugin.and_then(|plugin| plugin.info_json().ok()).unwrap_or_default();
    let text = |key: &str| info.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    let manifest = Manifest::new(text("name").unwrap_or_else(|| NAMELESS.to_owned()));
    match text("version") {
        Some(version) => manifest.version(version),
        None => manifest,
    }
}

/// Closes a plugin that was opened and not called.
pub(super) fn close(plugin: Plugin) {
    // If the loader refuses, the library stays mapped, which does no harm.
    let _ = plugin.close();
}

/// Identifies a version of a file without reading it; `None` if it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp(Option<(Option<SystemTime>, u64, u64)>);

impl Stamp {
    fn of(path: &Path) -> Self {
        let metadata = fs::metadata(path).ok();
        Self(metadata.map(|metadata| (metadata.modified().ok(), metadata.len(), inode(&metadata))))
    }
}

/// A rebuilt file is often a new inode under the same name.
#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_metadata: &fs::Metadata) -> u64 {
    0
}
