//! Loading and unloading.

use std::path::Path;
use std::sync::Arc;

use aro_host_testkit::{Host, Manifest, Removed, dependency_order};

use super::gate::{Change, Snapshot};
use super::packages::{Opened, Package, Source, close};
use super::{Compatibility, Runtime};
use crate::callbacks::OnInvoke;
use crate::failure::{Failure, Status};

impl Runtime {
    /// Loads what is at a path. Returns the plugin's name.
    pub(crate) fn load(&self, path: &Path) -> Result<String, Failure> {
        let source = Source::at(path)?;
        let names = self.load_sources(vec![source])?;
        names.into_iter().next().ok_or_else(|| Failure::new(Status::LoadFailed, "nothing was loaded"))
    }

    /// Loads every package in a folder, dependencies first; all, or if one fails, none. Returns the
    /// names in the order of loading.
    pub(crate) fn load_all(&self, folder: &Path) -> Result<Vec<String>, Failure> {
        self.load_sources(Source::all_in(folder)?)
    }

    fn load_sources(&self, mut sources: Vec<Source>) -> Result<Vec<String>, Failure> {
        let change = self.gate.change()?;
        let current = change.snapshot()?;
        let mut opened = Vec::new();
        for source in sources.drain(..) {
            match source.open() {
                Ok(one) => opened.push(one),
                Err(failure) => return Err(close_all(opened, failure)),
            }
        }
        let loaded = current.packages.iter().map(|package| &package.manifest);
        let mut manifests: Vec<Manifest> = loaded.chain(opened.iter().map(|one| &one.manifest)).cloned().collect();
        let order = match self.order(&mut manifests) {
            Ok(order) => order,
            Err(failure) => return Err(close_all(opened, failure)),
        };
        opened.sort_by_key(|one| order.iter().position(|name| name == one.name()));
        let names = opened.iter().map(|one| one.name().to_owned()).collect();

        let mut next = Snapshot { host: current.host.share(), packages: current.packages.clone() };
        drop(current);
        for one in opened {
            let package = one.start(&mut next.host, 0);
            next.packages.push(package);
        }
        change.exchange(next);
        Ok(names)
    }

    /// The order of plugins by their dependencies. Relaxed, a plugin need not be there.
    pub(super) fn order(&self, manifests: &mut [Manifest]) -> Result<Vec<String>, Failure> {
        if self.options.compatibility == Compatibility::Relaxed {
            let names: Vec<String> = manifests.iter().filter_map(Manifest::name).map(str::to_owned).collect();
            for manifest in &mut *manifests {
                manifest.retain_dependencies(|dependency| names.iter().any(|name| name == dependency.name()));
            }
        }
        dependency_order(&*manifests).map_err(|error| match error {
            aro_host_testkit::PackageError::SameName { name } => already_loaded(&name),
            error => error.into(),
        })
    }

    /// Unloads a plugin, when no call uses it any more.
    pub(crate) fn unload(&self, name: &str) -> Result<(), Failure> {
        let change = self.gate.change_from_outside("aro_host_unload")?;
        let current = change.snapshot()?;
        let index = find(&current, name)?;
        let needs = |package: &&Package| package.manifest.dependencies().iter().any(|other| other.name() == name);
        if let Some(dependent) = current.packages.iter().find(|package| package.name != name && needs(package)) {
            return Err(Failure::new(
                Status::Dependency,
                format!("`{}` depends on `{name}`: unload `{}` first", dependent.name, dependent.name),
            ));
        }
        let mut next = Snapshot { host: current.host.share(), packages: current.packages.clone() };
        let package = next.packages.remove(index);
        let removed = remove(&mut next.host, name);
        drop(current);
        change.exchange(next);
        take_down(&change, removed, package);
        Ok(())
    }

    /// Answers what plugins invoke, or stops answering.
    pub(crate) fn on_invoke(&self, callback: Option<OnInvoke>) -> Result<(), Failure> {
        let change = self.gate.change()?;
        let current = change.snapshot()?;
        if callback.is_some() && !current.host.answers() {
            let (invoke, handle) = (Arc::clone(&self.invoke), self.handle);
            let mut host = current.host.share();
            let answer = move |feature_set: &str, input: &_| invoke.answer(handle, feature_set, input);
            if !host.try_on_invoke(answer) {
                return Err(Failure::new(
                    Status::Limit,
                    "64 runtimes in this process answer invocations, and no more can: destroy one of them first",
                ));
            }
            let packages = current.packages.clone();
            drop(current);
            change.exchange(Snapshot { host, packages });
        }
        drop(change);
        self.invoke.set(self.handle, callback);
        Ok(())
    }
}

pub(super) fn find(snapshot: &Snapshot, name: &str) -> Result<usize, Failure> {
    let index = snapshot.packages.iter().position(|package| package.name == name);
    index.ok_or_else(|| {
        let known: Vec<&str> = snapshot.packages.iter().map(|package| package.name.as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { format!("`{}`", known.join("`, `")) };
        Failure::new(Status::NotFound, format!("no plugin `{name}` is loaded; the plugins are {known}"))
    })
}

fn already_loaded(name: &str) -> Failure {
    Failure::new(
        Status::AlreadyLoaded,
        format!("a plugin `{name}` is loaded already, and a host keeps one of a name: unload it, or reload it"),
    )
}

/// Takes all libraries of a package out of a host.
pub(super) fn remove(host: &mut Host<'static>, name: &str) -> Vec<Removed<'static>> {
    std::iter::from_fn(|| host.remove(name).ok()).collect()
}

/// Shuts a removed package down and closes its libraries, when no snapshot has it any more.
pub(super) fn take_down(change: &Change<'_>, removed: Vec<Removed<'static>>, package: Package) {
    change.wait_until(|| removed.iter().all(|one| !one.is_shared()));
    shut_down(removed, package);
}

fn shut_down(removed: Vec<Removed<'static>>, package: Package) {
    // The host shares the plugin, so this calls shutdown and leaves the library open.
    removed.into_iter().rev().for_each(|one| drop(one.unload()));
    package.plugins.into_iter().filter_map(Arc::into_inner).for_each(close);
}

/// Closes what was opened, and returns the failure.
fn close_all(opened: Vec<Opened>, failure: Failure) -> Failure {
    opened.into_iter().for_each(Opened::close);
    failure
}

/// Unloads everything, what depends on others first.
pub(super) fn unload_all(snapshot: Snapshot) {
    let Snapshot { mut host, mut packages } = snapshot;
    while let Some(package) = packages.pop() {
        let removed = remove(&mut host, &package.name);
        shut_down(removed, package);
    }
}
