//! `plugin.yaml` (ABI, section 8).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aro_abi::HostPath;
use serde::Deserialize;
use serde_json::Value;

use super::dependencies::Dependency;
use super::error::PackageError;
use super::loaded_plugin::PluginRef;
use super::metadata::{DeclaredAction, PluginMetadata};
use super::setup::capitalized;

/// What a host reads in a `plugin.yaml`, as far as it decides how the plugin is hosted ([ABI,
/// section 8](aro_abi::reference#8-loading)).
///
/// ```
/// use aro_host_testkit::Manifest;
///
/// let yaml = "name: csv\nversion: 1.0.0\nhandle: Csv\nprovides: [{ type: rust-plugin, path: . }]";
/// let manifest = Manifest::parse(yaml)?;
/// assert_eq!(manifest, Manifest::new("csv").version("1.0.0").handle("Csv"));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub(crate) name: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) handle: Option<String>,
    /// The verbs of `provides[].actions`, by action; `None` if there is no such list.
    pub(crate) actions: Option<Vec<Vec<String>>>,
    pub(crate) dependencies: Vec<Dependency>,
    /// `path` and `build.output` of each native library in `provides`.
    pub(crate) libraries: Vec<(String, Option<String>)>,
    /// The types in `provides` that no host knows.
    pub(crate) unknown_types: Vec<String>,
    /// The name of the package's folder, if it was loaded from one.
    pub(crate) folder: Option<String>,
    /// The handle is written as `handler:` in `provides`.
    pub(crate) has_old_handle: bool,
}

/// Types of native libraries in `provides`.
const NATIVE: [&str; 4] = ["rust-plugin", "c-plugin", "cpp-plugin", "swift-plugin"];

/// Types of what has no library.
const OTHER: [&str; 3] = ["aro-files", "aro-templates", "python-plugin"];

/// Everything that the host decodes: a wrong type anywhere keeps the plugin from loading, also
/// where nothing else comes of the value.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(dead_code, reason = "decoding a value is the check")]
struct Yaml {
    name: String,
    version: String,
    description: Option<String>,
    author: Option<String>,
    license: Option<String>,
    aro_version: Option<String>,
    handle: Option<String>,
    source: Option<Source>,
    dependencies: Option<BTreeMap<String, YamlDependency>>,
    platforms: Option<Platforms>,
    provides: Vec<Provided>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "decoding a value is the check")]
struct Source {
    git: Option<String>,
    r#ref: Option<String>,
    commit: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "decoding a value is the check")]
struct YamlDependency {
    git: String,
    r#ref: Option<String>,
    /// Not the host's: it ignores the key.
    version: Option<Value>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "decoding a value is the check")]
struct Platforms {
    macos: Option<Platform>,
    linux: Option<Platform>,
    windows: Option<Platform>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(dead_code, reason = "decoding a value is the check")]
struct Platform {
    min_version: Option<String>,
    architectures: Option<Vec<String>>,
    distributions: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Provided {
    #[serde(rename = "type")]
    kind: String,
    path: String,
    /// The handle under its older key.
    handler: Option<String>,
    build: Option<Build>,
    actions: Option<Vec<ListedAction>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(dead_code, reason = "decoding a value is the check")]
struct Build {
    cargo_target: Option<String>,
    output: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "decoding a value is the check")]
struct ListedAction {
    name: String,
    verbs: Vec<String>,
    role: Option<String>,
    prepositions: Option<Vec<String>>,
    description: Option<String>,
    since: Option<String>,
}

