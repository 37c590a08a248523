//! Reloading.

use std::sync::{Arc, PoisonError};

use super::gate::{Change, Snapshot};
use super::packages::Stamp;
use super::plugins::{find, remove, take_down};
use super::{Phase, Runtime};
use crate::failure::{Failure, Status};

/// How a change of a file is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// A file that has changed is complete.
    Once,
    /// A file that has changed is taken when it is the same at the next look: somebody may still be
    /// writing to it.
    Settled,
}

/// What looks for changed files have seen of a plugin whose files are not those that it has.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The versions of the files at the last look.
    last: Vec<Stamp>,
    /// The versions at the last reload.
    tried: Vec<Stamp>,
}

impl Runtime {
    /// Loads a plugin again from its files.
    pub(crate) fn reload(&self, name: &str) -> Result<(), Failure> {
        let change = self.gate.change_from_outside("aro_host_reload")?;
        let current = change.snapshot()?;
        let index = find(&current, name)?;
        let reloaded = self.exchange(&change, current, index);
        drop(change);
        match &reloaded {
            Ok(()) => self.report(Phase::AfterLoad, name, ""),
            Err(failure) => {
                // A callback, or who waits for it, may ask for the last error.
                self.record(failure);
                self.report(Phase::Failed, name, &failure.message);
            }
        }
        reloaded
    }

    /// Reloads every plugin of which a file has changed. Returns their names. One that fails is
    /// tried again when a file changes again; the first failure is returned when all were tried.
    pub(crate) fn reload_changed(&self, look: Look) -> Result<Vec<String>, Failure> {
        if !self.options.hot_reload {
            return Err(Failure::argument(
                "the runtime was created without hot reload: set `hot_reload` to 1 in AroHostConfig, or call aro_host_reload",
            ));
        }
        let (mut names, mut first) = (Vec::new(), None);
        for name in self.changed(look)? {
            match self.reload(&name) {
                Ok(()) => names.push(name),
                Err(failure) => first = first.or(Some(failure)),
            }
        }
        first.map_or(Ok(names), Err)
    }

    /// The plugins of which a file has changed since it was loaded, and since a reload was tried.
    fn changed(&self, look: Look) -> Result<Vec<String>, Failure> {
        let entered = self.gate.enter()?;
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = Vec::new();
        for package in &entered.snapshot()?.packages {
            let now = package.source.stamps_now();
            if now == package.source.stamps() {
                looks.remove(&package.name);
                continue;
            }
            let seen = looks.entry(package.name.clone()).or_default();
            let is_settled = look == Look::Once || seen.last == now;
            seen.last.clone_from(&now);
            if is_settled && seen.tried != now {
                seen.tried = now;
                changed.push(package.name.clone());
            }
        }
        Ok(changed)
    }

    /// The old plugin is shut down before the new one is started, as hosts do: both may want the
    /// same file or port. All that can fail comes before that.
    fn exchange(&self, change: &Change<'_>, current: Arc<Snapshot>, index: usize) -> Result<(), Failure> {
        let old = current.packages[index].clone();
        let name = old.name.clone();
        let opened = old.source.again()?.open()?;
        let mut manifests: Vec<_> = current.packages.iter().map(|package| package.manifest.clone()).collect();
        manifests[index] = opened.manifest.clone();
        let checked = if opened.name() == name {
            self.order(&mut manifests).map(drop)
        } else {
            let message = format!("`{name}` is now named `{}`: unload the one and load the other", opened.name());
            Err(Failure::new(Status::LoadFailed, message))
        };
        if let Err(failure) = checked {
            opened.close();
            return Err(failure);
        }

        self.report(Phase::BeforeUnload, &name, "");
        change.close();
        let mut without = Snapshot { host: current.host.share(), packages: current.packages.clone() };
        without.packages.remove(index);
        let removed = remove(&mut without.host, &name);
        let mut next = Snapshot { host: without.host.share(), packages: without.packages.clone() };
        drop(current);
        change.exchange(without);
        let generation = old.generation + 1;
        take_down(change, removed, old);
        let package = opened.start(&mut next.host, generation);
        next.packages.insert(index, package);
        change.exchange(next);
        Ok(())
    }
}
