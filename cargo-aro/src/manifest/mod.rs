//! `plugin.yaml`: what it has to say about a plugin, and how an existing file comes to say it.

mod edit;
mod read;

use std::fs;
use std::io;
use std::path::Path;

use aro_host_testkit::{Info, Manifest};

pub(crate) use edit::{Change, edit};
pub(crate) use read::{other_provides, own_entry, parse};

use crate::error::Error;
use crate::files;
use crate::package::Package;
use crate::templates::PluginYaml;

/// The name of the file.
pub(crate) const FILE: &str = "plugin.yaml";

/// What is to happen with the list of actions, by which a host loads the plugin lazily.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Actions {
    /// It stays as it is.
    #[default]
    Keep,
    /// There is none: the host loads the plugin at its start.
    Remove,
    /// It has these actions.
    List(Vec<ListedAction>),
}

/// An action in the list of a `plugin.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListedAction {
    pub(crate) name: String,
    /// At least one: an action without verbs cannot be called.
    pub(crate) verbs: Vec<String>,
    pub(crate) role: Option<String>,
    pub(crate) prepositions: Vec<String>,
}

/// What the package and its library say, for a library at `output`.
pub(crate) fn wanted(package: &Package, info: &Info, output: String) -> PluginYaml {
    let or_package = |text: &String, package: &String| if text.is_empty() { package.clone() } else { text.clone() };
    PluginYaml {
        name: or_package(&info.name, &package.name),
        version: or_package(&info.version, &package.version),
        description: info.description.clone().or_else(|| package.description.clone()).filter(|text| !text.is_empty()),
        license: package.license.clone(),
        handle: info.handle.clone(),
        output,
    }
}

/// The actions of a library, as a list for `plugin.yaml`.
pub(crate) fn listed_actions(info: &Info) -> Vec<ListedAction> {
    let listed = |action: &aro_host_testkit::Action| ListedAction {
        name: action.name.clone(),
        verbs: if action.verbs.is_empty() { vec![action.name.clone()] } else { action.verbs.clone() },
        role: action.role.clone(),
        prepositions: action.prepositions.clone(),
    };
    info.actions.iter().map(listed).collect()
}

/// What happened to a file.
#[derive(Debug)]
pub(crate) enum Synced {
    UpToDate,
    Created,
    Changed(Vec<Change>),
}

/// Brings the `plugin.yaml` in a folder in step. If `is_check`, only says what would change.
pub(crate) fn sync(folder: &Path, wanted: &PluginYaml, actions: &Actions, is_check: bool) -> Result<Synced, Error> {
    let path = folder.join(FILE);
    let Some(text) = text(&path)? else {
        let created = wanted.render()?;
        let (created, _) = edit(&path, &created, wanted, actions)?;
        if !is_check {
            files::write(&path, created.as_bytes())?;
        }
        return Ok(Synced::Created);
    };
    let (edited, changes) = edit(&path, &text, wanted, actions)?;
    if changes.is_empty() {
        return Ok(Synced::UpToDate);
    }
    if !is_check {
        // A link stays one.
        let target = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        files::write(&target, edited.as_bytes())?;
    }
    Ok(Synced::Changed(changes))
}

/// The contents of the file; `None` if there is none.
pub(crate) fn text(path: &Path) -> Result<Option<String>, Error> {
    match fs::metadata(path) {
        // Reading a named pipe would not end.
        Ok(metadata) if !metadata.is_file() => {
            return Err(Error::new(format!("`{}` is no ordinary file", path.display()))
                .help("remove it; `cargo aro build` makes a new one"));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        _ => {}
    }
    fs::read_to_string(path).map(Some).map_err(|error| Error::io("read", path, &error))
}

/// What hosts read in the file, which has to be there.
pub(crate) fn as_hosts_read_it(folder: &Path) -> Result<Manifest, Error> {
    Manifest::read(folder).map_err(|error| {
        Error::new(format!("hosts do not accept plugin.yaml: {error}")).help("correct it, or remove it and build again")
    })
}

/// The plugin's name, and the `plugin.yaml` of a folder in which the library is beside it: from the
/// text of the one in the package's folder.
pub(crate) fn installed(package: &Path, text: &str, library: &Path) -> Result<(String, String), Error> {
    let path = package.join(FILE);
    let tree = parse(&path, text)?;
    let own = own_entry(&tree, package);
    let others = other_provides(&tree, own);
    if !others.is_empty() {
        return Err(Error::new(format!("plugin.yaml provides more than the plugin's library: {}", others.join(", ")))
            .help("copy the package's folder yourself, or install it with `aro add`: only the library is put elsewhere here"));
    }
    let file = library.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let string = |key: &str| tree[key].as_str().map(str::to_owned);
    let name = string("name").unwrap_or_default();
    if let Some(rule) = aro_abi::plugin_name_fault(&name) {
        return Err(Error::new(format!("`{name}` in plugin.yaml cannot be a plugin's name: {rule}"))
            .help("run `cargo aro build`, which writes the name"));
    }
    let wanted = PluginYaml {
        name: name.clone(),
        version: string("version").unwrap_or_default(),
        output: file,
        ..PluginYaml::default()
    };
    let (edited, _) = edit(&path, text, &wanted, &Actions::Keep)?;
    Ok((name, edited))
}
