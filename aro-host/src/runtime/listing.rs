//! Describes the plugins.

use std::path::Path;

use serde_json::{Value, json};

use super::Runtime;
use super::packages::Package;
use crate::failure::Failure;

impl Runtime {
    /// The plugins in the order of loading, with their dependencies, as JSON.
    pub(crate) fn list(&self) -> Result<String, Failure> {
        let entered = self.gate.enter()?;
        let snapshot = entered.snapshot()?;
        let registered = snapshot.host.registered();
        let list: Value = snapshot
            .packages
            .iter()
            .map(|package| {
                let verbs = registered.verbs.iter().filter(|verb| verb.plugin == package.name);
                let qualifiers = registered.qualifiers.iter().filter(|one| one.plugin == package.name);
                json!({
                    "name": package.name,
                    "version": package.manifest.stated_version(),
                    "handle": package.manifest.stated_handle(),
                    "path": lossy(package.source.path()),
                    "libraries": package.source.libraries.iter().map(|path| lossy(path)).collect::<Vec<_>>(),
                    "generation": package.generation,
                    "dependencies": dependencies(package, &snapshot.packages),
                    "dependents": dependents(package, &snapshot.packages),
                    "verbs": verbs.map(|verb| verb.verb.as_str()).collect::<Vec<_>>(),
                    "qualifiers": qualifiers.map(|one| one.key.as_str()).collect::<Vec<_>>(),
                })
            })
            .collect();
        Ok(list.to_string())
    }
}

fn lossy(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn dependencies(package: &Package, all: &[Package]) -> Value {
    let describe = |dependency: &aro_host_testkit::Dependency| {
        let other = all.iter().find(|other| other.name == dependency.name());
        json!({
            "name": dependency.name(),
            "requirement": dependency.requirement(),
            "loaded": other.is_some(),
            "version": other.and_then(|other| other.manifest.stated_version()),
        })
    };
    package.manifest.dependencies().iter().map(describe).collect()
}

fn dependents(package: &Package, all: &[Package]) -> Value {
    let needs = |other: &&Package| other.manifest.dependencies().iter().any(|one| one.name() == package.name);
    all.iter().filter(needs).map(|other| Value::from(other.name.as_str())).collect()
}
