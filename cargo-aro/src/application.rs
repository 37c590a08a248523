//! An application's folder `Plugins/`, from which `aro run` loads plugins.
//!
//! A plugin that is not there yet becomes visible by one rename of its whole folder. One that is
//! there is replaced file by file: first the library, under a new name that is then renamed over
//! the old one, so a host that has loaded the old file keeps it; `plugin.yaml` comes last.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::files::{self, Staged};
use crate::manifest;
use crate::metadata;

/// The folder of an application.
#[derive(Debug)]
pub(crate) struct Application {
    folder: PathBuf,
}

/// A plugin as it is to be installed.
#[derive(Debug)]
pub(crate) struct Installable<'a> {
    pub(crate) name: &'a str,
    pub(crate) library: &'a Path,
    /// The contents of `plugin.yaml`.
    pub(crate) yaml: &'a str,
}

impl Application {
    /// The application in this folder, which has to exist.
    pub(crate) fn at(folder: &Path) -> Result<Self, Error> {
        if folder.is_dir() {
            return Ok(Self { folder: folder.to_owned() });
        }
        let what = if folder.exists() { "is not a folder" } else { "does not exist" };
        Err(Error::new(format!("the application's folder `{}` {what}", folder.display()))
            .help("pass the folder that you pass to `aro run`"))
    }

    /// Whether the folder has a program.
    pub(crate) fn has_program(&self) -> bool {
        let mut entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries.any(|entry| entry.path().extension().is_some_and(|extension| extension == "aro"))
    }

    fn plugins(&self) -> PathBuf {
        self.folder.join("Plugins")
    }

    /// The folder of the plugin with this name.
    pub(crate) fn plugin(&self, name: &str) -> PathBuf {
        self.plugins().join(name)
    }

    /// Installs a plugin, or replaces it, and checks it by the rules of hosts. Returns its folder.
    pub(crate) fn install(&self, plugin: &Installable<'_>) -> Result<PathBuf, Error> {
        let plugins = self.plugins();
        fs::create_dir_all(&plugins).map_err(|error| Error::io("create the folder", &plugins, &error))?;
        self.check_names(plugin.name)?;
        let folder = self.plugin(plugin.name);
        if folder.symlink_metadata().is_ok() {
            replace(&folder, plugin)?;
        } else {
            let staged = Staged::folder(&folder)?;
            let library = staged.path().join(plugin.library.file_name().unwrap_or_default());
            staged.copy_into(plugin.library, &library)?;
            staged.write(manifest::FILE, plugin.yaml.as_bytes())?;
            check(staged.path(), &library)?;
            staged.rename(&folder)?;
        }
        check(&folder, &folder.join(plugin.library.file_name().unwrap_or_default()))?;
        Ok(folder)
    }

    /// No other folder has a plugin of this name: hosts would load both, and keep one.
    fn check_names(&self, name: &str) -> Result<(), Error> {
        for (folder, installed) in self.installed() {
            if installed == name && folder != self.plugin(name) {
                return Err(Error::new(format!("`{}` has a plugin `{name}` already", folder.display()))
                    .help("remove that folder, or rename the plugin in its plugin.yaml"));
            }
        }
        Ok(())
    }

    /// The folders of the plugins that hosts find, and the plugins' names.
    pub(crate) fn installed(&self) -> Vec<(PathBuf, String)> {
        let entries = fs::read_dir(self.plugins()).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut found: Vec<(PathBuf, String)> = entries
            .filter_map(|folder| Some((name_in(&folder)?, folder)))
            .map(|(name, folder)| (folder, name))
            .collect();
        found.sort();
        found
    }

    /// Removes a plugin. What is in its folder beside its library and `plugin.yaml` stays; returns
    /// the paths of it.
    pub(crate) fn uninstall(&self, name: &str) -> Result<Vec<PathBuf>, Error> {
        let folder = self.plugin(name);
        let Some(installed) = name_in(&folder) else {
            let names: Vec<String> = self.installed().into_iter().map(|(_, name)| format!("`{name}`")).collect();
            let there =
                if names.is_empty() { "it has no plugins".to_owned() } else { format!("it has {}", names.join(", ")) };
            return Err(Error::new(format!("`{}` has no plugin `{name}`", self.folder.display())).help(there));
        };
        refuse_foreign(&folder, &installed, name)?;
        let library = manifest::as_hosts_read_it(&folder).ok().and_then(|read| read.library(&folder).ok());
        let yaml = folder.join(manifest::FILE);
        let is_own = |path: &PathBuf| *path == yaml || Some(path) == library.as_ref();
        let entries = fs::read_dir(&folder).map_err(|error| Error::io("read", &folder, &error))?;
        let (own, others): (Vec<_>, Vec<_>) = entries.flatten().map(|entry| entry.path()).partition(is_own);
        if others.is_empty() {
            // Hosts ignore hidden folders, so the plugin is gone at once.
            Staged::moved(&folder)?.remove()?;
            return Ok(others);
        }
        // Without plugin.yaml, hosts ignore the folder.
        for path in [vec![yaml.clone()], own].concat() {
            if path.exists() {
                fs::remove_file(&path).map_err(|error| Error::io("remove", &path, &error))?;
            }
        }
        Ok(others)
    }

