//! Crates that share items with plugins: `library!`, and the key `uses` of `plugin!`.
//!
//! A library crate has a registry of its own, which its attributes submit to. A plugin refers to
//! the registries of the libraries that it uses, so the linker keeps them, and collects their items
//! with its own. A library does not know its plugin. Its items get the plugin from the call; only
//! its C entry points, which a C program calls directly, have to look for it.

use std::fmt;

use super::Plugin;
use super::descriptors::Item;
use crate::context::run_constructors;
use crate::error::{Error, Result};

/// What `library!` declares.
pub struct Library {
    /// The crate's name, as Rust paths have it.
    pub name: &'static str,
    /// Whether its actions have exported C entry points.
    pub entry_points: bool,
    /// Visits every registered item.
    pub for_each_item: fn(&mut dyn FnMut(Item)),
    /// The libraries that it uses itself.
    pub uses: &'static [&'static Library],
}

impl Library {
    /// What a crate with `plugin!` has in its place. Another crate that uses it does not compile.
    pub const NONE: &'static Self = &Self { name: "", entry_points: false, for_each_item: |_| {}, uses: &[] };

    /// Whether it is one, and not [`NONE`](Self::NONE).
    #[must_use]
    pub const fn is_library(&self) -> bool {
        !self.name.is_empty()
    }

    fn uses(&self, other: &Library) -> bool {
        self.uses.iter().any(|used| std::ptr::eq(*used, other) || used.uses(other))
    }
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("name", &self.name).field("uses", &self.uses).finish_non_exhaustive()
    }
}

/// The libraries that these use, and these, each once: a library comes after those that it uses.
pub(super) fn with_dependencies(uses: &'static [&'static Library]) -> Vec<&'static Library> {
    fn add(uses: &'static [&'static Library], all: &mut Vec<&'static Library>) {
        for library in uses {
            if !all.iter().any(|known| std::ptr::eq(*known, *library)) {
                add(library.uses, all);
                all.push(library);
            }
        }
    }
    let mut all = Vec::new();
    add(uses, &mut all);
    all
}

/// What is linked into this file: each library, and each plugin that uses one.
///
/// A static in the SDK, but not one that two plugins share: every plugin's library has an SDK of
/// its own.
#[derive(Clone, Copy)]
pub enum Linked {
    /// `library!`.
    Library(&'static Library),
    /// `plugin!` with `uses`.
    Plugin(&'static Plugin),
}

inventory::collect!(Linked);

/// The plugin that uses the library.
///
/// # Errors
///
/// Code 7 if there is none, or more than one: then it is unknown whose action is meant.
pub(crate) fn plugin_of(library: &Library) -> Result<&'static Plugin> {
    run_constructors();
    let mut found: Option<&'static Plugin> = None;
    for linked in inventory::iter::<Linked> {
        let Linked::Plugin(plugin) = linked else { continue };
        if !plugin.info.uses.iter().any(|used| std::ptr::eq(*used, library) || used.uses(library)) {
            continue;
        }
        if let Some(first) = found {
            let (name, first, second) = (library.name, first.name(), plugin.name());
            return Err(Error::invalid_state(format!(
                "the plugins \"{first}\" and \"{second}\" of this program both use the crate `{name}`: \
                 call the action by `aro_plugin_execute` of one of them"
            )));
        }
        found = Some(plugin);
    }
    found.ok_or_else(|| {
        let name = library.name;
        Error::invalid_state(format!(
            "no plugin uses the crate `{name}`: write `plugin! {{ uses = [{name}] }}` in the plugin's crate"
        ))
    })
}

/// The libraries that are linked although `plugin` does not use them, for a note of its test.
pub(super) fn unused(plugin: &Plugin) -> Vec<&'static str> {
    let used = with_dependencies(plugin.info.uses);
    let mut unused = Vec::new();
    for linked in inventory::iter::<Linked> {
        let Linked::Library(library) = linked else { continue };
        if !used.iter().any(|known| std::ptr::eq(*known, *library)) {
            unused.push(library.name);
        }
    }
    unused.sort_unstable();
    unused
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn library(name: &'static str, uses: &'static [&'static Library]) -> Library {
        Library { name, entry_points: true, for_each_item: |_| {}, uses }
    }

    static BASE: Library = library("base", &[]);
    static LEFT: Library = library("left", &[&BASE]);
    static RIGHT: Library = library("right", &[&BASE]);
    static LONELY: Library = library("lonely", &[]);

    #[test]
    fn a_library_that_two_others_use_comes_once_and_before_them() {
        static DIAMOND: &[&Library] = &[&LEFT, &RIGHT, &LEFT];
        static BASE_FIRST: &[&Library] = &[&BASE, &RIGHT];
        let names = |uses| with_dependencies(uses).iter().map(|library| library.name).collect::<Vec<_>>();
        assert_eq!(names(DIAMOND), ["base", "left", "right"]);
        assert_eq!(names(BASE_FIRST), ["base", "right"]);
        assert_eq!(names(&[]), [""; 0]);
    }

    #[test]
    fn an_entry_point_of_a_library_that_no_plugin_uses_says_what_to_write() {
        let message = plugin_of(&LONELY).unwrap_err();
        assert_eq!(
            message.message(),
            "no plugin uses the crate `lonely`: write `plugin! { uses = [lonely] }` in the plugin's crate"
        );
    }
}