impl Manifest {
    /// The manifest of a plugin with this name, without a handle and a list of actions.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), libraries: vec![(".".to_owned(), None)], ..Self::default() }
    }

    /// Sets the version.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Sets the handle, for `Handle.Verb`.
    #[must_use]
    pub fn handle(mut self, handle: impl Into<String>) -> Self {
        self.handle = Some(handle.into());
        self
    }

    /// Lists the verbs that reach the plugin on the lazy path.
    #[must_use]
    pub fn verbs<V: Into<String>>(mut self, verbs: impl IntoIterator<Item = V>) -> Self {
        self.actions = Some(vec![verbs.into_iter().map(Into::into).collect()]);
        self
    }

    /// The plugin's name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The version, which [`version`](Self::version) sets.
    #[must_use]
    pub fn stated_version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The handle, which [`handle`](Self::handle) sets.
    #[must_use]
    pub fn stated_handle(&self) -> Option<&str> {
        self.handle.as_deref()
    }

    /// What the plugin depends on. No released host reads it;
    /// [`Host::load_all`](crate::Host::load_all) does.
    #[must_use]
    pub fn dependencies(&self) -> &[Dependency] {
        &self.dependencies
    }

    /// Adds a dependency.
    #[must_use]
    pub fn depends_on(mut self, dependency: Dependency) -> Self {
        self.dependencies.push(dependency);
        self
    }

    /// Removes the dependencies for which `keep` returns `false`.
    pub fn retain_dependencies(&mut self, keep: impl FnMut(&Dependency) -> bool) {
        self.dependencies.retain(keep);
    }

    /// The libraries of the package in `folder`, found where hosts look ([ABI, section
    /// 8](aro_abi::reference#8-loading)). Nothing is built.
    ///
    /// # Errors
    ///
    /// [`PackageError::LibraryNotFound`].
    pub fn find_libraries(&self, folder: impl AsRef<Path>) -> Result<Vec<PathBuf>, PackageError> {
        let find = |library: &(String, Option<String>)| {
            let searched = self.searched(folder.as_ref(), library);
            let found = searched.iter().find(|path| path.is_file()).cloned();
            found.ok_or_else(|| PackageError::LibraryNotFound { name: self.name.clone().unwrap_or_default(), searched })
        };
        self.libraries.iter().map(find).collect()
    }

    /// Parses the contents of a `plugin.yaml`. Unknown keys are ignored, as in the hosts.
    ///
    /// # Errors
    ///
    /// A message with the position in the file, if it is not YAML, lacks a required key or has a
    /// value of a wrong type; and one for an invalid name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let yaml: Yaml = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
        let handler = yaml.provides.iter().find_map(|provided| provided.handler.clone());
        let lists: Vec<&ListedAction> = yaml.provides.iter().filter_map(|one| one.actions.as_ref()).flatten().collect();
        let listed = yaml.provides.iter().any(|provided| provided.actions.is_some());
        let known = |one: &&Provided| NATIVE.contains(&one.kind.as_str());
        let library = |one: &Provided| (one.path.clone(), one.build.as_ref().and_then(|build| build.output.clone()));
        let has_old_handle = yaml.handle.is_none() && handler.is_some();
        Ok(Self {
            name: Some(yaml.name),
            version: Some(yaml.version),
            handle: yaml.handle.or_else(|| handler.as_deref().map(capitalized)),
            libraries: yaml.provides.iter().filter(known).map(library).collect(),
            unknown_types: yaml
                .provides
                .iter()
                .filter(|one| !known(one) && !OTHER.contains(&one.kind.as_str()))
                .map(|one| one.kind.clone())
                .collect(),
            folder: None,
            has_old_handle,
            actions: listed.then(|| lists.into_iter().map(|action| action.verbs.clone()).collect()),
            dependencies: yaml
                .dependencies
                .unwrap_or_default()
                .into_iter()
                .map(|(name, one)| Dependency::of(name, one.version.as_ref(), one.r#ref.as_deref()))
                .collect(),
        })
    }

    /// Reads `plugin.yaml` in a folder.
    ///
    /// # Errors
    ///
    /// [`PackageError::Manifest`].
    pub fn read(folder: impl AsRef<Path>) -> Result<Self, PackageError> {
        let path = folder.as_ref().join("plugin.yaml");
        // Reading a named pipe would not end.
        let text = match fs::metadata(&path) {
            Ok(metadata) if !metadata.is_file() => Err("it is no ordinary file".to_owned()),
            _ => fs::read_to_string(&path).map_err(|error| error.to_string()),
        };
        text.and_then(|text| Self::parse(&text)).map_err(|reason| PackageError::Manifest { path, reason })
    }

    /// Fills in from the metadata what the manifest lacks: the name, the handle and the verbs.
    pub(crate) fn fill_from_metadata(&mut self, plugin: &PluginRef<'_>) {
        if self.name.is_some() && self.actions.is_some() {
            return;
        }
        let metadata = PluginMetadata::read(plugin.plugin().info_json().ok().as_ref());
        if self.actions.is_none() {
            let verbs = |action: DeclaredAction| if action.verbs.is_empty() { vec![action.name] } else { action.verbs };
            self.actions = Some(metadata.actions.into_iter().map(verbs).collect());
        }
        if self.name.is_none() {
            self.name = metadata.name;
            self.handle = self.handle.take().or(metadata.handle);
        }
    }

    /// The path by which the interpreter hosts the plugin: lazy if it lists actions.
    ///
    /// ```
    /// use aro_host_testkit::{HostPath, Manifest};
    ///
    /// assert_eq!(Manifest::new("csv").host_path(), HostPath::Eager);
    /// assert_eq!(Manifest::new("csv").verbs(["parsecsv"]).host_path(), HostPath::Lazy);
    /// ```
    #[must_use]
    pub fn host_path(&self) -> HostPath {
        let lists = self.actions.as_ref().is_some_and(|actions| !actions.is_empty());
        if lists { HostPath::Lazy } else { HostPath::Eager }
    }

    /// The verbs that are listed in `provides[].actions`, in their order.
    ///
    /// ```
    /// use aro_host_testkit::Manifest;
    ///
    /// assert_eq!(Manifest::new("csv").verbs(["parsecsv"]).listed_verbs(), ["parsecsv"]);
    /// assert!(Manifest::new("csv").listed_verbs().is_empty());
    /// ```
    #[must_use]
    pub fn listed_verbs(&self) -> Vec<String> {
        self.actions.iter().flatten().flatten().cloned().collect()
    }

    /// The plugin's library, in the first place where hosts look for it ([ABI, section
    /// 8](aro_abi::reference#8-loading)). `folder` is that of the `plugin.yaml`. Nothing is loaded
    /// or built.
    ///
    /// ```no_run
    /// use aro_host_testkit::Manifest;
    ///
    /// # fn main() -> Result<(), aro_host_testkit::PackageError> {
    /// let folder = "my-app/Plugins/csv";
    /// let library = Manifest::read(folder)?.library(folder)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`PackageError::LibraryNotFound`], if one of the native libraries in `provides` is in none
    /// of these places, or if there are none in `provides`. Hosts then run cargo at every start, if
    /// the folder has a `Cargo.toml`.
    pub fn library(&self, folder: impl AsRef<Path>) -> Result<PathBuf, PackageError> {
        let mut found = None;
        let mut missing = self.libraries.is_empty().then(Vec::new);
        for library in &self.libraries {
            let searched = self.searched(folder.as_ref(), library);
            match searched.iter().find(|path| path.is_file()) {
                Some(path) => found = found.or_else(|| Some(path.clone())),
                None => missing = missing.or(Some(searched)),
            }
        }
        match (found, missing) {
            (Some(found), None) => Ok(found),
            (_, searched) => Err(PackageError::LibraryNotFound {
                name: self.name.clone().unwrap_or_default(),
                searched: searched.unwrap_or_default(),
            }),
        }
    }

    /// The places where hosts look for a library, in their order.
    pub(crate) fn searched(&self, folder: &Path, library: &(String, Option<String>)) -> Vec<PathBuf> {
        let (path, output) = library;
        let base = if path == "." { folder.to_owned() } else { folder.join(path) };
        if let Some(output) = output {
            let parent = base.parent().unwrap_or(&base).to_owned();
            return vec![base.join(output), parent.join(output)];
        }
        let name = self.name.as_deref().unwrap_or_default();
        let (prefix, suffix) = ("lib", std::env::consts::DLL_SUFFIX);
        vec![
            base.join(format!("{prefix}{name}{suffix}")),
            base.join(format!("{name}{suffix}")),
            base.join(format!("target/release/{prefix}{name}{suffix}")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_found_where_hosts_look_and_each_one_has_to_be_there() {
        let dir = tempfile::tempdir().unwrap();
        let read = |provides: &str| {
            let yaml = format!("name: p-p\nversion: 1\nprovides: [{provides}]");
            Manifest::parse(&yaml).unwrap().library(dir.path())
        };
        let named = "{ type: rust-plugin, path: ., build: { output: a/lib.so } }";
        let other = "{ type: c-plugin, path: . }";
        assert!(read(named).unwrap_err().to_string().contains("a/lib.so"));
        fs::create_dir(dir.path().join("a")).unwrap();
        fs::write(dir.path().join("a/lib.so"), "").unwrap();
        assert_eq!(read(named).unwrap(), dir.path().join("a/lib.so"));
        assert!(read(&format!("{named}, {other}")).unwrap_err().to_string().contains("libp-p"));
        let by_name = dir.path().join(format!("libp-p{}", std::env::consts::DLL_SUFFIX));
        fs::write(&by_name, "").unwrap();
        assert_eq!(read(other).unwrap(), by_name);
        assert!(read("").is_err());
        assert!(read("{ type: aro-files, path: . }").is_err());
    }

    #[test]
    fn a_scalar_of_any_kind_is_a_string() {
        let yaml = "name: 5\nversion: 1.10\nauthor: true\nlicense: ~\nhandle: 2024-01-01\nprovides:\n  - {type: c-plugin, path: 7}";
        let manifest = Manifest::parse(yaml).unwrap();
        assert_eq!((manifest.name.as_deref(), manifest.handle.as_deref()), (Some("5"), Some("2024-01-01")));
    }

    #[test]
    fn a_manifest_is_read_as_hosts_read_it() {
        let yaml = "name: pp\nversion: 1.0\nhandler: Root\nunknown: {a: 1}\nprovides:\n  - type: rust-plugin\n    path: .\n    \
                    handler: old\n    build: {output: target/libp.so}\n    actions:\n      - {name: A, verbs: [a, b-c]}\n\
                    dependencies:\n  q: {git: 'https://example.org/q'}\n";
        let manifest = Manifest::parse(yaml).unwrap();
        assert_eq!((manifest.handle.as_deref(), manifest.has_old_handle), (Some("Old"), true));
        assert_eq!(manifest.actions, Some(vec![vec!["a".to_owned(), "b-c".to_owned()]]));
        assert_eq!(manifest.dependencies, [Dependency::new("q")]);
        assert_eq!(manifest.searched(Path::new("/x/p"), &manifest.libraries[0])[1], Path::new("/x/target/libp.so"));
        for (yaml, part) in [
            ("version: 1\nprovides: []", "name"),
            ("name: p\nprovides: []", "version"),
            ("name: p\nversion: 1", "provides"),
            ("name: p\nversion: 1\nprovides: [{type: t}]", "path"),
            ("name: p\nversion: 1\nprovides: [{type: t, path: ., actions: [{name: A}]}]", "verbs"),
            ("name: p\nversion: 1\nprovides: [{type: t, path: ., actions: [a]}]", ""),
            ("name: p\nversion: 1\nprovides: []\nplatforms: { linux: yes it is }", ""),
            ("name: p\nversion: 1\nprovides: []\ndescription: [a]", ""),
            ("name: p\nversion: 1\nprovides: []\nhandle: { a: 1 }", ""),
            ("name: p\nversion: 1\nprovides: []\ndependencies: { q: text }", ""),
            ("name: p\nversion: 1\nprovides: [{type: t, path: ., actions: [{name: A, verbs: [], role: [own]}]}]", ""),
        ] {
            let error = Manifest::parse(yaml).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