    /// What looks like an installed plugin, and is where no host looks for one.
    pub(crate) fn misplaced(&self) -> Vec<String> {
        let mut found = Vec::new();
        let plugins = self.plugins();
        for path in entries(&self.folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let is_other = name != "Plugins" && name.eq_ignore_ascii_case("plugins") && path.is_dir();
            if is_other && !is_same(&path, &plugins) {
                found.push(format!("`{}` is not `Plugins`: hosts ignore the packages in it, and only load bare libraries from `plugins/`", path.display()));
            }
        }
        if plugins.join(manifest::FILE).is_file() {
            found.push(format!(
                "`{}` has to be in a folder of its own below `Plugins/`",
                plugins.join(manifest::FILE).display()
            ));
        }
        for folder in entries(&plugins).into_iter().filter(|path| path.is_dir() && !path.join(manifest::FILE).is_file())
        {
            for path in entries(&folder) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
                if ["plugin.yaml", "plugin.yml"].contains(&name.as_str()) && path.is_file() {
                    found.push(format!("`{}` has to be called `plugin.yaml`: hosts ignore it", path.display()));
                } else if path.join(manifest::FILE).is_file() {
                    found.push(format!("`{}` has to be directly below `Plugins/`: hosts ignore it", path.display()));
                }
            }
        }
        found
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.sort();
    found
}

fn is_same(a: &Path, b: &Path) -> bool {
    fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b))
}

/// The name in the folder's `plugin.yaml`. Hosts ignore hidden folders.
fn name_in(folder: &Path) -> Option<String> {
    let is_hidden = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let path = folder.join(manifest::FILE);
    let text = manifest::text(&path).ok().flatten().filter(|_| !is_hidden)?;
    let tree = manifest::parse(&path, &text).ok()?;
    tree["name"].as_str().map(str::to_owned)
}

/// A folder that `install` did not make is not touched.
fn refuse_foreign(folder: &Path, installed: &str, name: &str) -> Result<(), Error> {
    let shown = folder.display();
    if folder.is_symlink() {
        return Err(Error::new(format!("`{shown}` is a link, and not a folder that `cargo aro install` made"))
            .help("remove the link"));
    }
    if folder.join("Cargo.toml").exists() {
        return Err(Error::new(format!("`{shown}` has the source of a package, which hosts build themselves"))
            .help("remove that folder first, or build it there with `cargo aro build --release`"));
    }
    if installed != name {
        return Err(Error::new(format!("`{shown}` has the plugin `{installed}`, and not `{name}`"))
            .help("remove that folder first, or rename it"));
    }
    Ok(())
}

/// Replaces an installed plugin.
fn replace(folder: &Path, plugin: &Installable<'_>) -> Result<(), Error> {
    match name_in(folder) {
        Some(installed) => refuse_foreign(folder, &installed, plugin.name)?,
        None => {
            return Err(Error::new(format!("`{}` exists, and is not an installed plugin", folder.display()))
                .help("remove it first"));
        }
    }
    let old = manifest::as_hosts_read_it(folder).ok().and_then(|read| read.library(folder).ok());
    let library = folder.join(plugin.library.file_name().unwrap_or_default());
    let staged_library = Staged::copy(plugin.library, &library)?;
    let yaml = folder.join(manifest::FILE);
    let staged_yaml = Staged::file(&yaml, plugin.yaml.as_bytes())?;
    metadata::is_for_this_machine(staged_library.path())?;
    staged_library.rename(&library)?;
    staged_yaml.rename(&yaml)?;
    // A host would load the former library, too, since it is beside the new one.
    if let Some(old) = old.filter(|old| *old != library && old.parent() == Some(folder)) {
        files::remove_file(&old)?;
    }
    Ok(())
}

/// The folder is one that hosts load: plugin.yaml is accepted, names this library, and the library
/// is a plugin for this machine.
fn check(folder: &Path, library: &Path) -> Result<(), Error> {
    let found = manifest::as_hosts_read_it(folder)?.library(folder).map_err(|error| {
        Error::new(format!("hosts would not find the library: {error}")).help("report this as a fault of cargo-aro")
    })?;
    if !is_same(&found, library) {
        return Err(Error::new(format!("hosts would load `{}` instead of `{}`", found.display(), library.display()))
            .help("remove it"));
    }
    if !metadata::is_for_this_machine(library)? {
        return Err(Error::new("the library is for another system than this one")
            .help("build without `--target` and without `build.target`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_where_no_host_looks_is_reported() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let application = Application::at(dir.path()).expect("it exists");
        let put = |path: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "name: p\n").expect("a file");
        };
        put("Plugins/right/plugin.yaml");
        put("Plugins/right/source/deeper/plugin.yaml");
        assert!(application.misplaced().is_empty());
        for (path, part) in [
            ("plugins/a/plugin.yaml", "is not `Plugins`"),
            ("PLUGINS/a/plugin.yaml", "is not `Plugins`"),
            ("Plugins/plugin.yaml", "in a folder of its own"),
            ("Plugins/b/c/plugin.yaml", "directly below"),
            ("Plugins/d/plugin.yml", "has to be called"),
            ("Plugins/e/Plugin.yaml", "has to be called"),
        ] {
            let before = application.misplaced().len();
            put(path);
            let found = application.misplaced();
            // On a file system without case some of them are the right place.
            let is_right = before == found.len() && !cfg!(target_os = "linux");
            assert!(is_right || found.iter().any(|fault| fault.contains(part)), "{path}: {found:?}");
        }
    }
}
